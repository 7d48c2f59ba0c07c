"""The inbox takes every file once, follows no link and says what it left out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipelines.intake.inbox import InboxIndex, department_folders, scan
from pipelines.problems import ThadsError


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw" / "P63-26" / "2021"
    folder.mkdir(parents=True)
    (folder / "bao_cao.txt").write_text("một")
    return tmp_path / "raw"


def _index(tmp_path: Path) -> InboxIndex:
    return InboxIndex(tmp_path / "inbox.parquet")


def test_folder_names_give_unit_and_year(raw: Path, tmp_path: Path) -> None:
    [file] = scan(raw, _index(tmp_path)).fresh
    assert (file.path, file.folder_unit, file.folder_year) == ("P63-26/2021/bao_cao.txt", "P63-26", 2021)


def test_a_remembered_file_is_fresh_again_only_when_it_changes(raw: Path, tmp_path: Path) -> None:
    index = _index(tmp_path)
    [file] = scan(raw, index).fresh
    index.remember(file, "0" * 64)
    index.save()
    again = scan(raw, _index(tmp_path))
    assert (again.fresh, again.seen) == ((), 1)
    file.absolute.write_text("hai ba")
    assert [each.path for each in scan(raw, _index(tmp_path)).fresh] == [file.path]


def test_without_its_index_nothing_is_lost(raw: Path, tmp_path: Path) -> None:
    index = _index(tmp_path)
    [file] = scan(raw, index).fresh
    index.remember(file, "0" * 64)
    index.save()
    (tmp_path / "inbox.parquet").unlink()
    assert len(scan(raw, _index(tmp_path)).fresh) == 1


def test_links_are_not_followed_but_told(raw: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    (raw / "P63-26" / "link.txt").symlink_to(secret)
    (raw / "P63-26" / "loop").symlink_to(raw)
    found = scan(raw, _index(tmp_path))
    assert [each.path for each in found.fresh] == ["P63-26/2021/bao_cao.txt"]
    assert {problem.where for problem in found.skipped} == {"P63-26/link.txt", "P63-26/loop"}


@pytest.mark.parametrize("name", ["README.md", ".hidden", "~$open.xlsx", "half.part"])
def test_helper_and_unfinished_files_are_no_reports(raw: Path, tmp_path: Path, name: str) -> None:
    (raw / "P63-26" / name).write_text("x")
    assert len(scan(raw, _index(tmp_path)).fresh) == 1


def test_a_folder_that_names_no_unit_is_taken_without_a_hint(raw: Path, tmp_path: Path) -> None:
    other = raw / "khong ro" / "khac"
    other.mkdir(parents=True)
    (other / "a.txt").write_text("x")
    hints = {each.path: (each.folder_unit, each.folder_year) for each in scan(raw, _index(tmp_path)).fresh}
    assert hints["khong ro/khac/a.txt"] == ("", None)


@pytest.mark.parametrize("name", ["absent", "file"])
def test_an_inbox_that_cannot_be_opened_is_refused_not_taken_for_empty(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ThadsError) as refused:
        scan(tmp_path / name, _index(tmp_path))
    assert refused.value.problem.code == "no_inbox"
    assert str(tmp_path / name) in refused.value.problem.where


def test_an_inbox_that_became_empty_is_remarked_for_a_share_may_not_be_mounted(
    tmp_path: Path, raw: Path
) -> None:
    index = _index(tmp_path)
    [file] = scan(raw, index).fresh
    (tmp_path / "mount").mkdir()
    assert scan(tmp_path / "mount", index).skipped == ()
    index.remember(file, "0" * 64)
    assert [each.code for each in scan(tmp_path / "mount", index).skipped] == ["inbox_emptied"]
    assert scan(raw, index).skipped == ()


def test_departments_are_the_folders_that_carry_a_unit_code(raw: Path) -> None:
    (raw / "nope").mkdir()
    assert department_folders(raw) == ["P63-26"]


def test_names_with_odd_bytes_do_not_stop_the_walk(raw: Path, tmp_path: Path) -> None:
    name = os.fsencode(raw / "P63-26") + b"/t\xf4i.txt"
    Path(os.fsdecode(name)).write_text("x")
    found = scan(raw, _index(tmp_path))
    assert len(found.fresh) + len(found.skipped) == 2
