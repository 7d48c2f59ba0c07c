"""The net under every command: what the environment did wrong becomes a message instead of a traceback.

Belongs here: invalid variables, a disk that refuses, and problems no command has shown, wherever they were met.
Does not belong here: faults of the programme, which keep their traceback. ``THADS_DEBUG=1`` shows that of the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperGroup

from pipelines.cli.environment import problem_behind
from pipelines.cli.output import fail
from pipelines.problems import ThadsError
from pipelines.settings import is_debugging, spoken_lang

if TYPE_CHECKING:
    from typer._click.core import Context

#: Commands whose exit code 1 would say that they ran.
_COULD_NOT_RUN = {"refresh": 2}


class Net(TyperGroup):
    """The commands of ``thads``, with the net under them."""

    def invoke(self, ctx: Context) -> object:
        """Run a command; end with a message where the environment, not the programme, is at fault."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            problem = error.problem if isinstance(error, ThadsError) else problem_behind(error)
            if problem is None or is_debugging():
                raise
            fail(problem, spoken_lang(), _COULD_NOT_RUN.get(ctx.invoked_subcommand or "", 1))
