"""``python -m bench [ROOM …] [--scale 0.1] [--json]``: measure, and print one table.

Belongs here: finding the modules and printing. Does not belong here: measuring.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
import tempfile
from pathlib import Path

import orjson
from rich.console import Console

import bench
from bench.figures import Figure, table_of

#: Rooms that take hours at full scale; they run only when named.
_NAMED_ONLY = frozenset({"history"})

console = Console(width=None if sys.stdout.isatty() else 180)
notes = Console(stderr=True)


def rooms() -> dict[str, str]:
    """Names of the modules that measure something, by room."""
    found = {}
    for info in pkgutil.iter_modules(bench.__path__):
        if info.name not in ("__main__", "figures") and hasattr(_module(info.name), "measure"):
            found[info.name] = f"bench.{info.name}"
    return found


def _module(name: str) -> object:
    return importlib.import_module(f"bench.{name}")


def main() -> int:
    known = rooms()
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument(
        "rooms",
        nargs="*",
        metavar="ROOM",
        help=f"{', '.join(known)} (default: all but {', '.join(_NAMED_ONLY)})",
    )
    options.add_argument(
        "--scale", type=float, default=1.0, help="size of the work; 1 is what the goals speak of"
    )
    options.add_argument("--json", action="store_true", help="print JSON")
    given = options.parse_args()
    unknown = set(given.rooms) - set(known)
    if unknown:
        options.error(f"no such room: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="thads-bench-") as folder:
        for room in given.rooms or sorted(set(known) - _NAMED_ONLY):
            here = Path(folder, room)
            here.mkdir()
            for figure in importlib.import_module(known[room]).measure(here, given.scale):
                figures.append(figure)
                notes.print(f"{figure.room}: {figure.what}: {figure.rate:,.0f} {figure.unit}", style="dim")
    busy = os.getloadavg()[0]
    if given.json:
        sys.stdout.buffer.write(
            orjson.dumps(
                {"load": busy, "figures": [each.as_dict() for each in figures]}, option=orjson.OPT_INDENT_2
            )
        )
        return 0
    console.print(table_of(figures))
    console.print(
        f"load {busy:.1f} on {os.cpu_count()} cores at the end; figures of a busy machine are too low"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
