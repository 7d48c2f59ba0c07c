"""Runs the registry through Great Expectations over one DuckDB file and returns a verdict per rule.

Belongs here: preparing the tables, running the suites, fetching every failing row.
Does not belong here: what happens to a failure afterwards (`findings`).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, redirect_stderr
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import great_expectations as gx
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext

from pipelines.problems import Problem, Text, ThadsError
from pipelines.validation.failures import COLUMNS, Verdict, failures_of
from pipelines.validation.gx_duckdb import HeldDuckDBDatasource, held_source, silent_context
from pipelines.validation.prepare import names_and_forms, prepare_checks
from pipelines.validation.registry import ASSETS, EXPECTATIONS_DIR, Rule
from pipelines.validation.scope import Judged
from pipelines.validation.suites import suite_of

__all__ = ["Judgement", "Verdict", "judge", "run_rules", "validate"]

EVERYTHING = Judged()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict of every rule, and what they were asked about."""

    verdicts: tuple[Verdict, ...]
    judged: Judged


def validate(
    source: duckdb.DuckDBPyConnection | Path | str, rules: Sequence[Rule], folder: Path = EXPECTATIONS_DIR
) -> list[Verdict]:
    """Prepare schema ``checks`` and run every rule over everything.

    Args:
        source: a file with the landing tables, or an open connection to it without an open transaction.
        rules: the registry, in the order in which verdicts come back.
        folder: where the preparing queries lie.

    Raises:
        ThadsError: ``rule_failed_to_run`` when a query cannot be executed or returns other columns than agreed.
    """
    if not isinstance(source, duckdb.DuckDBPyConnection):
        with closing(duckdb.connect(str(source))) as connection:
            return validate(connection, rules, folder)
    return list(judge(source, rules, folder=folder).verdicts)


def judge(
    connection: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    *,
    only_changed: bool = False,
    folder: Path = EXPECTATIONS_DIR,
) -> Judgement:
    """Prepare schema ``checks`` and run every rule over everything, or over what a build brought.

    Args:
        connection: open on a file with the landing tables, without an open transaction.
        rules: the registry.
        only_changed: judge what ``landing.changed_slices`` may have moved; the rest was judged by the same rules.
        folder: where the preparing queries lie.

    Raises:
        ThadsError: as `validate`.
    """
    judged = prepare_checks(connection, rules, folder, only_changed=only_changed)
    return Judgement(tuple(run_rules(connection, rules, judged)), judged)


def run_rules(
    connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule], judged: Judged = EVERYTHING
) -> list[Verdict]:
    """Run the rules over a file whose schema ``checks`` is prepared; failures of what was not judged are dropped.

    Args:
        connection: open on that file.
        rules: the registry.
        judged: what the prepared tables suffice for.
    """
    names, forms = names_and_forms(connection)
    context = silent_context()
    source = held_source(context, connection)
    found: dict[str, Verdict] = {}
    try:
        for asset in ASSETS:
            of_asset = [rule for rule in rules if rule.asset == asset]
            for rule, rows in _run_suite(context, source, asset, of_asset) if of_asset else ():
                meant = [row for row in rows if judged.covers(asset, *_subject(row))]
                found[rule.rule_id] = _verdict(rule, meant, names, forms)
    finally:
        source.release()
    prints = _prints(connection, found.values())
    return [_with_prints(found[rule.rule_id], prints) for rule in rules]


def _subject(row: Mapping[str, object]) -> tuple[str, str]:
    return str(row.get("unit_code")), str(row.get("period_code"))


def _prints(connection: duckdb.DuckDBPyConnection, verdicts: Iterable[Verdict]) -> dict[str, str]:
    """Return what the source prints for every observation that any failure names."""
    ids = sorted({each for verdict in verdicts for one in verdict.found for each in one.observation_ids})
    rows = connection.execute(
        "select observation_id, printed from checks.facts where observation_id in (select unnest(?))", [ids]
    ).fetchall()
    return dict(rows)


def _with_prints(verdict: Verdict, prints: Mapping[str, str]) -> Verdict:
    found = tuple(
        replace(each, printed=tuple(prints.get(one, "") for one in each.observation_ids))
        for each in verdict.found
    )
    return replace(verdict, found=found)


def _run_suite(
    context: EphemeralDataContext,
    source: HeldDuckDBDatasource,
    asset: str,
    rules: Sequence[Rule],
) -> list[tuple[Rule, list[dict[str, object]]]]:
    table = source.add_table_asset(asset, table_name=asset)
    suite = context.suites.add(suite_of(asset, rules))
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(
            name=f"validate_{asset}", data=table.add_batch_definition_whole_table("all"), suite=suite
        )
    )
    # GX draws its progress on stderr for every batch, and the switch for it does not reach that place.
    with redirect_stderr(io.StringIO()):
        result = definition.run(result_format="BASIC")
        by_rule = {_rule_id(each.meta): each for each in suite.expectations}
        outcomes = {}
        for each in result.results:
            rule_id = _rule_id(each.expectation_config.meta if each.expectation_config else None)
            _require_ran(rule_id, each.exception_info)
            outcomes[rule_id] = [] if each.success else definition.get_unexpected_rows(by_rule[rule_id])
    return [(rule, outcomes[rule.rule_id]) for rule in rules]


def _rule_id(meta: Mapping[str, object] | None) -> str:
    return str((meta or {})["rule_id"])


def _verdict(
    rule: Rule, rows: Sequence[Mapping[str, object]], names: Mapping[str, str], forms: frozenset[str]
) -> Verdict:
    if rows:
        _require_columns(rule, rows[0])
    return Verdict(
        rule_id=rule.rule_id,
        title_vi=rule.title_vi,
        title_en=rule.title_en,
        level=rule.level,
        severity=rule.severity,
        success=not rows,
        found=failures_of(rule, rows, names, forms),
    )


def _require_columns(rule: Rule, row: Mapping[str, object]) -> None:
    missing = [name for name in COLUMNS if name not in row]
    extra = [name for name in row if name not in COLUMNS and not name.startswith("arg_")]
    if missing or extra:
        raise _cannot_run(rule.rule_id, ", ".join([*COLUMNS, "arg_…"]), ", ".join(row))


def _require_ran(rule_id: str, exception_info: Mapping[str, object]) -> None:
    # One record, or one per metric, depending on where GX met the exception.
    infos: tuple[object, ...] = (exception_info, *exception_info.values())
    for info in infos:
        if isinstance(info, Mapping) and info.get("raised_exception"):
            raise _cannot_run(rule_id, "a query that runs", str(info.get("exception_message")))


def _cannot_run(rule_id: str, expected: str, found: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="rule_failed_to_run",
            what=Text(f"Không chạy được quy tắc «{rule_id}».", f"Rule “{rule_id}” could not be run."),
            where=f"expectations/sql/{rule_id}.sql",
            expected=expected,
            found=found,
            next_step=Text(
                "Sửa câu truy vấn của quy tắc rồi chạy lại.", "Mend the rule's query and run again."
            ),
        )
    )
