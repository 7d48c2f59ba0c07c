"""The last look at a build before the pointer moves.

Belongs here: whether the file can be read at all, and says what it was pinned to.
Does not belong here: tests of the models (dbt) or of the figures (`validation`).
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from pipelines.problems import Problem, Text, ThadsError

#: Looks at an open build; raises `ThadsError` to refuse it.
Check = Callable[[duckdb.DuckDBPyConnection], None]

_RELATIONS = """
    select schema_name, table_name as name from duckdb_tables()
    where database_name = current_database() and not internal
    union all
    select schema_name, view_name from duckdb_views()
    where database_name = current_database() and not internal
    order by all
"""
_AS_OF_MACROS = """
    select schema_name, function_name from duckdb_functions()
    where database_name = current_database() and not internal and function_type = 'table_macro'
      and suffix(function_name, '_as_of') and len(parameters) = 1
    order by all
"""


def check_build(position: int) -> Check:
    """Return the check every build must pass: pinned to ``position``, with marts, every relation readable."""

    def check(connection: duckdb.DuckDBPyConnection) -> None:
        relations = connection.execute(_RELATIONS).fetchall()
        if not any(schema == "marts" for schema, _ in relations):
            raise _refused("no_marts", "marts", "≥ 1", "0")
        _check_position(connection, position)
        for schema, name in relations:
            _check_readable(connection, f'"{schema}"."{name}"')
        for schema, name in connection.execute(_AS_OF_MACROS).fetchall():
            _check_readable(connection, f'"{schema}"."{name}"(TIMESTAMP \'2000-01-01\')')

    return check


def _check_position(connection: duckdb.DuckDBPyConnection, position: int) -> None:
    try:
        row = connection.execute("select position from landing.build").fetchone()
    except duckdb.CatalogException as error:
        raise _refused("not_pinned", "landing.build", str(position), "") from error
    if row is None or row[0] != position:
        raise _refused("not_pinned", "landing.build", str(position), str(row and row[0]))


def _check_readable(connection: duckdb.DuckDBPyConnection, relation: str) -> None:
    try:
        connection.execute(f"select * from {relation} limit 0")  # noqa: S608 names from the catalogue
    except duckdb.Error as error:
        raise _refused("unreadable_relation", relation, "", str(error).split("\n", 1)[0]) from error


def _refused(code: str, where: str, expected: str, found: str) -> ThadsError:
    return ThadsError(
        Problem(
            code=code,
            what=Text(
                "Bản dựng mới không đạt kiểm tra trước khi công bố; phiên bản cũ vẫn giữ nguyên.",
                "The new build failed the check before publication; the version before stays in force.",
            ),
            where=where,
            expected=expected,
            found=found,
            next_step=Text(
                "Xem nhật ký của bước dbt, sửa mô hình rồi chạy «thads refresh» lại.",
                "Look at the log of the dbt stage, mend the model and run «thads refresh» again.",
            ),
        )
    )
