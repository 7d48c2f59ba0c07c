"""Runs dbt on a build file in a process of its own and says what came of every node.

A process of its own: dbt keeps its DuckDB connection until the interpreter ends, and a build file that is open
cannot be published.

Belongs here: starting dbt, following its log, its results. Does not belong here: models, publication.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from pipelines.problems import Problem, Text, ThadsError

#: Called after each node: its result, nodes done, nodes in all.
OnNode = Callable[["Node", int, int], None]

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
    command = [sys.executable, "-m", "dbt.cli.main", "--log-format", "json", "--log-level", "info"]
    command += ["--log-level-file", "none", "--no-version-check", *arguments]
    command += ["--project-dir", str(project_dir), "--profiles-dir", str(project_dir)]
    command += ["--target-path", str(target_dir)] if target_dir else []
    environment = {**os.environ, "THADS_BUILD_DB": str(build_db), "DO_NOT_TRACK": "1"}
    nodes: list[Node] = []
    messages: list[str] = []
    with subprocess.Popen(  # noqa: S603 our own interpreter, arguments never come from a user
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=project_dir
    ) as process:
        for line in process.stdout or ():
            _take(line, nodes, messages, on_node)
    return DbtResult(tuple(nodes), process.returncode, tuple(messages))


def _take(line: str, nodes: list[Node], messages: list[str], on_node: OnNode | None) -> None:
    try:
        entry = orjson.loads(line)
    except orjson.JSONDecodeError:
        if line.strip():
            messages.append(line.strip())  # a crash before dbt's own log begins
        return
    info, data = entry.get("info", {}), entry.get("data", {})
    if info.get("name") == "NodeFinished":
        node = _node(data)
        nodes.append(node)
        if on_node:
            on_node(node, len(nodes), int(data.get("total", 0)) or len(nodes))
    elif info.get("level") == "error":
        messages.extend(_lines(info.get("msg", "")))


def _node(data: dict[str, dict[str, object]]) -> Node:
    info, result = data["node_info"], data.get("run_result", {})
    return Node(
        name=str(info.get("node_name", "")),
        kind=str(info.get("resource_type", "")),
        status=str(result.get("status") or info.get("node_status", "")),
        seconds=float(str(result.get("execution_time", 0) or 0)),
        message=str(result.get("message") or ""),
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
