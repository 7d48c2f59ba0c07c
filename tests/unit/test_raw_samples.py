"""The tracked samples are what their texts say, carry what their key says, and copy nobody."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipelines.readers import sniff
from tests.fixtures.make_raw_narratives import FONT, RAW, SAMPLES, TEXTS, pdf

KEY = json.loads((TEXTS.parent / "raw_facts.json").read_text(encoding="utf-8"))
NAME_OF = {f"raw/{path}": name for name, (path, _) in SAMPLES.items()}

#: Names of agencies and fixed terms share fewer words in a row than this; a copied sentence shares more.
RUN = 12


def text_of(name: str) -> str:
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8")


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


@pytest.mark.parametrize("kinds", sniff.EXTENSIONS.values(), ids=lambda kinds: min(kinds))
def test_the_inbox_names_every_kind_of_file_that_is_read(kinds: frozenset[str]) -> None:
    told = (RAW / "README.md").read_text(encoding="utf-8")
    assert any(told.count(f"`.{kind}`") >= 2 for kind in kinds)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_what_its_text_makes(name: str) -> None:
    path, write = SAMPLES[name]
    if write is pdf and not FONT.exists():
        pytest.skip("the font of the PDF is not installed here")

    assert write(text_of(name)) == (RAW / path).read_bytes()


@pytest.mark.parametrize("report", KEY, ids=lambda report: report["file"])
def test_every_quote_of_the_key_stands_in_its_text(report: dict[str, object]) -> None:
    text = text_of(NAME_OF[str(report["file"])])

    assert [figure["quote"] for figure in report["figures"] if figure["quote"] not in text] == []  # type: ignore[attr-defined]


@pytest.mark.shared
def test_no_sentence_of_a_real_report_was_copied(shared_dir: Path) -> None:
    real = {
        run for path in (shared_dir / "seeds").glob("*.txt") for run in runs(path.read_text(encoding="utf-8"))
    }

    copied = {name: [" ".join(run) for run in runs(text_of(name)) & real] for name in SAMPLES}

    assert {name: found for name, found in copied.items() if found} == {}
