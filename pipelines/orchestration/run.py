"""The refresh job executed in this process, so that the Dagster UI shows it like any other run.

Belongs here: the instance, one execution, its outcome. Does not belong here: screens.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from pipelines.disk import refusal_in, refusal_problem
from pipelines.orchestration.jobs import JOB_NAME
from pipelines.orchestration.partitions import ensure_departments, range_tags
from pipelines.problems import Text, ThadsError
from pipelines.settings import Settings

_NOTHING = Text("", "")
_INSTANCE_CONFIG = """\
telemetry:
  enabled: false
concurrency:
  pools:
    granularity: run
    default_limit: 1
"""


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How one run ended.

    Attributes:
        seconds: duration of each step that ran, by step name, in order.
        failed_step: the first step that failed, ``""`` when none did.
        message: its error; in both languages where it is one of ours.
    """

    run_id: str
    is_success: bool
    seconds: dict[str, float]
    failed_step: str = ""
    message: Text = _NOTHING


@dataclass(frozen=True, slots=True)
class PreparedRun:
    """A loaded code location, ready to execute one refresh."""

    settings: Settings
    job: dg.JobDefinition

    def execute(self) -> RunOutcome:
        """Run all stages; a failing stage ends the run and is told in the outcome, not raised."""
        run_id = str(uuid.uuid4())
        with open_instance(self.settings.dagster_dir) as instance:
            result = self.job.execute_in_process(
                instance=instance,
                run_id=run_id,
                tags=range_tags(ensure_departments(instance, self.settings)),
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
                raise_on_error=False,
            )
            return _outcome(instance, result)


def prepare_run(settings: Settings, definitions: dg.Definitions) -> PreparedRun:
    """Return the refresh job of a loaded code location, ready to execute."""
    return PreparedRun(settings, definitions.resolve_job_def(JOB_NAME))


@contextmanager
def open_instance(folder: Path) -> Iterator[dg.DagsterInstance]:
    """Open the Dagster instance under ``folder``, created on first use with telemetry off and one writer."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "dagster.yaml"
    if not config.exists():
        config.write_text(_INSTANCE_CONFIG)
    with dg.DagsterInstance.from_config(str(folder)) as instance:
        yield instance


def _outcome(instance: dg.DagsterInstance, result: dg.ExecuteInProcessResult) -> RunOutcome:
    steps = instance.get_run_step_stats(result.run_id)
    seconds = {
        each.step_key: each.end_time - each.start_time
        for each in sorted(steps, key=lambda each: each.start_time or 0)
        if each.start_time and each.end_time
    }
    failure = next((event for event in result.all_events if event.is_failure), None)
    return RunOutcome(
        run_id=result.run_id,
        is_success=result.success,
        seconds=seconds,
        failed_step=(failure.step_key or "") if failure else "",
        message=_message(failure) if failure else _NOTHING,
    )


def _message(event: dg.DagsterEvent) -> Text:
    """Return what to tell of a failure: our own sentence where there is one, else the first cause."""
    error = getattr(event.event_specific_data, "error", None)
    causes = []
    while error is not None:
        causes.append(error.message.strip())
        error = error.cause
    ours = next((said for each in causes if (said := ThadsError.said(each))), None)
    printed = causes[-1] if causes else (event.message or "").strip()
    return ours or _of_disk(printed) or Text(printed, printed)


def _of_disk(printed: str) -> Text | None:
    """Return the sentence about a disk that refused, when the printed error tells of one."""
    refusal = refusal_in(printed)
    if refusal is None:
        return None
    problem = refusal_problem(refusal, "THADS_HOME", printed)
    return Text(problem.render("vi"), problem.render("en"))
