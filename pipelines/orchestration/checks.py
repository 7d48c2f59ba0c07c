"""What Great Expectations found, as Dagster asset checks: shown, never judged again.

Belongs here: translating findings. Does not belong here: rules (`expectations/`) or findings (`validation`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import dagster as dg

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


def check_results(rules: Iterable[Rule], failing: Mapping[str, int]) -> list[dg.AssetCheckResult]:
    """Return what stands against each rule; a blocking rule that fails is an error, any other a warning.

    Args:
        rules: the registry.
        failing: number of findings that stand, by rule.
    """
    return [
        dg.AssetCheckResult(
            check_name=rule.rule_id,
            asset_key=VALIDATED,
            passed=not failing.get(rule.rule_id),
            severity=dg.AssetCheckSeverity.ERROR
            if rule.severity == "blocking"
            else dg.AssetCheckSeverity.WARN,
            metadata={"failures": failing.get(rule.rule_id, 0)},
        )
        for rule in rules
    ]
