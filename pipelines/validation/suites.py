"""The GX suites: generated from the registry, one per table of schema ``checks``, never edited by hand.

Belongs here: rules → `ExpectationSuite`, and the JSON copies under ``expectations/gx``.
Does not belong here: running a suite (`engine`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import great_expectations as gx
import orjson
from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation
from great_expectations.expectations.metadata_types import FailureSeverity

from pipelines.validation.registry import ASSETS, EXPECTATIONS_DIR, Rule, load_rules

#: GX knows three words for how bad a failure is.
_GX_SEVERITY = {
    "blocking": FailureSeverity.CRITICAL,
    "warning": FailureSeverity.WARNING,
    "info": FailureSeverity.INFO,
}


def expectation_of(rule: Rule) -> UnexpectedRowsExpectation:
    """Return the expectation of one rule: its query must return no row."""
    return UnexpectedRowsExpectation(
        unexpected_rows_query=rule.gx_query,
        description=f"{rule.title_vi} · {rule.title_en}",
        severity=_GX_SEVERITY[rule.severity],
        meta={"rule_id": rule.rule_id, "level": rule.level, "responsibility": rule.responsibility},
    )


def suite_of(asset: str, rules: Sequence[Rule]) -> gx.ExpectationSuite:
    """Return the suite of one table of schema ``checks``."""
    return gx.ExpectationSuite(
        name=f"thads_{asset}",
        expectations=[expectation_of(rule) for rule in rules if rule.asset == asset],
        meta={"generated_from": "expectations/rules.csv"},
    )


def suite_json(asset: str, rules: Sequence[Rule]) -> bytes:
    """Return the JSON of a suite; the same for the same rules, whatever run made it."""
    suite = suite_of(asset, rules)
    document = {
        "name": suite.name,
        "meta": {"generated_from": "expectations/rules.csv"},
        "expectations": [each.configuration.to_json_dict() for each in suite.expectations],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


def write_suites(folder: Path = EXPECTATIONS_DIR) -> list[Path]:
    """Regenerate ``gx/*.json`` of a registry folder and return the files."""
    rules = load_rules(folder)
    (folder / "gx").mkdir(exist_ok=True)
    paths = []
    for asset in ASSETS:
        path = folder / "gx" / f"{asset}.json"
        path.write_bytes(suite_json(asset, rules))
        paths.append(path)
    return paths
