"""What a version was made with: fingerprints of the code and the tables that decide about its content.

Two questions are asked of them: whether a published file may be continued (`models`), and whether figures that did
not change must be judged again (`rules`).

Belongs here: which files decide. Does not belong here: comparing (`plan`, `warehouse.base`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from pipelines.events.states import ReferenceState
from pipelines.settings import PROJECT_ROOT

_MODELS = ("dbt_project", "pipelines/warehouse", "pipelines/events", "pipelines/observations.py")
_RULES = ("expectations", "pipelines/validation")
_SUFFIXES = frozenset({".sql", ".csv", ".yml", ".yaml", ".md", ".py"})
#: What dbt and Python write beside their sources.
_MADE = frozenset({"target", "logs", "dbt_packages", "__pycache__", ".user.yml"})


def models(root: Path = PROJECT_ROOT) -> str:
    """Return 16 hex digits over the models and the code that loads what they read, DuckDB's version included."""
    return _digest(root, _MODELS, duckdb.__version__)


def rules(root: Path = PROJECT_ROOT) -> str:
    """Return 16 hex digits over the rules and the code that runs them."""
    return _digest(root, _RULES, "")


def code(root: Path = PROJECT_ROOT) -> str:
    """Return 16 hex digits over both; a change of either asks for a new build."""
    return hashlib.sha256(f"{models(root)} {rules(root)}".encode()).hexdigest()[:16]


def made_with(references: Mapping[str, ReferenceState]) -> str:
    """Return the fingerprint of all that shapes a file beside the events: models and editions of tables."""
    editions = " ".join(f"{name}={each.sha256}" for name, each in sorted(references.items()))
    return hashlib.sha256(f"{models()} {editions}".encode()).hexdigest()[:16]


def _digest(root: Path, places: Sequence[str], also: str) -> str:
    digest = hashlib.sha256(also.encode())
    for place in places:
        path = root / place
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            inside = file.relative_to(root)
            if file.suffix in _SUFFIXES and not _MADE & set(inside.parts):
                digest.update(inside.as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
