"""Whether two warehouses say the same: one hash per mart over its rows (P10).

Belongs here: fingerprints. Does not belong here: building what is compared.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.warehouse.catalog import columns
from pipelines.warehouse.reader import open_reader

_TABLES = """
    select table_name from information_schema.tables
    where table_schema = 'marts' and table_catalog = current_database() order by 1
"""


def mart_fingerprint(path: Path) -> dict[str, str]:
    """Return a sha256 per mart: of its column names and types, and of its rows whatever their order.

    Args:
        path: a warehouse file that nobody is writing.
    """
    with open_reader(path) as connection:
        marts = [name for (name,) in connection.execute(_TABLES).fetchall()]
        result = {}
        for name in marts:
            shape = ", ".join(f"{each.name} {each.type}" for each in columns(connection, name))
            row = connection.execute(
                f"""
                select sha256(? || coalesce(string_agg(line, '' order by line), ''))
                from (select sha256(mart::varchar) as line from marts."{name}" as mart)
                """,  # noqa: S608 names from the catalogue
                [shape],
            ).fetchone()
            result[name] = str(row[0]) if row else ""
        return result
