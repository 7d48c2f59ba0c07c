"""P6: any changed byte of log, segment or archive is found, and the first bad place is named."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import polars as pl
import pysqlite3.dbapi2 as sqlite3
import pytest

from pipelines.archive.store import Archive
from pipelines.events.log import open_log
from pipelines.events.model import NewEvent, Row
from pipelines.events.segments import MANIFEST, read_manifest, replay, replay_segments, seal
from pipelines.events.sqlite import SCHEMA
from pipelines.events.types import ReferenceLoaded, ReportReceived
from pipelines.events.verify import Verdict, verify
from pipelines.problems import ThadsError
from tests.events_support import new, received, seen

EVENTS = 400
FILES = 5


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound log of 400 events, three segments of 120, five archived files and a reference table."""
    home = tmp_path_factory.mktemp("home")
    archive = Archive(home / "archive")
    with open_log(home / "log.sqlite") as log:
        log.append([_received(archive, number) for number in range(FILES)])
        receipt = archive.put_bytes(b"unit_code,name\n")
        log.append([new(ReferenceLoaded(table="units", edition=1, sha256=receipt.sha256, rows=0))])
        log.append([seen(number, f"đường dẫn {number}") for number in range(EVENTS - FILES - 1)])
        seal(log, home / "segments", 120)
    return home


@pytest.fixture
def damaged(home: Path, tmp_path: Path) -> Path:
    """A copy of the sound home that a test may damage."""
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    return copy


def _received(archive: Archive, number: int) -> NewEvent:
    data = f"báo cáo {number}\n".encode() * 50
    receipt = archive.put_bytes(data)
    body = ReportReceived(
        report_id=receipt.sha256,
        file_name="a.txt",
        path=f"P63-38/2021/{number}.txt",
        size=receipt.size,
        folder_unit="",
    )
    return new(body)


def check(home: Path) -> list[str]:
    """Return the codes of what is found; a log that does not even open is a finding too."""
    try:
        return [problem.code for problem in verdict_of(home).problems]
    except ThadsError as error:
        return [error.problem.code]


def verdict_of(home: Path) -> Verdict:
    with open_log(home / "log.sqlite") as log:
        return verify(log, home / "segments", Archive(home / "archive"))


def flip(path: Path, place: int, by: int = 1) -> None:
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[place] ^= by
    path.write_bytes(data)


def rewrite(home: Path, statement: str) -> None:
    """Change the log's rows as somebody would who took the guards away and put them back."""
    with sqlite3.connect(str(home / "log.sqlite")) as connection:
        for name in SCHEMA:
            if name != "events":
                connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for name, create in SCHEMA.items():
            if name != "events":
                connection.execute(create)


def test_a_sound_home_is_sound(home: Path) -> None:
    verdict = verdict_of(home)
    assert verdict.is_sound
    assert (verdict.events, verdict.segments, verdict.segment_events) == (EVENTS, 3, 360)
    assert verdict.archive_files == FILES + 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET payload = replace(payload, 'P', 'p') || replace(payload, 'a', 'A') WHERE seq = 90",
        "UPDATE events SET actor = actor || ' ' WHERE seq = 90",
        "UPDATE events SET recorded_at = recorded_at + 1 WHERE seq = 90",
        "UPDATE events SET valid_from = '2021-01-01' WHERE seq = 90",
        "UPDATE events SET cause = '' WHERE seq = 90",
        "UPDATE events SET event_id = randomblob(16) WHERE seq = 90",
        "UPDATE events SET version = 2 WHERE seq = 90",
        "UPDATE events SET schema_version = 2 WHERE seq = 90",
        "UPDATE events SET type = 'ReportReceived' WHERE seq = 90",
        "UPDATE events SET hash = zeroblob(32) WHERE seq = 90",
        "UPDATE events SET payload = payload || ' ' WHERE seq = 90",
    ],
)
def test_p6_any_changed_column_is_found_at_its_event(damaged: Path, change: str) -> None:
    rewrite(damaged, change)
    first = verdict_of(damaged).problems[0]
    assert (first.code, first.where) == ("event_changed", "event 90")


