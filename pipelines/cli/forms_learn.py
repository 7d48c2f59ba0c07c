"""The commands with which a steward learns the map of a form from a sheet and puts it in force.

Belongs here: options and the order of steps. Does not belong here: learning (`forms.learning`), what the screen shows
(`forms_learn_view`).
"""

from __future__ import annotations

import getpass
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.cases import AsJson, open_log_of
from pipelines.cli.deciding import Actor, DecisionId, DryRun, Make, Manner, decide
from pipelines.cli.output import console, fail, print_json, print_table, problems_shown
from pipelines.problems import Text, ThadsError
from pipelines.settings import Lang, Settings

if TYPE_CHECKING:
    from pipelines.events.model import NewEvent
    from pipelines.forms.learning.decisions import MapCase
    from pipelines.forms.learning.proposal import Proposal
    from pipelines.forms.learning.service import Source
    from pipelines.forms.maps import MapBook

MapId = Annotated[str, typer.Argument(help="Mã bảng cột (thads forms maps) · map id, or its beginning.")]
Reason = Annotated[str, typer.Option(help="Lý do của quyết định · why.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Ngày · day.")]


def register(group: typer.Typer) -> None:
    """Add the commands to ``thads forms``."""
    group.command("learn")(learn)
    group.command("accept")(accept)
    group.command("withdraw")(withdraw)
    group.command("maps")(list_maps)


