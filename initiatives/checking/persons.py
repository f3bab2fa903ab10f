"""Detects possible names of persons: the catalogue names organisations, never people."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.functional import cached_property

from initiatives.checking.content import Content
from initiatives.checking.language import sentences
from initiatives.checking.texts import texts_of
from initiatives.importing.values import Values
from initiatives.models import Approach, Category, Municipality, Organisation, Province, TargetGroup

HERE = Path(__file__).parent
TITLES = "mevrouw|meneer|de heer|mevr|mw|dhr|drs?|ir|prof|professor|dokter|burgemeester|wethouder|minister"
TITLED = re.compile(rf"\b(?i:{TITLES})\.? (?:[A-Z]\.)*(?:\s?(?:van|de|der|den|ter))*\s?[A-Z]\w+")
INITIALS = re.compile(r"\b(?:[A-Z]\.\s?)+(?:(?:van|de|der|den|ter|’t)\s)*[A-Z]\w+")
WORD = re.compile(r"[^\W\d_][\w’'&.-]*")
PAUSE = re.compile(r"[^\w\s’'&.-]+")
BETWEEN = {"van", "de", "der", "den", "ten", "ter", "te", "el", "in", "op", "t"}
PLACES_AND_GROUPS = (Municipality, Province, TargetGroup, Category, Approach)


class PersonNames:
    """Finds two names in a row that are not a known organisation, place or other thing.

    The first must be a capitalised word that is nowhere in the catalogue in lower case. The second can be any
    capitalised word, since many family names are ordinary words.
    """

    def __init__(self, content: Content, ordinary: frozenset[str] = frozenset()) -> None:
        """Args:
        ordinary: words in lower case that are somewhere else, as `ordinary_words` returns them.
        """
        self._content, self._known = content, ordinary

    def in_text(self, text: str) -> Iterator[str]:
        """Yield what may be a person in a text."""
        return self._suspected(text, self._things)

    def in_name(self, name: str) -> Iterator[str]:
        """Yield what may be a person in the name of an organisation, which is not evidence for itself."""
        return self._suspected(name, self._places)

    def _suspected(self, text: str, known: re.Pattern) -> Iterator[str]:
        for pattern in (TITLED, INITIALS):
            yield from (match[0] for match in pattern.finditer(text))
        for sentence in sentences(text):
            for part in PAUSE.split(known.sub(",", sentence)):
                yield from self._pairs(WORD.findall(part))

    def _pairs(self, words: list[str]) -> Iterator[str]:
        """Yield runs of a name and at least one more capitalised word, with the particles between them."""
        run: list[str] = []
        for word in [*words, "."]:
            if self._is_name(word) or (run and (word in BETWEEN or word.istitle())):
                run.append(word)
                continue
            while run and run[-1] in BETWEEN:
                run.pop()
            if sum(part not in BETWEEN for part in run) > 1:
                yield " ".join(run).rstrip(".")
            run = []

    def _is_name(self, word: str) -> bool:
        return word[:1].isupper() and not word.isupper() and not self._is_ordinary(word.rstrip(".").lower())

    def _is_ordinary(self, word: str) -> bool:
        return word in self._known or word in self._ordinary

    @cached_property
    def _ordinary(self) -> frozenset[str]:
        return ordinary_words(row for rows in self._content.rows.values() for row in rows)

    @cached_property
    def _places(self) -> re.Pattern:
        """Places, groups, and the things in `names.txt`."""
        rows = self._content.rows
        names = {row["name"] for model in PLACES_AND_GROUPS for row in rows[model]}
        names |= {row["official_name"] for row in rows[Municipality]}
        return _any_of(names | set((HERE / "names.txt").read_text(encoding="utf-8").splitlines()))

    @cached_property
    def _things(self) -> re.Pattern:
        """The same with organisations, whose own names `in_name` checks."""
        names = {row["name"] for row in self._content.rows[Organisation]}
        return re.compile(f"{_any_of(names).pattern}|{self._places.pattern}")


def ordinary_words(rows: Iterable[Values]) -> frozenset[str]:
    """Return the words that are somewhere in the texts of these rows in lower case."""
    texts = (text for row in rows for _, text in texts_of(row))
    return frozenset(word.rstrip(".") for text in texts for word in WORD.findall(text) if word.islower())


def _any_of(names: set[str]) -> re.Pattern:
    """Match one of these names as whole words; longest first, so that no name hides a longer one."""
    longest_first = sorted(map(re.escape, names - {""}), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")