def test_p6_a_removed_event_is_found(damaged: Path) -> None:
    rewrite(damaged, "DELETE FROM events WHERE seq = 200")
    first = verdict_of(damaged).problems[0]
    assert (first.code, first.where, first.found) == ("event_missing", "event 200", "event 201")


def test_p6_a_log_cut_short_of_its_segments_is_found(damaged: Path) -> None:
    rewrite(damaged, "DELETE FROM events WHERE seq > 300")
    assert check(damaged) == ["log_cut_short"]


def test_p6_a_guard_that_was_taken_away_is_found(damaged: Path) -> None:
    with sqlite3.connect(str(damaged / "log.sqlite")) as connection:
        connection.execute("DROP TRIGGER events_are_never_updated")
    assert check(damaged) == ["log_guard_missing"]


def test_p6_a_changed_byte_inside_any_event_of_the_file_is_found(damaged: Path) -> None:
    """Bytes of the rows as they lie in the file; copies that page splits left in unused space say nothing."""
    path = damaged / "log.sqlite"
    data = path.read_bytes()
    with open_log(path) as log:
        sound = list(log.pages())
    chance = random.Random(4)
    for row in chance.sample([row for page in sound for row in page], 12):
        value = chance.choice([row.payload, row.hash, row.event_id, row.stream])
        needle = value if isinstance(value, bytes) else value.encode()
        places = [place for place in range(len(data)) if data.startswith(needle, place)]
        found = [
            _change_and_check(damaged, data, place + chance.randrange(len(needle)), sound) for place in places
        ]
        assert any(found), f"event {row.seq} changed and nothing was found"


def test_p6_a_changed_byte_anywhere_in_the_file_is_found_or_changes_nothing_it_says(damaged: Path) -> None:
    """Pages have unused bytes: where nothing is found, every row must still read the same."""
    data = (damaged / "log.sqlite").read_bytes()
    with open_log(damaged / "log.sqlite") as log:
        sound = list(log.pages())
    chance = random.Random(6)
    found = [_change_and_check(damaged, data, chance.randrange(len(data)), sound) for _ in range(60)]
    assert sum(found) > 30


def _change_and_check(home: Path, data: bytes, place: int, sound: list[list[Row]]) -> bool:
    """Flip a bit of the log's file; return whether it was found, and if not, insist that no row reads otherwise."""
    path = home / "log.sqlite"
    path.write_bytes(data)
    flip(path, place, 1 << place % 8)
    is_found = bool(check(home))
    if not is_found:
        with open_log(path) as log:
            assert list(log.pages()) == sound, f"byte {place} changed what the log says and was not found"
    path.write_bytes(data)
    return is_found


def test_p6_a_changed_byte_of_a_segment_is_found(damaged: Path) -> None:
    chance = random.Random(7)
    for segment in read_manifest(damaged / "segments"):
        path = damaged / "segments" / segment.file
        data = path.read_bytes()
        for _ in range(5):
            flip(path, chance.randrange(len(data)))
            problems = verdict_of(damaged).problems
            assert [(each.code, each.where) for each in problems] == [
                ("segment_changed", f"segments/{segment.file}")
            ]
            path.write_bytes(data)


def test_p6_a_changed_byte_of_the_manifest_is_found(damaged: Path) -> None:
    path = damaged / "segments" / MANIFEST
    data = path.read_bytes()
    chance = random.Random(8)
    for place in [*chance.sample(range(len(data)), 25), len(data) - 1]:
        flip(path, place)
        assert check(damaged), f"byte {place} of the manifest changed and nothing was found"
        path.write_bytes(data)


def test_p6_a_lost_segment_is_found(damaged: Path) -> None:
    segment = read_manifest(damaged / "segments")[1]
    (damaged / "segments" / segment.file).unlink()
    assert check(damaged) == ["segment_changed"]


