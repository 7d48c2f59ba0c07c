"""What every command that records a decision shares: who decides, under which id, and what is told afterwards.

Belongs here: the options of a decision and the way from a case to a recorded event.
Does not belong here: what a decision needs (the rooms' own `decisions`), commands.
"""

from __future__ import annotations

import getpass
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from pipelines.cli.cases import open_log_of
from pipelines.cli.event_words import event_words
from pipelines.cli.output import console, print_json
from pipelines.problems import Text
from pipelines.settings import Lang, Settings

if TYPE_CHECKING:
    from pipelines.events.log import EventLog
    from pipelines.events.model import NewEvent

DryRun = Annotated[bool, typer.Option("--dry-run", help="Chỉ kiểm tra, không ghi · check, write nothing.")]
Actor = Annotated[str | None, typer.Option("--as", help="Người thực hiện · who decides.")]
DecisionId = Annotated[
    str | None, typer.Option("--decision-id", help="Mã quyết định, để gửi lại an toàn · for safe retries.")
]

Case = TypeVar("Case")
#: Makes the event of a decision from a case, the person and the id of the decision.
Make = Callable[[Case, str, str], "NewEvent"]
#: Says in words what was recorded, and at which position of the log; ``None`` when it was only tried.
Tell = Callable[["NewEvent", "int | None", Lang], str]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a decision is given: by whom, under which id, whether it is only tried, how the answer is printed."""

    actor: str | None
    decision_id: str | None
    dry_run: bool
    as_json: bool

    @property
    def who(self) -> str:
        """Return the person named, else the one at the keyboard."""
        return self.actor or getpass.getuser()

    @property
    def decision(self) -> str:
        """Return the id given, else a new one."""
        return self.decision_id or str(uuid.uuid4())


def told_of(event: NewEvent, seq: int | None, lang: Lang) -> str:
    """Return the sentence about a recorded decision that holds for findings and figures."""
    if seq is None:
        return Text("Hợp lệ; chưa ghi (--dry-run).", "Valid; nothing written (--dry-run).").of(lang)
    name = event_words(type(event.body).__name__, lang)
    return Text(
        f"Đã ghi «{name}», sự kiện số {seq}. Chạy «thads refresh» để cập nhật kho số liệu.",
        f"Recorded «{name}», event {seq}. Run “thads refresh” to update the marts.",
    ).of(lang)


def decide(
    read: Callable[[EventLog, Settings], Case], make: Make[Case], manner: Manner, tell: Tell = told_of
) -> None:
    """Read the case, make the event, append it unless it is only tried, and say so.

    Raises:
        SystemExit: by `open_log_of`, with the problem on screen, when the case or the decision is refused.
    """
    settings = Settings()
    with open_log_of(settings) as log:
        event = make(read(log, settings), manner.who, manner.decision)
        seq = None if manner.dry_run else log.append([event])[0].seq
    if manner.as_json:
        name = type(event.body).__name__
        print_json({"type": name, "dry_run": manner.dry_run, **event.payload, "seq": seq})
        return
    console.print(tell(event, seq, settings.lang), markup=False)
