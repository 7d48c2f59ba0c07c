"""What the UI shows of a built table: rows, columns with their types, and which columns they come from.

dagster-dbt can fetch the same, but it opens the build file through dbt's adapter, which keeps it open in this
process (so it cannot be published), and it cannot follow relations named without their catalog, which is how
a file that will be renamed must name them.

Belongs here: metadata of models. Does not belong here: lineage of figures (`lineage`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import dagster as dg
import duckdb
from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.lineage import lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope

_DIALECT = "duckdb"
_COLUMNS = """
    select table_schema, table_name, column_name, data_type
    from information_schema.columns order by table_schema, table_name, ordinal_position
"""

Table = tuple[str, str]


@dataclass(frozen=True, slots=True)
class BuiltTables:
    """The tables of a build file.

    Attributes:
        columns: by (schema, table), the type of each column.
        rows: by (schema, table).
    """

    columns: Mapping[Table, Mapping[str, str]]
    rows: Mapping[Table, int]


def look_at(build: Path) -> BuiltTables:
    """Return what a finished build file holds; the file is closed again."""
    columns: dict[Table, dict[str, str]] = defaultdict(dict)
    with duckdb.connect(str(build), read_only=True) as connection:
        for schema, table, column, kind in connection.execute(_COLUMNS).fetchall():
            columns[schema, table][column] = kind
        rows = {table: _count(connection, *table) for table in columns}
    return BuiltTables(dict(columns), rows)


def _count(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    (rows,) = connection.execute(f'select count(*) from "{schema}"."{table}"').fetchone() or (0,)  # noqa: S608
    return int(rows)


def table_metadata(
    node: Mapping[str, Any], built: BuiltTables, keys: Mapping[Table, dg.AssetKey]
) -> dict[str, Any]:
    """Return Dagster's metadata of one model.

    Args:
        node: the model in the manifest of the run, with its compiled code.
        built: the tables of the build file.
        keys: the asset of each table a model may read.
    """
    table = (node["schema"], node["alias"])
    if table not in built.columns:
        return {}
    columns = [
        dg.TableColumn(name, kind, node["columns"].get(name, {}).get("description") or None)
        for name, kind in built.columns[table].items()
    ]
    metadata: dict[str, Any] = {
        "dagster/row_count": built.rows[table],
        "dagster/column_schema": dg.TableSchema(columns=columns),
    }
    found = column_lineage(node.get("compiled_code") or "", built, keys)
    if found:
        metadata["dagster/column_lineage"] = dg.TableColumnLineage(found)
    return metadata


def column_lineage(
    sql: str, built: BuiltTables, keys: Mapping[Table, dg.AssetKey]
) -> dict[str, list[dg.TableColumnDep]]:
    """Return the upstream columns of every column of a query; empty when it cannot be followed."""
    tables: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for (name, table), columns in built.columns.items():
        tables[name][table] = dict(columns)
    schema: dict[str, object] = dict(tables)
    try:
        query = cast(exp.Query, qualify(parse_one(sql, dialect=_DIALECT), schema=schema, dialect=_DIALECT))
        scope = build_scope(query)
        return {
            name: _sources(
                lineage(name, query, schema=schema, scope=scope, dialect=_DIALECT, copy=False), keys
            )
            for name in query.named_selects
        }
    except (SqlglotError, ValueError):
        # A construction the parser does not know costs the picture in the UI, nothing else.
        return {}


def _sources(root: Any, keys: Mapping[Table, dg.AssetKey]) -> list[dg.TableColumnDep]:  # noqa: ANN401
    found: dict[tuple[dg.AssetKey, str], dg.TableColumnDep] = {}
    for leaf in root.walk():
        table = leaf.expression.find(exp.Table) if not leaf.downstream else None
        key = keys.get((table.db, table.name)) if table else None
        if key:
            column = exp.to_column(leaf.name).name
            found[key, column] = dg.TableColumnDep(key, column)
    return list(found.values())