def test_p6_a_segment_that_was_rewritten_with_its_manifest_is_found(damaged: Path) -> None:
    """Somebody seals another history: each file fits its line, but not the log."""
    segments = damaged / "segments"
    shutil.rmtree(segments)
    with open_log(damaged / "other.sqlite") as other:
        other.append([seen(number, "another history") for number in range(120)])
        seal(other, segments, 120)
    assert check(damaged) == ["segment_changed"]


def test_p6_a_changed_byte_of_the_archive_is_found(damaged: Path) -> None:
    archive = Archive(damaged / "archive")
    chance = random.Random(9)
    for name in list(archive.names()):
        path = archive.path(name)
        data = path.read_bytes()
        flip(path, chance.randrange(len(data)))
        problems = verdict_of(damaged).problems
        assert [each.code for each in problems] == ["archive_changed"]
        assert name in problems[0].where
        path.write_bytes(data)


@pytest.mark.parametrize("place", range(FILES + 1))
def test_p6_an_archived_file_that_is_gone_is_found(damaged: Path, place: int) -> None:
    archive = Archive(damaged / "archive")
    archive.path(list(archive.names())[place]).unlink()
    assert check(damaged) == ["archive_missing"]


def test_p6_a_stray_file_in_the_archive_is_found(damaged: Path) -> None:
    (damaged / "archive" / "ghi chú.txt").write_text("x")
    assert check(damaged) == ["archive_stray_file"]


def test_a_damaged_log_is_not_sealed(damaged: Path) -> None:
    with open_log(damaged / "log.sqlite") as log:
        log.append([seen(10_000 + number) for number in range(100)])
    rewrite(damaged, "UPDATE events SET actor = 'x' WHERE seq = 400")
    with open_log(damaged / "log.sqlite") as log, pytest.raises(ThadsError) as refusal:
        seal(log, damaged / "segments", 120)
    assert (refusal.value.problem.code, refusal.value.problem.where) == ("seal_refused", "event 400")
    assert len(read_manifest(damaged / "segments")) == 3


def test_segments_replay_as_the_log_does(home: Path) -> None:
    with open_log(home / "log.sqlite") as log:
        rows = [row for page in log.pages() for row in page]
        whole = replay(log, home / "segments")
        assert replay(log, home / "segments", 130).height == 130
    assert whole["hash"].to_list() == [row.hash for row in rows]
    assert whole["payload"].to_list() == [row.payload for row in rows]
    sealed = replay_segments(home / "segments").collect()
    assert sealed.equals(whole.head(360))
    assert replay_segments(home / "segments", 121).select(pl.len()).collect().item() == 121


def test_duckdb_reads_the_segments(home: Path) -> None:
    import duckdb

    pattern = (home / "segments" / "*.parquet").as_posix()
    counted = duckdb.execute("SELECT count(*), min(seq), max(seq) FROM read_parquet(?)", [pattern]).fetchone()
    assert counted == (360, 1, 360)


def test_sealing_again_writes_nothing_new(home: Path, tmp_path: Path) -> None:
    with open_log(home / "log.sqlite") as log:
        assert len(seal(log, tmp_path / "segments", 150)) == 2
        assert seal(log, tmp_path / "segments", 150) == []
        assert [(each.first, each.last) for each in read_manifest(tmp_path / "segments")] == [
            (1, 150),
            (151, 300),
        ]


def test_an_empty_log_is_sound(tmp_path: Path) -> None:
    with open_log(tmp_path / "log.sqlite") as log:
        assert verify(log, tmp_path / "segments", Archive(tmp_path / "archive")).is_sound


def test_a_file_of_another_size_than_received_is_found(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    receipt = archive.put_bytes(b"abc")
    body = received(1, size=4).model_copy(update={"report_id": receipt.sha256})
    with open_log(tmp_path / "log.sqlite") as log:
        log.append([new(body)])
        assert [problem.code for problem in verify(log, None, archive).problems] == ["archive_size_differs"]
