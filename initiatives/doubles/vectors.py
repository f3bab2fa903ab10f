"""Texts as sets of parts, of which rare ones weigh most; compared by their cosine (Salton, Wong and Yang 1975)."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from functools import lru_cache
from heapq import nlargest
from math import log, sqrt

from initiatives.search.language.analysis import fold, is_stop_word, word, words


def trigrams(text: str) -> set[str]:
    """Return the trigrams of a text as pg_trgm has them: words are padded by two spaces before and one after."""
    padded = [f"  {written} " for written in re.findall(r"\w+", text.lower())]
    return {written[start : start + 3] for written in padded for start in range(len(written) - 2)}


def letters(text: str) -> frozenset[str]:
    """Return the trigrams of a name, also of its words written together: “Corona-helpers” is “Coronahelpers”."""
    folded = fold(text)
    return frozenset(trigrams(folded) | trigrams("".join(re.findall(r"\w+", folded))))


def stems(text: str) -> frozenset[str]:
    """Return the words of a text without their inflections, and without stop words."""
    return frozenset(_stem(written) for written in words(text, joined=False)) - {""}


@lru_cache(maxsize=30_000)
def _stem(written: str) -> str:
    return "" if is_stop_word(written) else word(written).bases[0]


class Space:
    """Texts by key, among which those that look like another are found. A key can have several texts.

    Args:
        parts_of: returns the parts of a text.
        common: parts that a larger share of the texts has find nothing: they say little and cost most time.
    """

    def __init__(self, parts_of: Callable[[str], frozenset[str]], *, common: float) -> None:
        self.parts_of, self._common = parts_of, common
        self._texts: dict[Hashable, list[frozenset[str]]] = {}
        self._counts: Counter[str] = Counter()
        self._keys: dict[str, set[Hashable]] = defaultdict(set)
        self._total = 0
        # Of parts and texts, until the next change.
        self._weights: dict[str, float] = {}
        self._lengths: dict[frozenset[str], float] = {}

    def add(self, key: Hashable, texts: Iterable[str]) -> None:
        self.remove(key)
        self._forget_weights()
        self._texts[key] = [self.parts_of(text) for text in texts]
        self._total += len(self._texts[key])
        for parts in self._texts[key]:
            self._counts.update(parts)
            for part in parts:
                self._keys[part].add(key)

    def remove(self, key: Hashable) -> None:
        self._forget_weights()
        for parts in self._texts.pop(key, ()):
            self._total -= 1
            self._counts.subtract(parts)
            for part in parts:
                self._keys[part].discard(key)

    def texts(self, key: Hashable) -> list[frozenset[str]]:
        """Return the parts of each text of a key."""
        return self._texts[key]

    def weight(self, part: str) -> float:
        """The inverse document frequency (Spärck Jones 1972): how much it says that a text has this part."""
        if part not in self._weights:
            self._weights[part] = log((self._total + 1) / (self._counts[part] + 0.5))
        return self._weights[part]

    def nearest(self, parts: Collection[str], limit: int) -> list[Hashable]:
        """Return the keys whose texts share most of the weight of these parts."""
        most = max(self._common * self._total, 2)
        shared: dict[Hashable, float] = defaultdict(float)
        for part in parts:
            if 0 < self._counts[part] <= most:
                weight = self.weight(part) ** 2
                for key in self._keys[part]:
                    shared[key] += weight
        return nlargest(limit, shared, key=shared.__getitem__)

    def cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return how like two texts are, from 0 to 1."""
        product = sum(weight * weight for weight in map(self.weight, one & other))
        return product / (self._length(one) * self._length(other)) if product else 0.0

    def covered(self, parts: frozenset[str], by: frozenset[str]) -> float:
        """Return what share of the weight of these parts another text has, from 0 to 1."""
        shared = sum(map(self.weight, parts & by))
        return shared / sum(map(self.weight, parts)) if shared else 0.0

    def _length(self, parts: frozenset[str]) -> float:
        if parts not in self._lengths:
            self._lengths[parts] = sqrt(sum(weight * weight for weight in map(self.weight, parts)))
        return self._lengths[parts]

    def _forget_weights(self) -> None:
        self._weights, self._lengths = {}, {}


class Sharing:
    """What several keys have in common, such as links: the fewer have it, the more it says."""

    def __init__(self) -> None:
        self._values: dict[Hashable, frozenset] = {}
        self._keys: Mapping[Hashable, set[Hashable]] = defaultdict(set)

    def add(self, key: Hashable, values: frozenset) -> None:
        self.remove(key)
        self._values[key] = values
        for value in values:
            self._keys[value].add(key)

    def remove(self, key: Hashable) -> None:
        for value in self._values.pop(key, ()):
            self._keys[value].discard(key)

    def nearest(self, values: Iterable[Hashable]) -> set[Hashable]:
        return {key for value in values for key in self._keys.get(value, ())}

    def likeness(self, values: frozenset, key: Hashable, but: Hashable) -> float:
        """Return how much it says that a key has some of these values: 1 when no other has, without that of `but`."""
        shared = values & self._values.get(key, frozenset())
        return max((1 / max(len(self._keys[value] - {but}), 1) for value in shared), default=0.0)
