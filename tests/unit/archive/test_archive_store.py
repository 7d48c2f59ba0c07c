"""The archive: write-once, content-addressed, checked."""

from __future__ import annotations

import hashlib
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipelines.archive.store import Archive
from pipelines.problems import ThadsError

DATA = "báo cáo thi hành án".encode() * 1000
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def test_bytes_are_kept_under_their_sha256(archive: Archive) -> None:
    receipt = archive.put_bytes(DATA)
    assert (receipt.sha256, receipt.size, receipt.is_new) == (SHA, len(DATA), True)
    assert archive.path(SHA) == archive.root / SHA[:2] / SHA[2:4] / SHA
    assert archive.read(SHA) == DATA
    assert archive.has(SHA)
    assert list(archive.names()) == [SHA]


def test_a_file_is_kept_byte_for_byte_and_left_alone(archive: Archive, tmp_path: Path) -> None:
    source = tmp_path / "báo cáo.docx"
    source.write_bytes(os.urandom(3_000_001))
    told: list[int] = []
    receipt = archive.put_file(source, told.append)
    assert receipt.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert sum(told) == receipt.size == 3_000_001
    assert archive.read(receipt.sha256) == source.read_bytes()


def test_the_same_bytes_twice_are_one_file(archive: Archive) -> None:
    assert archive.put_bytes(DATA).is_new
    assert not archive.put_bytes(DATA).is_new
    assert [path for path in archive.root.rglob("*") if path.is_file()] == [archive.path(SHA)]


def test_kept_files_are_read_only(archive: Archive) -> None:
    archive.put_bytes(DATA)
    assert stat.S_IMODE(archive.path(SHA).stat().st_mode) == 0o444


def test_an_empty_file_is_kept(archive: Archive) -> None:
    receipt = archive.put_bytes(b"")
    assert receipt.size == 0
    assert archive.read(receipt.sha256) == b""


def test_many_writers_of_the_same_bytes_agree_and_one_is_first(archive: Archive) -> None:
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(archive.put_bytes, [DATA] * 40))
    assert {receipt.sha256 for receipt in receipts} == {SHA}
    assert sum(receipt.is_new for receipt in receipts) == 1
    assert list(archive.verify()) == []
    assert list((archive.root / "incoming").iterdir()) == []


def test_changed_bytes_are_never_handed_out(archive: Archive) -> None:
    archive.put_bytes(DATA)
    path = archive.path(SHA)
    path.chmod(0o644)
    path.write_bytes(DATA[:-1] + b"!")
    with pytest.raises(ThadsError) as refusal:
        archive.read(SHA)
    assert refusal.value.problem.code == "archive_changed"
    assert [problem.code for problem in archive.verify()] == ["archive_changed"]


def test_a_file_that_is_not_kept_is_named(archive: Archive) -> None:
    with pytest.raises(ThadsError) as refusal:
        archive.read(SHA)
    assert refusal.value.problem.code == "archive_missing"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", SHA.upper(), SHA[:-1], SHA + "0", f"{SHA}\n"])
def test_only_a_sha256_names_a_file(archive: Archive, name: str) -> None:
    with pytest.raises(ThadsError) as refusal:
        archive.has(name)
    assert refusal.value.problem.code == "not_a_sha256"


def test_an_interrupted_put_leaves_nothing_behind(archive: Archive, tmp_path: Path) -> None:
    source = tmp_path / "big"
    source.write_bytes(DATA)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.put_file(source, stop)
    assert list(archive.names()) == []
    assert list((archive.root / "incoming").iterdir()) == []
