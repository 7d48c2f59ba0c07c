"""The house keeps its shape: floors, borders, sizes, and nothing of one machine in what is tracked."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import defaultdict
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "pipelines"

#: Imports run down, or stay on a floor without closing a circle (ADR 0002).
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"settings", "problems", "disk", "numerals", "progress", "markdown"}),
    frozenset({"events", "archive", "readers", "observations", "reference"}),
    frozenset({"validation", "warehouse", "forms", "narrative"}),
    frozenset({"lineage", "intake", "reports", "catalogue"}),
    frozenset({"refresh"}),
    frozenset({"orchestration"}),
    frozenset({"definitions"}),
    frozenset({"cli"}),
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

#: The environment is read at the top and handed down as arguments; `Lang` alone is a plain word.
READS_SETTINGS = frozenset({"refresh", "orchestration", "definitions", "cli"})
PLAIN_NAMES = frozenset({"Lang"})

MACHINE = re.compile(
    r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/"
    r"|\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs|proxy\.golang|artifactory)\b"
)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> list[tuple[str, frozenset[str], int]]:
    """Return (room, imported names, line) of every import of the package, wherever in the file it stands."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = [(alias.name, frozenset[str]()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "pipelines":
            names = [(f"pipelines.{alias.name}", frozenset[str]()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [(node.module, frozenset(alias.name for alias in node.names))]
        else:
            continue
        found += [
            (name.split(".")[1], what, node.lineno) for name, what in names if name.startswith("pipelines.")
        ]
    return found


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout, nothing is tracked here")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_every_room_has_a_floor() -> None:
    rooms = {room(path) for path in modules()} - {"__init__", "__main__"}

    assert rooms <= FLOOR_OF.keys()


def test_imports_run_only_down() -> None:
    upward = [
        f"{path.relative_to(ROOT)}:{line} imports pipelines.{target}"
        for path in modules()
        if room(path) in FLOOR_OF
        for target, _, line in imports(path)
        if FLOOR_OF[target] > FLOOR_OF[room(path)]
    ]

    assert upward == []


def test_rooms_import_each_other_without_circles() -> None:
    graph: dict[str, set[str]] = defaultdict(set)
    for path in modules():
        graph[room(path)] |= {target for target, _, _ in imports(path)} - {room(path)}

    order = list(TopologicalSorter(graph).static_order())

    assert set(order) >= graph.keys()


def test_only_the_upper_floors_read_the_environment() -> None:
    readers = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules()
        for target, names, line in imports(path)
        if target == "settings"
        and room(path) not in READS_SETTINGS | {"settings"}
        and not (names and names <= PLAIN_NAMES)
    ]

    assert readers == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_draws_its_border(path: Path) -> None:
    docstring = ast.get_docstring(tree(path)) or ""

    assert docstring, "no module docstring"
    if path != PACKAGE / "__init__.py":
        assert "Belongs here" in docstring
        assert "oes not belong here" in docstring


def test_files_stay_small() -> None:
    code = [
        path for path in tracked_files() if path.suffix == ".py" and path.parts[len(ROOT.parts)] != "tests"
    ]

    long = {str(path.relative_to(ROOT)): lines for path in code if (lines := _lines(path)) > 350}

    assert long == {}


def test_nothing_tracked_names_a_machine_or_a_package_registry() -> None:
    here = Path(__file__).resolve()

    named = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked_files()
        if path != here
        for number, line in enumerate(_text(path).splitlines(), 1)
        if MACHINE.search(line)
    ]

    assert named == []


def test_the_lock_has_a_hash_for_every_package_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.split(r"^(?=[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?==)", text, flags=re.M)[1:]

    assert len(pins) > 50
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert re.search(r"https?://|--index-url|--find-links", text) is None


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def _text(path: Path) -> str:
    data = path.read_bytes()
    return "" if b"\0" in data[:8192] else data.decode("utf-8", errors="replace")
