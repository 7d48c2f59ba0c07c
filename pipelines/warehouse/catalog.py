"""What a published file holds: marts, their columns, descriptions and row counts.

Belongs here: reading DuckDB's own catalogue. Does not belong here: where descriptions are written (dbt).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import duckdb

_RELATIONS = """
    select schema_name, table_name as name, comment from duckdb_tables() where not internal
    union all
    select schema_name, view_name, comment from duckdb_views()
    where not internal and schema_name not in ('information_schema', 'pg_catalog')
"""
_COLUMNS = """
    select table_name, column_name, data_type, comment from duckdb_columns()
    where schema_name = 'marts' and not internal and database_name = current_database()
    order by table_name, column_index
"""
_TITLES = """
    select shown.column_name, named.column_name
    from duckdb_columns() as shown
    inner join duckdb_columns() as named
        on shown.table_name = named.table_name and shown.column_index = named.column_index
        and shown.database_name = named.database_name
    where shown.schema_name = 'marts' and named.schema_name = 'vi'
    order by shown.table_name, shown.column_index
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a mart; the description is as dbt keeps it."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Mart:
    """One mart with its number of rows."""

    name: str
    description: str
    rows: int
    columns: int


def relation_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return ``schema.name`` of every table and view, marts first."""
    rows = connection.execute(f"select distinct schema_name, name from ({_RELATIONS})").fetchall()  # noqa: S608
    return sorted(
        (f"{schema}.{name}" for schema, name in rows), key=lambda each: (each[:6] != "marts.", each)
    )


def column_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the names of every column of marts and Vietnamese views, once each."""
    rows = connection.execute(
        "select distinct column_name from duckdb_columns() where schema_name in ('marts', 'vi') order by 1"
    ).fetchall()
    return [name for (name,) in rows]


def marts(connection: duckdb.DuckDBPyConnection) -> list[Mart]:
    """Return every mart with its row count, by name."""
    counts = Counter(table for table, *_ in connection.execute(_COLUMNS).fetchall())
    rows = connection.execute(
        f"select name, any_value(comment) from ({_RELATIONS}) where schema_name = 'marts' group by 1 order by 1"  # noqa: S608
    ).fetchall()
    return [Mart(name, comment or "", _height(connection, name), counts[name]) for name, comment in rows]


def columns(connection: duckdb.DuckDBPyConnection, mart: str) -> list[Column]:
    """Return the columns of a mart in its order; empty when there is no such mart."""
    rows = connection.execute(_COLUMNS).fetchall()
    return [Column(name, kind, comment or "") for table, name, kind, comment in rows if table == mart]


def _height(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    quoted = name.replace('"', '""')
    (rows,) = connection.execute(f'select count(*) from marts."{quoted}"').fetchone() or (0,)  # noqa: S608 catalogue name
    return int(rows)


def vietnamese_titles(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return column titles for people, from the views of schema ``vi``: ``unit_name`` → ``Đơn vị``.

    A mart and its view show the same columns in the same order (both are made from the model's contract).
    """
    titles: dict[str, str] = {}
    for name, title in connection.execute(_TITLES).fetchall():
        words = title.replace("_", " ")
        titles.setdefault(name, words[:1].upper() + words[1:])
    return titles
