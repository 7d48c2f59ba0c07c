"""A synthetic nation: workbooks of every department and month that satisfy every identity, and known errors.

Everything is made up and says so; only national totals lean on what was published.

Belongs here: the nation, its cases, its workbooks. Does not belong here: reading them (`pipelines`).
"""

from __future__ import annotations
