"""Names that may be a person's: the catalogue names organisations, never people."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from initiatives.checking.content import Content
from initiatives.checking.language import sentences
from initiatives.checking.texts import texts_of
from initiatives.models import Category, Municipality, Organisation, Province, TargetGroup

HERE = Path(__file__).parent
TITLES = "mevrouw|meneer|de heer|mevr|mw|dhr|drs?|ir|prof|professor|dokter|burgemeester|wethouder|minister"
TITLED = re.compile(rf"\b(?i:{TITLES})\.? (?:[A-Z]\.)*(?:\s?(?:van|de|der|den|ter))*\s?[A-Z]\w+")
INITIALS = re.compile(r"\b(?:[A-Z]\.\s?)+(?:(?:van|de|der|den|ter|’t)\s)*[A-Z]\w+")
WORD = re.compile(r"[^\W\d_][\w’'&.-]*")
PAUSE = re.compile(r"[^\w\s’'&.-]+")
BETWEEN = {"van", "de", "der", "den", "ten", "ter", "te", "el", "in", "op", "t"}
PLACES_AND_GROUPS = (Municipality, Province, TargetGroup, Category)


class PersonNames:
    """Suspects two names in a row that are no known organisation, place or other thing.

    The first must be a name: a word with a capital that stands nowhere in the catalogue without one. The second may
    be any word with a capital, since many family names are ordinary words.
    """

    def __init__(self, content: Content) -> None:
        self._content = content

    def in_text(self, text: str) -> Iterator[str]:
        """What may be a person in a text."""
        return self._suspected(text, self._things)

    def in_name(self, name: str) -> Iterator[str]:
        """What may be a person in the name of something, which does not vouch for itself."""
        return self._suspected(name, self._places)

    def _suspected(self, text: str, known: re.Pattern) -> Iterator[str]:
        for sign in (TITLED, INITIALS):
            yield from (match[0] for match in sign.finditer(text))
        for sentence in sentences(text):
            for part in PAUSE.split(known.sub(",", sentence)):
                yield from self._pairs(WORD.findall(part))

    def _pairs(self, words: list[str]) -> Iterator[str]:
        """Runs of a name and at least one more word with a capital, with the small words between them."""
        run: list[str] = []
        for word in [*words, "."]:
            if self._is_name(word) or (run and (word in BETWEEN or word.istitle())):
                run.append(word)
                continue
            while run and run[-1] in BETWEEN:
                run.pop()
            if sum(each not in BETWEEN for each in run) > 1:
                yield " ".join(run).rstrip(".")
            run = []

    def _is_name(self, word: str) -> bool:
        return word[:1].isupper() and not word.isupper() and word.rstrip(".").lower() not in self._ordinary

    @cached_property
    def _ordinary(self) -> set[str]:
        """Words that stand somewhere in the catalogue in lower case."""
        rows = (row for rows in self._content.rows.values() for row in rows)
        texts = (text for row in rows for _, text in texts_of(row))
        return {word.rstrip(".") for text in texts for word in WORD.findall(text) if word.islower()}

    @cached_property
    def _places(self) -> re.Pattern:
        """Places, groups, and the kept list of things."""
        rows = self._content.rows
        names = {row["name"] for model in PLACES_AND_GROUPS for row in rows[model]}
        names |= {row["official_name"] for row in rows[Municipality]}
        return _any_of(names | set((HERE / "names.txt").read_text(encoding="utf-8").splitlines()))

    @cached_property
    def _things(self) -> re.Pattern:
        """The same and organisations, whose own names are looked at by `in_name`."""
        names = {row["name"] for row in self._content.rows[Organisation]}
        return re.compile(f"{_any_of(names).pattern}|{self._places.pattern}")


def _any_of(names: set[str]) -> re.Pattern:
    """One of these names as whole words; the longest first, so that none hides a longer one."""
    longest_first = sorted(map(re.escape, names - {""}), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")
