"""One partition per department, added as departments appear in the inbox.

Belongs here: partition keys. Does not belong here: anything about reports.
"""

from __future__ import annotations

import dagster as dg

from pipelines.intake.inbox import department_folders
from pipelines.settings import Settings

DEPARTMENTS = dg.DynamicPartitionsDefinition(name="department")

#: Files outside a department's folder belong to the directorate.
DIRECTORATE = "VN"

#: Set on a run, these two tags make it cover all partitions between them: one refresh is one run in one process.
_RANGE_TAGS = ("dagster/asset_partition_range_start", "dagster/asset_partition_range_end")


def ensure_departments(instance: dg.DagsterInstance, settings: Settings) -> list[str]:
    """Register the departments that have a folder in the inbox; return all partition keys in Dagster's order."""
    known = instance.get_dynamic_partitions(DEPARTMENTS.name or "")
    wanted = [DIRECTORATE, *department_folders(settings.raw)]
    new = [key for key in wanted if key not in known]
    if new:
        instance.add_dynamic_partitions(DEPARTMENTS.name or "", new)
    return list(instance.get_dynamic_partitions(DEPARTMENTS.name or ""))


def range_tags(keys: list[str]) -> dict[str, str]:
    """Return the tags of a run over all departments."""
    return dict(zip(_RANGE_TAGS, (keys[0], keys[-1]), strict=True))
