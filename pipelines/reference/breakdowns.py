"""The words of a breakdown code: ``office=own;officer=02`` as people say it.

Belongs here: codes to words (``data/breakdowns.csv``). Does not belong here: which breakdowns a form has
(`forms`), which a text speaks of (`narrative`).
"""

from __future__ import annotations

from functools import cache

from pipelines.problems import Text
from pipelines.reference.tables import table


def breakdown_words(code: str) -> Text:
    """Return a breakdown in words, its parts in their order; a part that no row knows stands as it is.

    Args:
        code: ``key=value`` parts joined by ``;``, or ``""``.
    """
    parts = [_part(part) for part in code.split(";") if part]
    return Text("; ".join(each.vi for each in parts), "; ".join(each.en for each in parts))


def _part(part: str) -> Text:
    key, _, value = part.partition("=")
    found = _words().get((key, value)) or _words().get((key, ""))
    return Text(found.vi.format(value=value), found.en.format(value=value)) if found else Text(part, part)


@cache
def _words() -> dict[tuple[str, str], Text]:
    """Return the words by key and value; a row without a value speaks for every value of its key."""
    return {
        (row["key"], row["value"] or ""): Text(row["words_vi"], row["words_en"])
        for row in table("breakdowns").iter_rows(named=True)
    }
