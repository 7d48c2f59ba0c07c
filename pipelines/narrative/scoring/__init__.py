"""Measuring the reader against answer keys written by people.

Belongs here: keys, comparison, kinds of mistakes, cross-validation, fitting of confidence. Does not belong here:
reading; nothing of the reader depends on this folder, so a change here is no other parser.
"""
