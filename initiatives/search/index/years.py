"""Spans of years: when the sources of initiatives were published."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Years:
    """A span of years; as text one year, or the first and the last with a dash."""

    first: int
    last: int

    @classmethod
    def of(cls, years: Iterable[int]) -> Self | None:
        """Return the span of some years; None without any."""
        known = set(years)
        return cls(min(known), max(known)) if known else None

    def __str__(self) -> str:
        return self._joined("\u2013")

    @property
    def in_words(self) -> str:
        """The span in a running text: 2020 tot en met 2023."""
        return self._joined(" tot en met ")

    def _joined(self, separator: str) -> str:
        return separator.join(str(year) for year in dict.fromkeys((self.first, self.last)))
