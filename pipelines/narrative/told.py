"""What one line has told so far: its readings in order of place, with what is asked of them again and again.

Every question is answered without walking through the whole line: a paragraph may have a hundred thousand readings.

Belongs here: keeping and looking up readings. Does not belong here: making them (`emission`).
"""

from __future__ import annotations

from bisect import bisect_left

from pipelines.narrative.state import Reading


class Told:
    """The readings of one line; they are added in order of place and not changed afterwards.

    Attributes:
        themes: of all counts so far.
    """

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.themes: set[str] = set()
        self._latest: dict[tuple[str, str], list[Reading]] = {}

    def add(self, reading: Reading) -> None:
        """Add the next reading."""
        self.readings.append(reading)
        if reading.meaning is not None and reading.meaning.kind == "count":
            self.themes.add(reading.meaning.theme)
        latest = self._latest.setdefault((reading.code, reading.measure), [])
        others = [each for each in latest if each.period != reading.period]
        latest[:] = [reading, *others[:1]]

    def since(self, offset: int) -> list[Reading]:
        """Return the readings from an offset on, such as where a sentence starts."""
        return self.readings[self._from(offset) :]

    def first_since(self, offset: int) -> Reading | None:
        """Return the first reading from an offset on."""
        at = self._from(offset)
        return self.readings[at] if at < len(self.readings) else None

    def latest(self, code: str, measure: str) -> list[Reading]:
        """Return the last reading of an indicator, and the last one of it that is of another period."""
        return self._latest.get((code, measure), [])

    def _from(self, offset: int) -> int:
        return bisect_left(self.readings, offset, key=lambda reading: reading.start)
