"""Assembly of the command groups.

Belongs here: which groups exist. Does not belong here: commands.
"""

from __future__ import annotations

import typer

from pipelines.cli import docs, findings, forms, log, narrative, query, refresh, reports, review, synth
from pipelines.cli.net import Net

app = typer.Typer(
    name="thads",
    cls=Net,
    help="Kho dữ liệu quốc gia về thi hành án dân sự · the national warehouse of civil judgment enforcement.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for group in (refresh, query, reports, findings, review, log, forms, narrative, synth, docs):
    group.register(app)
