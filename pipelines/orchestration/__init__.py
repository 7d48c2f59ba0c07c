"""Dagster assets, checks, schedules and sensors around the rooms below.

Belongs here: wiring only. Does not belong here: anything that could not be called without Dagster.
"""

import warnings

from dagster import BetaWarning

# Single-run backfills and freshness are marked beta upstream; saying so on every start helps no operator.
warnings.filterwarnings("ignore", category=BetaWarning)