def learn(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Tệp có biểu lạ · the workbook.")],
    sheet: Annotated[str, typer.Option(help="Tên trang, khi tệp có nhiều biểu lạ · the sheet.")] = "",
    form: Annotated[str, typer.Option(help="Số hiệu biểu, khi biểu không ghi · form code.")] = "",
    regime: Annotated[str, typer.Option(help="Chế độ báo cáo, ví dụ R2026 · regime.")] = "",
    title: Annotated[str, typer.Option(help="Tên biểu · the form's title.")] = "",
    instrument: Annotated[str, typer.Option(help="Văn bản ban hành, có số hiệu · the circular.")] = "",
    row_axis: Annotated[str, typer.Option(help="Dòng là gì: office, kind of case… · what rows are.")] = "",
    valid_from: Day = None,
    valid_to: Day = None,
    edited: Annotated[
        Path | None,
        typer.Option("--from", exists=True, dir_okay=False, help="Đề xuất đã sửa · an edited proposal."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Ghi đề xuất ra CSV · write it.")
    ] = None,
    propose: Annotated[
        bool, typer.Option("--propose", help="Ghi đề xuất để người khác quyết định · offer it.")
    ] = False,
    accept_it: Annotated[bool, typer.Option("--accept", help="Áp dụng luôn · put it in force.")] = False,
    reason: Annotated[str, typer.Option(help="Lý do, cần cho --accept · why.")] = "",
    actor: Actor = None,
    decision_id: DecisionId = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Đề xuất bảng cột cho một biểu chưa có mẫu nào khớp · propose a map for a sheet that no map fits."""
    from pipelines.forms.learning.heads import Wishes
    from pipelines.forms.learning.service import Source, learn_file, offered

    settings = Settings()
    wishes = Wishes(form, regime, title, instrument, _date(valid_from), _date(valid_to), row_axis)
    source = Source(file.read_bytes(), file.name, sheet, edited.read_bytes() if edited else None)
    who, events = actor or getpass.getuser(), []
    with problems_shown(settings.lang):
        with _maps_in_force(settings) as book:
            proposals = learn_file(source, book, wishes, max_bytes=settings.max_file_bytes)
        if output:
            output.write_bytes(_only(proposals, file.name).to_csv())
        if propose or accept_it:
            only = _only(proposals, file.name)
            accept_with = (reason, decision_id or str(uuid.uuid4())) if accept_it else None
            events = (
                [offered(only, learned_from=source.data, actor=who)]
                if dry_run
                else _offer(only, source, settings, who, accept_with)
            )
    _show(proposals, events, settings, dry_run=dry_run, as_json=as_json)


def _date(instant: datetime | None) -> date | None:
    return instant.date() if instant else None


def accept(
    map_id: MapId,
    reason: Reason,
    actor: Actor = None,
    decision_id: DecisionId = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Áp dụng một bảng cột đã đề xuất · put a proposed map in force from the next refresh on."""
    from pipelines.forms.learning import decisions

    def make(case: MapCase, who: str, decision: str) -> NewEvent:
        return decisions.accepted(case, reason=reason, decision_id=decision, actor=who)

    _decide(map_id, make, Manner(actor, decision_id, dry_run, as_json))


def withdraw(
    map_id: MapId,
    reason: Reason,
    actor: Actor = None,
    decision_id: DecisionId = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Thôi áp dụng, hoặc bác một đề xuất · take a map out of force, or turn a proposal down."""
    from pipelines.forms.learning import decisions

    def make(case: MapCase, who: str, decision: str) -> NewEvent:
        return decisions.withdrawn(case, reason=reason, decision_id=decision, actor=who)

    _decide(map_id, make, Manner(actor, decision_id, dry_run, as_json))


def list_maps(
    state: Annotated[str, typer.Option(help="proposed | accepted | withdrawn | all")] = "all",
    as_json: AsJson = False,
) -> None:
    """Liệt kê các bảng cột đã học · list the learned maps and where each stands."""
    from pipelines.cli.forms_learn_view import map_row
    from pipelines.events.snapshot import newest_state

    settings = Settings()
    with open_log_of(settings) as log:
        found = list(newest_state(log, settings.state_path).form_maps.values())
    chosen = [each for each in found if state in ("all", each.state)]
    if as_json:
        print_json([asdict(each) for each in chosen])
    elif chosen:
        print_table([map_row(each, settings.lang) for each in chosen])
    else:
        console.print(Text("Chưa có bảng cột nào được học.", "No map has been learned.").of(settings.lang))


# --- the steps of learning -----------------------------------------------------------------------------------------


@contextmanager
def _maps_in_force(settings: Settings) -> Iterator[MapBook]:
    """Yield the maps of the tables and, where there is a log, the accepted ones."""
    from pipelines.archive.store import Archive
    from pipelines.events.log import open_log
    from pipelines.events.snapshot import newest_state
    from pipelines.forms import accepted_maps, book_with, default_book

    if not settings.log_url and not settings.log_path.exists():
        yield default_book()
        return
    with open_log(settings.log_url or settings.log_path) as log:
        state = newest_state(log, settings.state_path)
    yield book_with(accepted_maps(state.form_maps.values()), Archive(settings.archive_dir).read)


def _offer(
    proposal: Proposal, source: Source, settings: Settings, who: str, accept_with: tuple[str, str] | None
) -> list[NewEvent]:
    """Append the proposal, and its acceptance when there is a (reason, decision id)."""
    from pipelines.archive.store import Archive
    from pipelines.events.log import open_log
    from pipelines.events.snapshot import newest_state
    from pipelines.forms.learning.decisions import accepted, open_map
    from pipelines.forms.learning.service import offer

    settings.home.mkdir(parents=True, exist_ok=True)
    with open_log(settings.log_url or settings.log_path) as log:
        state = newest_state(log, settings.state_path)
        archive = Archive(settings.archive_dir)
        events = [offer(log, state, archive, proposal, learned_from=source.data, actor=who)]
        if accept_with:
            case = open_map(log, state, str(events[0].payload["map_id"]))
            events.append(accepted(case, reason=accept_with[0], decision_id=accept_with[1], actor=who))
            log.append(events[1:])
    return events


def _only(proposals: list[Proposal], name: str) -> Proposal:
    from pipelines.forms.learning.service import several_tables

    if len(proposals) != 1:
        raise ThadsError(several_tables(name, [each.sheet for each in proposals]))
    return proposals[0]


def _show(
    proposals: list[Proposal], events: list[NewEvent], settings: Settings, *, dry_run: bool, as_json: bool
) -> None:
    from pipelines.cli.forms_learn_view import as_data, print_proposal, recorded

    if as_json:
        told = [{"type": type(event.body).__name__, **event.payload} for event in events]
        print_json({"proposals": [as_data(each) for each in proposals], "events": told, "dry_run": dry_run})
    else:
        for each in proposals:
            print_proposal(each, settings.lang)
        if events:
            console.print(recorded(events, settings.lang, dry_run=dry_run), markup=False)
    stopped = [problem for each in proposals for problem in each.problems]
    if stopped:
        fail(stopped[0], settings.lang)


def _decide(map_id: str, make: Make[MapCase], manner: Manner) -> None:
    from pipelines.cli.forms_learn_view import recorded
    from pipelines.events.snapshot import newest_state
    from pipelines.forms.learning.decisions import open_map

    def tell(event: NewEvent, seq: int | None, lang: Lang) -> str:
        return recorded([event], lang, dry_run=seq is None)

    decide(
        lambda log, settings: open_map(log, newest_state(log, settings.state_path), map_id),
        make,
        manner,
        tell,
    )
