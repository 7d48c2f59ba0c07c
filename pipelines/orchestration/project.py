"""Where the dbt project is, and its manifest: parsed when it is missing or older than a file of the project.

Belongs here: the bridge between Dagster and the dbt project. Does not belong here: models, or building them.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from dagster_dbt import DbtProject

from pipelines.settings import PROJECT_ROOT
from pipelines.warehouse.dbt_run import run_dbt

DBT_DIR = PROJECT_ROOT / "dbt_project"
_PARSED = (".sql", ".yml", ".csv", ".md")


def dbt_project() -> DbtProject:
    """Return the dbt project with a manifest that fits its files."""
    project = DbtProject(DBT_DIR, profiles_dir=DBT_DIR, target_path=Path("target") / "code_location")
    if not _is_fresh(project.manifest_path):
        project.manifest_path.parent.mkdir(parents=True, exist_ok=True)
        # Parsed aside and moved: another process may be loading the manifest, or running dbt, right now.
        with TemporaryDirectory(dir=project.manifest_path.parent) as scratch:
            # Parsing opens no database; the profile only wants the variable to be there.
            target = Path(scratch)
            run_dbt(
                DBT_DIR, target / "parse.duckdb", arguments=("parse",), target_dir=target
            ).require_success()
            (target / "manifest.json").replace(project.manifest_path)
    return project


def _is_fresh(manifest: Path) -> bool:
    if not manifest.exists():
        return False
    parsed_at = manifest.stat().st_mtime_ns
    folders = [DBT_DIR / name for name in ("models", "macros", "tests", "seeds")]
    files = [DBT_DIR / "dbt_project.yml", *(path for folder in folders for path in folder.rglob("*"))]
    return all(path.stat().st_mtime_ns <= parsed_at for path in files if path.suffix in _PARSED)
