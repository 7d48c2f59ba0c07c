"""One question to a published file: guarded before, explained when it goes wrong.

Belongs here: which statements are allowed, running them, and errors in words of the field.
Does not belong here: opening files (`reader`), printing or saving results (`export`, `cli`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb
import polars as pl

from pipelines.problems import Problem, Text, ThadsError, near
from pipelines.warehouse.catalog import column_names, relation_names

_READING = frozenset({duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN})
_NO_TABLE = re.compile(r'Table with name "?(?P<name>[\w.]+)"? does not exist')
_NO_FUNCTION = re.compile(r"(?:Table |Scalar )?Function with name (?P<name>\w+) does not exist")
_NO_COLUMN = re.compile(
    r'(?:Referenced column "(?P<a>[^"]+)" (?:was )?not found|does not have a column named "(?P<b>[^"]+)")'
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of one query.

    Attributes:
        frame: at most ``limit`` rows.
        is_cut: there were more.
    """

    frame: pl.DataFrame
    is_cut: bool


def ask(connection: duckdb.DuckDBPyConnection, sql: str, *, limit: int = 0) -> Answer:
    """Run one reading statement.

    Args:
        connection: from `reader.open_reader`.
        sql: exactly one SELECT (or FROM, WITH, VALUES, DESCRIBE, SUMMARIZE, EXPLAIN).
        limit: most rows to fetch, 0 for all.

    Raises:
        ThadsError: ``bad_sql``, ``not_a_query``, ``unknown_table``, ``unknown_column`` or ``query_failed``.
    """
    kind = check_reading(connection, sql)
    try:
        if kind == duckdb.StatementType.EXPLAIN:
            return Answer(connection.execute(sql).pl(), is_cut=False)
        relation = connection.sql(sql)
        frame = (relation.limit(limit + 1) if limit else relation).pl()
    except duckdb.Error as error:
        raise explain(connection, error) from error
    return Answer(frame.head(limit) if limit else frame, is_cut=bool(limit) and frame.height > limit)


def check_reading(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.StatementType:
    """Refuse everything but one reading statement; what else a file allows is stopped by the lock-down.

    Returns:
        The kind of the statement: SELECT (also for DESCRIBE, SHOW, SUMMARIZE, VALUES) or EXPLAIN.

    Raises:
        ThadsError: ``bad_sql`` or ``not_a_query``.
    """
    try:
        kinds = [statement.type for statement in connection.extract_statements(sql)]
    except duckdb.ParserException as error:
        raise _bad_sql(error) from error
    if len(kinds) != 1 or kinds[0] not in _READING:
        raise _not_a_query(", ".join(kind.name for kind in kinds) or "∅")
    return kinds[0]


def explain(connection: duckdb.DuckDBPyConnection, error: duckdb.Error) -> ThadsError:
    """Return the error of a query in words of the field, with the names that come near."""
    message = str(error)
    if table := _NO_TABLE.search(message):
        return _unknown_table(connection, table["name"])
    if column := _NO_COLUMN.search(message):
        return _unknown_column(connection, column["a"] or column["b"])
    if _NO_FUNCTION.search(message) or isinstance(error, duckdb.ParserException | duckdb.BinderException):
        return _bad_sql(error)
    return _failed(error)


def require_mart(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """Return the bare name of a mart, given with or without its schema.

    Raises:
        ThadsError: ``unknown_table``.
    """
    bare = name.strip().removeprefix("marts.")
    if f"marts.{bare}" not in relation_names(connection):
        raise _unknown_table(connection, name)
    return bare


def _unknown_table(connection: duckdb.DuckDBPyConnection, name: str) -> ThadsError:
    relations = relation_names(connection)
    bare = name.rpartition(".")[2]
    matches = near(bare, [each.rpartition(".")[2] for each in relations])
    marts = [each for each in relations if each.startswith("marts.")]
    close = [each for each in relations if each.rpartition(".")[2] in matches]
    return ThadsError(
        Problem(
            code="unknown_table",
            what=Text(f"Không có bảng «{name}».", f"There is no table «{name}»."),
            where=name,
            expected=", ".join(close or marts),
            found=name,
            next_step=Text(
                "Chọn một bảng ở trên; «thads marts» liệt kê mọi bảng và ý nghĩa.",
                "Use one of the tables above; «thads marts» lists them all with their meaning.",
            ),
        )
    )


def _unknown_column(connection: duckdb.DuckDBPyConnection, name: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="unknown_column",
            what=Text(f"Không có cột «{name}».", f"There is no column «{name}»."),
            where=name,
            expected=", ".join(near(name, column_names(connection))),
            found=name,
            next_step=Text(
                "Xem các cột của bảng bằng «thads marts <bảng>»; chuỗi ký tự phải đặt trong dấu nháy đơn.",
                "See the columns with «thads marts <mart>»; text goes between single quotes.",
            ),
        )
    )


def _bad_sql(error: duckdb.Error) -> ThadsError:
    lines = str(error).split("\n")
    shown = "\n".join(line for line in lines if line.strip())
    return ThadsError(
        Problem(
            code="bad_sql",
            what=Text("Câu truy vấn không đúng cú pháp SQL.", "The query is not valid SQL."),
            where="SQL",
            expected="",
            found=shown,
            next_step=Text(
                "Sửa câu truy vấn ở chỗ được chỉ ra; «thads marts» cho biết tên bảng và cột.",
                "Mend the query where it points; «thads marts» shows the names of tables and columns.",
            ),
        )
    )


def _not_a_query(found: str) -> ThadsError:
    return ThadsError(
        Problem(
            code="not_a_query",
            what=Text(
                "Kho dữ liệu chỉ cho đọc: mỗi lần một câu SELECT.",
                "The warehouse is read only: one SELECT at a time.",
            ),
            where="SQL",
            expected="SELECT … FROM marts.…",
            found=found,
            next_step=Text(
                "Muốn sửa số liệu: gửi lại báo cáo hoặc lập quyết định đính chính; muốn lấy dữ liệu: dùng -o TỆP.",
                "To change a figure send the report again or record a correction; to export use -o FILE.",
            ),
        )
    )


def _failed(error: duckdb.Error) -> ThadsError:
    return ThadsError(
        Problem(
            code="query_failed",
            what=Text("Không thực hiện được câu truy vấn.", "The query could not be run."),
            where="SQL",
            expected="",
            found=str(error).split("\n", 1)[0],
            next_step=Text(
                "Truy vấn chỉ đọc được các bảng trong kho (marts, vi, core), không đọc tệp hay mạng.",
                "A query reads the warehouse's own tables (marts, vi, core), no files and no network.",
            ),
        )
    )
