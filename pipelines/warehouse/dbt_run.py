"""Runs dbt on a build file in a process of its own and says what came of every node.

A process of its own: dbt keeps its DuckDB connection until the interpreter ends, and a build file that is open
cannot be published.

Belongs here: starting dbt, following its log, its results. Does not belong here: models, publication.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from pipelines.problems import Problem, Text, ThadsError

#: Called as nodes finish: name of the node, nodes done, nodes in all.
OnNode = Callable[[str, int, int], None]

_FINISHED = re.compile(r"Log\w+Result")
_FAILED = frozenset({"error", "fail", "runtime error"})


@dataclass(frozen=True, slots=True)
class Node:
    """One model, test, unit test or seed after its run.

    Attributes:
        status: ``success`` · ``pass`` · ``warn`` · ``fail`` · ``error`` · ``skipped``.
        message: what dbt says about it, ``""`` when there is nothing to say.
    """

    name: str
    kind: str
    status: str
    seconds: float
    message: str = ""

    @property
    def is_failure(self) -> bool:
        """Say whether the node stops the build."""
        return self.status in _FAILED


@dataclass(frozen=True, slots=True)
class DbtResult:
    """What one run of dbt did.

    Attributes:
        messages: errors that belong to no node (a model that does not parse, a failing hook).
    """

    nodes: tuple[Node, ...]
    exit_code: int
    messages: tuple[str, ...] = ()

    @property
    def is_success(self) -> bool:
        """Say whether every model was built and every test passed."""
        return self.exit_code == 0

    @property
    def failures(self) -> tuple[Node, ...]:
        """Return the nodes that failed."""
        return tuple(node for node in self.nodes if node.is_failure)

    def require_success(self) -> None:
        """Raise the first failures as one problem.

        Raises:
            ThadsError: ``dbt_failed``.
        """
        if not self.is_success:
            raise _failed(self)


def run_dbt(
    project_dir: Path,
    build_db: Path,
    *,
    arguments: Sequence[str] = ("build",),
    target_dir: Path | None = None,
    on_node: OnNode | None = None,
) -> DbtResult:
    """Run dbt over a build file; the caller holds the writer's lock and no connection to the file.

    Args:
        project_dir: folder of ``dbt_project.yml`` and ``profiles.yml``.
        build_db: the DuckDB file with the landing tables.
        arguments: dbt's command with its options.
        target_dir: where dbt keeps its manifest, by default the project's own ``target/``.
        on_node: told about every finished node.
    """
    target = (target_dir or project_dir / "target").resolve()
    command = [str(Path(sys.executable).with_name("dbt")), "--log-format", "json", "--log-level", "info"]
    command += ["--log-level-file", "none", "--no-version-check", *arguments, "--target-path", str(target)]
    command += ["--project-dir", str(project_dir), "--profiles-dir", str(project_dir)]
    environment = {**os.environ, "THADS_BUILD_DB": str(build_db.resolve()), "DO_NOT_TRACK": "1"}
    follower = _Follower(on_node)
    with subprocess.Popen(  # noqa: S603 our own interpreter, arguments never come from a user
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=project_dir
    ) as process:
        for line in process.stdout or ():
            follower.take(line)
    nodes = _nodes(target / "run_results.json", follower.invocation)
    return DbtResult(nodes, process.returncode, tuple(follower.messages))


class _Follower:
    """Reads dbt's JSON log line by line while it runs."""

    def __init__(self, on_node: OnNode | None) -> None:
        self.on_node, self.done, self.total = on_node, 0, 0
        self.invocation = ""
        self.messages: list[str] = []

    def take(self, line: str) -> None:
        """Take one line into account; what is not JSON is a crash outside dbt's own log."""
        try:
            entry = orjson.loads(line)
        except orjson.JSONDecodeError:
            self.messages.extend(_lines(line))
            return
        info, data = entry.get("info", {}), entry.get("data", {})
        self.invocation = info.get("invocation_id", self.invocation)
        self.total = int(data.get("node_count", self.total))
        if _FINISHED.fullmatch(str(info.get("name", ""))):
            self.done += 1
            if self.on_node:
                self.on_node(str(data["node_info"]["node_name"]), self.done, max(self.total, self.done))
        elif info.get("level") == "error":
            self.messages.extend(_lines(info.get("msg", "")))


def _nodes(file: Path, invocation: str) -> tuple[Node, ...]:
    """Return the results dbt wrote at its end; none when it ended before that (the file is another run's)."""
    try:
        written = orjson.loads(file.read_bytes())
    except FileNotFoundError:
        return ()
    if written["metadata"]["invocation_id"] != invocation:
        return ()
    return tuple(_node(result) for result in written["results"])


def _node(result: dict[str, object]) -> Node:
    kind, _, name = str(result["unique_id"]).split(".", 2)
    return Node(
        name=name,
        kind=kind,
        status=str(result["status"]),
        seconds=float(str(result["execution_time"])),
        message=str(result["message"] or ""),
    )


def _lines(message: str) -> Iterator[str]:
    yield from (line.strip() for line in message.splitlines() if line.strip())


def _failed(result: DbtResult) -> ThadsError:
    told = [f"{node.kind} {node.name}: {' '.join(node.message.split())}" for node in result.failures]
    shown = (told or list(result.messages))[:5]
    return ThadsError(
        Problem(
            code="dbt_failed",
            what=Text(
                f"dbt không dựng được kho số liệu ({len(result.failures)} bước lỗi).",
                f"dbt could not build the warehouse ({len(result.failures)} nodes failed).",
            ),
            where="dbt_project",
            expected="",
            found="\n    ".join(shown),
            next_step=Text(
                "Sửa mô hình hoặc dữ liệu được nêu rồi chạy lại; phiên bản đang công bố không thay đổi.",
                "Mend the model or the data it names and run again; the published version is unchanged.",
            ),
        )
    )
