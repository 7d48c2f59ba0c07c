"""Opening a published file for reading: locked down, and as it was known at an instant.

Belongs here: connections for readers. Does not belong here: what they ask (`query`) or what is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

#: Catalog name of the file for readers; ``wh.marts.x`` is always the newest knowledge of that file.
CATALOG = "wh"
#: Schemas whose unqualified names follow the instant asked for.
_TIMED = ("marts", "vi")
_AS_OF = "_as_of"

_SCHEMAS = """
    select schema_name from duckdb_schemas() where database_name = 'wh' and not internal order by 1
"""
_MACROS = """
    select schema_name, function_name from duckdb_functions()
    where database_name = 'wh' and not internal and function_type = 'table_macro'
      and suffix(function_name, '_as_of') and len(parameters) = 1
    order by 1, 2
"""
_VIEWS = """
    select sql from duckdb_views() where database_name = 'wh' and schema_name = 'vi' and not internal
"""


@contextmanager
def open_reader(file: Path, *, as_of: datetime | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published file read only, without access to anything outside it.

    With ``as_of``, ``marts.<mart>`` is the mart as it was known then, for every mart that has an
    ``<mart>_as_of`` macro; the others are absent, so that a query cannot mix two times unknowingly.

    Args:
        file: a file the pointer names.
        as_of: an aware instant, or ``None`` for the newest knowledge of the file.
    """
    connection = duckdb.connect(":memory:", config={"python_enable_replacements": "false"})
    try:
        path = str(file).replace("'", "''")
        connection.execute(f"ATTACH '{path}' AS {CATALOG} (READ_ONLY)")
        if as_of is None:
            connection.execute(f"USE {CATALOG}")
        else:
            _turn_back(connection, as_of)
        _lock_down(connection)
        yield connection
    finally:
        connection.close()


def _lock_down(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _turn_back(connection: duckdb.DuckDBPyConnection, as_of: datetime) -> None:
    """Put views of the marts as of an instant in front of the file's own schemas.

    The search path finds ``marts.x`` in the in-memory catalog first and everything the macros use
    (``core.…``) in the file.
    """
    instant = as_of.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
    schemas = [name for (name,) in connection.execute(_SCHEMAS).fetchall()]
    for schema in _TIMED:
        connection.execute(f"CREATE SCHEMA memory.{schema}")
    shadows = [f"memory.{schema}" for schema in _TIMED]
    beneath = [f"{CATALOG}.{schema}" for schema in schemas if schema not in _TIMED]
    connection.execute(f"SET search_path = '{','.join([*shadows, *beneath])}'")
    for schema, macro in connection.execute(_MACROS).fetchall():
        if schema == "marts":
            mart = macro.removesuffix(_AS_OF)
            body = f"SELECT * FROM {CATALOG}.marts.\"{macro}\"(TIMESTAMP '{instant}')"  # noqa: S608 catalogue names
            connection.execute(f'CREATE VIEW memory.marts."{mart}" AS {body}')
    _turn_views(connection)


def _turn_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Recreate the Vietnamese views over the marts of the instant, where the mart they show has one."""
    for (sql,) in connection.execute(_VIEWS).fetchall():
        with suppress(duckdb.CatalogException):
            connection.execute(sql.replace("CREATE VIEW vi.", "CREATE VIEW memory.vi.", 1))
