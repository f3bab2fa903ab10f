"""Titles so alike that two initiatives may be one."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from initiatives.checking.content import Content
from initiatives.choices import Scope
from initiatives.importing.values import Values

ALIKE = 0.5  # as `similarity` counts it, from 0 to 1; among the first 300 initiatives no two that differ reach it
NATIONAL = "landelijk"


def trigrams(text: str) -> set[str]:
    """The groups of three letters of a text as PostgreSQL's pg_trgm takes them: words padded by two blanks and one."""
    padded = [f"  {word} " for word in re.findall(r"\w+", text.lower())]
    return {word[start : start + 3] for word in padded for start in range(len(word) - 2)}


def similarity(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1, as pg_trgm's `similarity` counts it."""
    mine, theirs = trigrams(one), trigrams(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def probable_doubles(content: Content) -> Iterator[tuple[Values, Values]]:
    """Pairs of initiatives in one municipality, or both national, with titles alike."""
    seen = set()
    for group in _by_place(content.initiatives).values():
        for one, other in combinations(group, 2):
            pair = (one["slug"], other["slug"])
            if pair not in seen and similarity(one["title"], other["title"]) >= ALIKE:
                seen.add(pair)
                yield one, other


def _by_place(initiatives: list[Values]) -> dict[str, list[Values]]:
    groups = defaultdict(list)
    for row in initiatives:
        for place in [NATIONAL] if row["scope"] == Scope.NATIONAL else [code for (code,) in row["municipalities"]]:
            groups[place].append(row)
    return groups
