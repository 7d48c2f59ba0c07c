"""What the contracts promise about words: every column in two languages, every view name its own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from landing_build import PROJECT

from pipelines.warehouse.dictionary import both_languages, render_data_dictionary

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    scratch = tmp_path_factory.mktemp("parse")
    command = [sys.executable, "-m", "dbt.cli.main", "parse", "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
               "--target-path", str(scratch), "--log-path", str(scratch)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return dict(json.loads((scratch / "manifest.json").read_text()))


def _models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def test_every_model_and_column_is_described_in_vietnamese_and_english(manifest: dict[str, Any]) -> None:
    silent = [
        f"{model['name']}.{name}"
        for model in _models(manifest)
        for name, text in [
            ("", model["description"]),
            *((c["name"], c["description"]) for c in model["columns"].values()),
        ]
        if not all(both_languages(text))
    ]
    assert silent == []


def test_every_mart_has_an_enforced_contract_and_a_version_for_any_instant(manifest: dict[str, Any]) -> None:
    marts = [model for model in _models(manifest) if model["schema"] == "marts"]
    assert all(
        model["config"]["contract"]["enforced"] and model["config"]["meta"]["as_of"] for model in marts
    )
    assert {"province_year", "cluster_year", "theme_year", "observation_lineage"} <= {
        m["name"] for m in marts
    }


def test_labels_of_columns_are_unique_inside_a_mart(manifest: dict[str, Any]) -> None:
    for model in _models(manifest):
        labels = [
            both_languages(column["description"])[0].split(":")[0] for column in model["columns"].values()
        ]
        assert len(set(labels)) == len(labels), model["name"]


def test_the_dictionary_names_every_mart_with_its_grain(manifest: dict[str, Any]) -> None:
    page = render_data_dictionary(manifest)
    for model in _models(manifest):
        if model["schema"] == "marts":
            assert f"## marts.{model['name']}\n" in page
    assert "`cluster_code`, `fiscal_year`" in page
    assert page == render_data_dictionary(manifest)
