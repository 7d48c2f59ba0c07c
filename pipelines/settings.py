"""Where the process learns about its environment: paths, language, log backend.

Belongs here: reading environment variables, once, at the top (CLI, Dagster code location, tests).
Does not belong here: anything that other rooms could be handed as an argument.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

Lang = Literal["vi", "en"]

#: What the name of every variable begins with.
PREFIX = "THADS_"

PROJECT_ROOT = Path(__file__).resolve().parent.parent


def spoken_lang() -> Lang:
    """Return the language of the screen, also where the other variables are not valid."""
    return "en" if os.environ.get(f"{PREFIX}LANG") == "en" else "vi"


def is_debugging() -> bool:
    """Say whether the reader of the screen wants tracebacks (``THADS_DEBUG``)."""
    return os.environ.get(f"{PREFIX}DEBUG", "") not in {"", "0"}


class Settings(BaseSettings):
    """The environment of one process; every variable starts with ``THADS_``; an empty one counts as unset.

    Attributes:
        home: state directory (archive, log, facts, warehouse, dagster); created on demand.
        raw: inbox laid out as ``<unit>/<fiscal year>/<file>``.
        lang: language of screens for departments, stewards and analysts.
        log_url: ``""`` for the embedded SQLite log under ``home``, else a ``postgresql://`` URL.
        keep_versions: how many published warehouse files are kept on disk.
        max_file_bytes: largest raw file that is read; larger ones are archived and rejected.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    home: Path = Field(default=PROJECT_ROOT / "var")
    raw: Path = Field(default=PROJECT_ROOT / "raw")
    lang: Lang = "vi"
    log_url: str = Field(default="", pattern=r"^$|^postgres(ql)?://")
    keep_versions: int = Field(default=5, ge=1)
    max_file_bytes: int = Field(default=64 * 1024 * 1024, ge=1)
    actor: str = "refresh"

    @cached_property
    def archive_dir(self) -> Path:
        """Content-addressed store of raw bytes."""
        return self.home / "archive"

    @cached_property
    def log_path(self) -> Path:
        """The SQLite event log (unused when ``log_url`` is set)."""
        return self.home / "log.sqlite"

    @cached_property
    def state_path(self) -> Path:
        """State folded from the log; a projection."""
        return self.home / "log.state"

    @cached_property
    def segments_dir(self) -> Path:
        """Sealed ranges of the event log as Parquet."""
        return self.home / "segments"

    @cached_property
    def facts_dir(self) -> Path:
        """Observations as Parquet, and extracted texts; a projection."""
        return self.home / "facts"

    @cached_property
    def warehouse_dir(self) -> Path:
        """Published DuckDB files and the pointer ``CURRENT``; a projection."""
        return self.home / "warehouse"

    @cached_property
    def dagster_dir(self) -> Path:
        """``DAGSTER_HOME`` of the refresh."""
        return self.home / "dagster"
