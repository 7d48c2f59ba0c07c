"""Great Expectations' verdicts as Dagster asset checks: shown, never judged again.

Belongs here: translating verdicts. Does not belong here: rules (`expectations/`) or findings (`validation`).
"""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg

from pipelines.validation.failures import Verdict
from pipelines.validation.registry import Rule

VALIDATED = dg.AssetKey("validated_observations")


def check_specs(rules: Iterable[Rule]) -> list[dg.AssetCheckSpec]:
    """Return one asset check per rule."""
    return [
        dg.AssetCheckSpec(
            name=rule.rule_id,
            asset=VALIDATED,
            description=f"{rule.title_vi} · {rule.title_en}",
            metadata={"level": rule.level, "severity": rule.severity, "source": rule.legal_source},
        )
        for rule in rules
    ]


def check_results(verdicts: Iterable[Verdict]) -> list[dg.AssetCheckResult]:
    """Return the verdicts; a blocking rule that fails is an error, any other a warning."""
    return [
        dg.AssetCheckResult(
            check_name=verdict.rule_id,
            asset_key=VALIDATED,
            passed=verdict.success,
            severity=dg.AssetCheckSeverity.ERROR
            if verdict.severity == "blocking"
            else dg.AssetCheckSeverity.WARN,
            metadata={"failures": verdict.failures.height},
        )
        for verdict in verdicts
    ]
