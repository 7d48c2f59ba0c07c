"""The data dictionary: every mart and column in Vietnamese and English, from dbt's manifest.

Belongs here: turning a manifest into one Markdown page. Does not belong here: the descriptions themselves
(``dbt_project/models``), writing files (the CLI).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

#: Between the Vietnamese and the English half of every description.
SEPARATOR = " · "

_INTRO = """\
# Từ điển dữ liệu · Data dictionary

<!-- Generated from dbt_project by `thads docs`; edit the descriptions there. -->

Mỗi bảng trong schema `marts` là một hợp đồng: cột có thể được thêm, không đổi nghĩa. Cùng bảng đó ở một thời
điểm đã qua: `select * from marts.<bảng>_as_of(timestamp '2026-01-31 17:00:00')` (giờ UTC). Cùng bảng đó với tên
cột tiếng Việt: `vi.<bảng>`.

Every table of schema `marts` is a contract: columns may be added and never change their meaning. The same table
as of a past instant: `select * from marts.<mart>_as_of(timestamp '2026-01-31 17:00:00')` (UTC). The same table
under Vietnamese column names: `vi.<mart>`.
"""

_CORE_INTRO = """\
## Tầng giữa · Core

Dành cho người vận hành và truy vết; có thể thay đổi. · For operators and tracing; may change.
"""


def render_data_dictionary(manifest: Mapping[str, Any]) -> str:
    """Return the dictionary page.

    Args:
        manifest: dbt's ``manifest.json``, parsed.
    """
    grains = _grains(manifest)
    marts = [_model(node, grains) for node in _models(manifest, "marts")]
    core = [_model(node, grains) for node in _models(manifest, "core")]
    return "\n".join([_INTRO, *marts, _CORE_INTRO, *core])


def both_languages(description: str) -> tuple[str, str]:
    """Return the Vietnamese and the English half of a description."""
    vietnamese, _, english = description.partition(SEPARATOR)
    return vietnamese.strip(), english.strip()


def _models(manifest: Mapping[str, Any], schema: str) -> list[Mapping[str, Any]]:
    nodes: Iterable[Mapping[str, Any]] = manifest["nodes"].values()
    found = [node for node in nodes if node["resource_type"] == "model" and node["schema"] == schema]
    return sorted(found, key=lambda node: str(node["name"]))


def _grains(manifest: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the columns that identify a row of each model, as its own test states them."""
    grains = {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata") or {}
        if test.get("name") == "unique_grain":
            grains[str(node["attached_node"])] = list(test["kwargs"]["columns"])
    return grains


def _model(node: Mapping[str, Any], grains: Mapping[str, list[str]]) -> str:
    vietnamese, english = both_languages(node["description"])
    grain = ", ".join(f"`{name}`" for name in grains.get(node["unique_id"], ()))
    lines = [f"## {node['schema']}.{node['name']}", "", f"{vietnamese}. · {english}.", ""]
    if grain:
        lines += [f"Mỗi dòng xác định bởi · One row per: {grain}.", ""]
    lines += ["| cột · column | kiểu · type | nghĩa | meaning |", "|---|---|---|---|"]
    lines += [_column(column) for column in node["columns"].values()]
    return "\n".join([*lines, ""])


def _column(column: Mapping[str, Any]) -> str:
    vietnamese, english = (text.replace("|", "\\|") for text in both_languages(column["description"]))
    return f"| `{column['name']}` | {column['data_type']} | {vietnamese} | {english} |"
