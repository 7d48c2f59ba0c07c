"""A file that cannot be read still says by folder and name what it was meant for, when it does."""

from __future__ import annotations

import pytest

from pipelines.intake.claims import slot_of_name


@pytest.mark.parametrize(
    ("name", "year", "slot"),
    [
        ("04_TK-THA_12T2020_CucTHADS.xlsx", 2020, ("P63-38", "04/TK-THA", "FY2020")),
        ("Bieu 4 TK THA 6 thang 2021.xls", 2021, ("P63-38", "04/TK-THA", "FY2021-C06")),
        ("01_TKLN-THADS_6T2023.xlsx", 2023, ("P63-38", "01/TKLN-THADS", "FY2023-C06")),
        ("04_TK-THA_12T2020.xlsx", 2021, None),
        ("04_TK-THA.xlsx", 2020, None),
        ("77_TK-THA_12T2020.xlsx", 2020, None),
        ("bao cao 12T2020.xlsx", 2020, None),
    ],
)
def test_the_slot_a_name_claims(name: str, year: int, slot: tuple[str, str, str] | None) -> None:
    assert slot_of_name(name, "P63-38", year) == slot


def test_without_a_folder_of_a_unit_nothing_is_claimed() -> None:
    assert slot_of_name("04_TK-THA_12T2020.xlsx", "", None) is None
