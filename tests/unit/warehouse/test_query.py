"""Promises of ``thads query``: read only, locked down, and errors that name what comes near."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import polars as pl
import pytest

from pipelines.problems import ThadsError
from pipelines.warehouse.catalog import marts, vietnamese_titles
from pipelines.warehouse.export import as_csv, as_json, format_of, write
from pipelines.warehouse.instants import parse_instant, show_instant
from pipelines.warehouse.query import ask
from pipelines.warehouse.reader import open_reader


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "published.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            """
            create schema core; create schema marts; create schema vi;
            create table core.f as select * from (values
                ('TH-1', 11813, timestamp '2026-01-01'), ('TH-2', 5257, timestamp '2026-06-01')
            ) as t (cluster_code, cases_accepted, known_from);
            create table marts.cluster_year as select cluster_code, cases_accepted from core.f;
            create table marts.undated as select 1 as one;
            create view vi.cluster_year as
                select cluster_code as "mã_cụm", cases_accepted as "số_việc" from marts.cluster_year;
            create view vi.undated as select one as "một" from marts.undated;
            create macro core.cluster_year_as_of(ts) as table
                select cluster_code, cases_accepted from core.f where known_from <= ts;
            create macro marts.cluster_year_as_of(ts) as table select * from core.cluster_year_as_of(ts);
            """
        )
    return path


@pytest.fixture
def connection(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_reader(file) as opened:
        yield opened


def code_of(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    with pytest.raises(ThadsError) as error:
        ask(connection, sql)
    return error.value.problem.code


def test_a_select_answers_and_says_when_it_was_cut(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "select cluster_code, cases_accepted from marts.cluster_year order by 2 desc -- the largest first"
    assert ask(connection, sql).frame.rows() == [("TH-1", 11813), ("TH-2", 5257)]
    assert not ask(connection, sql, limit=2).is_cut
    cut = ask(connection, sql, limit=1)
    assert (cut.frame.rows(), cut.is_cut) == ([("TH-1", 11813)], True)


@pytest.mark.parametrize(
    "sql", ["describe marts.cluster_year", "explain select 1", "summarize marts.cluster_year", "values (1)"]
)
def test_other_reading_statements_answer_too(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert ask(connection, sql, limit=50).frame.height > 0


@pytest.mark.parametrize(
    "sql",
    [
        "insert into marts.cluster_year values ('x', 1)",
        "drop table marts.cluster_year",
        "create table t as select 1",
        "copy marts.cluster_year to 'x.csv'",
        "attach 'x.duckdb'",
        "set threads = 1",
        "select 1; drop table marts.cluster_year",
        "call duckdb_tables()",
        "use memory",
        "",
    ],
)
def test_anything_but_one_select_is_refused(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert code_of(connection, sql) == "not_a_query"


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/hostname')",
        "select * from read_text('/etc/hostname')",
        "from '/etc/hostname'",
        "select * from glob('/etc/*')",
    ],
)
def test_a_select_reaches_nothing_outside_the_file(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert code_of(connection, sql) in {"query_failed", "unknown_table", "bad_sql"}


def test_python_variables_are_no_tables(connection: duckdb.DuckDBPyConnection) -> None:
    frame = pl.DataFrame({"a": [1]})
    assert frame.height == 1
    assert code_of(connection, "select * from frame") == "unknown_table"


def test_errors_name_what_comes_near(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ThadsError) as error:
        ask(connection, "select * from marts.clusteryear")
    assert error.value.problem.code == "unknown_table"
    assert error.value.problem.expected.startswith("marts.cluster_year")
    with pytest.raises(ThadsError) as error:
        ask(connection, "select cases_acepted from marts.cluster_year")
    assert error.value.problem.code == "unknown_column"
    assert error.value.problem.expected.startswith("cases_accepted")
    assert code_of(connection, "selec 1") == "bad_sql"


def test_a_past_instant_answers_as_it_was_known_then(file: Path) -> None:
    with open_reader(file, as_of=datetime(2026, 3, 1, tzinfo=UTC)) as connection:
        assert ask(connection, "from marts.cluster_year").frame.rows() == [("TH-1", 11813)]
        assert ask(connection, 'select "số_việc" from vi.cluster_year').frame.rows() == [(11813,)]
        assert code_of(connection, "from marts.undated") == "unknown_table"
        assert code_of(connection, "from vi.undated") == "unknown_table"
        assert code_of(connection, "set search_path = 'wh.marts'") == "not_a_query"


def test_marts_are_listed_with_their_rows(connection: duckdb.DuckDBPyConnection) -> None:
    assert [(each.name, each.rows, each.columns) for each in marts(connection)] == [
        ("cluster_year", 2, 2),
        ("undated", 1, 1),
    ]
    assert vietnamese_titles(connection) == {
        "cluster_code": "Mã cụm",
        "cases_accepted": "Số việc",
        "one": "Một",
    }


FRAME = pl.DataFrame(
    {
        "unit_name": ["=cmd()", "Thanh Hóa"],
        "amount_vnd": [Decimal("2050589304000"), None],
        "rate_pct": [Decimal("43.60"), Decimal("70.00")],
        "fiscal_year": [2019, 2020],
        "huge": [Decimal("12345678901234567890"), Decimal(1)],
        "ids": [["a", "b"], []],
    }
)


def test_a_workbook_keeps_numbers_as_numbers_and_text_as_text(tmp_path: Path) -> None:
    file = tmp_path / "kết quả.xlsx"
    write(FRAME, file, "xlsx", headers={"unit_name": "Tên đơn vị"})
    sheet = openpyxl.load_workbook(file)["THADS"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Tên đơn vị", "amount_vnd", "rate_pct", "fiscal_year", "huge", "ids")
    assert rows[1] == ("=cmd()", 2050589304000, 43.6, 2019, "12345678901234567890", "a;b")
    assert rows[2][1] is None
    assert sheet["A2"].data_type == "s"
    assert (sheet["B2"].number_format, sheet["C2"].number_format, sheet["D2"].number_format) == (
        "#,##0", "0.00", "0",
    )  # fmt: skip


def test_every_format_carries_the_same_figures(tmp_path: Path) -> None:
    write(FRAME, tmp_path / "x.parquet", "parquet")
    assert pl.read_parquet(tmp_path / "x.parquet").equals(FRAME)
    assert '"amount_vnd": 2050589304000' in as_json(FRAME)
    assert '"huge": "12345678901234567890"' in as_json(FRAME)
    assert as_csv(FRAME).splitlines()[1] == "'=cmd(),2050589304000,43.60,2019,12345678901234567890,a;b"


def test_the_format_follows_the_file_name_and_binary_ones_want_a_file() -> None:
    assert format_of(Path("a.XLSX"), None) == "xlsx"
    assert format_of(None, None) == "table"
    for asked, code in (("xlsx", "needs_file"), ("docx", "unknown_format")):
        with pytest.raises(ThadsError) as error:
            format_of(None, asked)
        assert error.value.problem.code == code


def test_a_suffix_that_names_no_format_is_refused_with_those_that_do() -> None:
    with pytest.raises(ThadsError) as error:
        format_of(Path("x.foo"), None)
    assert error.value.problem.code == "unknown_suffix"
    assert error.value.problem.expected == ".csv, .json, .xlsx, .parquet"
    assert format_of(Path("x.foo"), "csv") == format_of(Path("x"), None) == "csv"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ThadsError) as error:
        write(FRAME, tmp_path / "nowhere" / "x.csv", "csv")
    assert error.value.problem.code == "cannot_write"


def test_instants_are_vietnamese_time_unless_they_say_otherwise() -> None:
    assert parse_instant("2026-11-24T10:30") == datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
    assert parse_instant("2026-11-24T10:30:00Z") == datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
    assert parse_instant("2026-11-24") == datetime(2026, 11, 24, 16, 59, 59, 999999, tzinfo=UTC)
    assert show_instant(datetime(2026, 11, 24, 3, 30)) == "24/11/2026 10:30:00"  # noqa: DTZ001 as DuckDB gives it
    with pytest.raises(ThadsError):
        parse_instant("hôm qua")
