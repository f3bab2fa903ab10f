"""Names that may be a person's: the catalogue names organisations, never people."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from initiatives.checking.content import Content
from initiatives.checking.language import sentences
from initiatives.checking.texts import texts_of
from initiatives.models import Category, Municipality, Organisation, Province, Source, TargetGroup

HERE = Path(__file__).parent
TITLED = re.compile(r"\b(?:(?i:mevrouw|meneer|de heer|mw|dhr|drs?|ir|prof|professor))\.? [A-Z]\w+")
WORD = re.compile(r"[^\W\d_][\w’'&.-]*")
PAUSE = re.compile(r"[^\w\s’'&.-]+")
BETWEEN = {"van", "de", "der", "den", "ten", "ter", "te", "el", "’t"}
NAMED = (Organisation, Municipality, Province, TargetGroup, Category)


class PersonNames:
    """Suspects two names in a row that are no known organisation, place or other thing.

    A capital is a name's when the word stands nowhere in the catalogue without one.
    """

    def __init__(self, content: Content) -> None:
        self._content = content

    def suspected(self, text: str) -> Iterator[str]:
        """What may be a person in this text."""
        yield from (match[0] for match in TITLED.finditer(text))
        for sentence in sentences(text):
            for part in PAUSE.split(self._known.sub(",", sentence)):
                yield from self._pairs(WORD.findall(part))

    def _pairs(self, words: list[str]) -> Iterator[str]:
        """Runs of at least two names, with the small words between them."""
        run: list[str] = []
        for word in [*words, "."]:
            if self._is_name(word) or (run and word in BETWEEN):
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
    def _known(self) -> re.Pattern:
        """All names of things; the longest first, so that none hides a longer one."""
        rows = self._content.rows
        names = {row["name"] for model in NAMED for row in rows[model]}
        names |= {row["official_name"] for row in rows[Municipality]}
        names |= {value for row in rows[Source] for value in (row["title"], row["publisher"])}
        names |= {row["region"] for row in self._content.initiatives}
        names |= set((HERE / "names.txt").read_text(encoding="utf-8").splitlines())
        longest_first = sorted(map(re.escape, names - {""}), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")
