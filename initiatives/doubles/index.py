"""All initiatives in memory, to find those that look like one of them, or like what is typed or imported."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from initiatives.doubles.entries import Entry
from initiatives.doubles.score import LOOKS_LIKE, PROBABLE, Evidence, Likeness, likeness
from initiatives.doubles.vectors import Sharing, Space, letters, stems

CANDIDATES = 10  # that are compared, of those with the likest names and of those with the likest texts
COMMON_LETTERS, COMMON_WORDS = 0.2, 0.03  # shares of all texts
RARE = 4.0  # the weight of a word that one of fifty texts has


class Double(NamedTuple):
    """An entry that looks like another."""

    entry: Entry
    likeness: Likeness


class Pair(NamedTuple):
    """Two entries that are probably the same."""

    one: Entry
    other: Entry
    likeness: Likeness


class DoublesIndex:
    """Entries by key; some 2 ms for a lookup among 300 entries. Entries can be added while it is used."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[Hashable, Entry] = {}
        self._names, self._texts = Space(letters, common=COMMON_LETTERS), Space(stems, common=COMMON_WORDS)
        self._words: dict[Hashable, list[frozenset[str]]] = {}
        self._links, self._mentions = Sharing(), Sharing()
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Add an entry, or replace the one with its key."""
        self._entries[entry.key] = entry
        self._names.add(entry.key, entry.bare_names)
        self._texts.add(entry.key, [_all_text(entry)])
        self._words[entry.key] = [stems(name) for name in entry.bare_names]
        self._links.add(entry.key, entry.links)
        self._mentions.add(entry.key, entry.mentions)

    def remove(self, key: Hashable) -> None:
        for part in (self._names, self._texts, self._links, self._mentions):
            part.remove(key)
        del self._entries[key], self._words[key]

    def of(
        self,
        entry: Entry,
        *,
        limit: int = 5,
        least: float = LOOKS_LIKE,
        meanings: Mapping[Any, float] | None = None,
    ) -> list[Double]:
        """Return the entries that look like another, the likest first; never the one with its key.

        Args:
            limit: how many at most.
            least: the score from which one counts.
            meanings: how near the meanings of entries are, from 0 to 1, by key; they are compared too.
        """
        probe = _Probe(entry)
        keys = self._candidates(entry, probe) | (meanings or {}).keys() & self._entries.keys()
        doubles = [self._compared(probe, key, (meanings or {}).get(key, 0.0)) for key in keys - {entry.key}]
        likely = [double for double in doubles if double.likeness.score >= least]
        return sorted(likely, key=lambda double: (-double.likeness.score, str(double.entry.key)))[:limit]

    def pairs(self, *, least: float = PROBABLE) -> list[Pair]:
        """Return the pairs of entries that look alike, the likest first."""
        pairs = [pair for pair in self._all_pairs() if pair.likeness.score >= least]
        return sorted(pairs, key=lambda pair: (-pair.likeness.score, str(pair.one.key), str(pair.other.key)))

    def _all_pairs(self) -> Iterator[Pair]:
        """Yield each entry with the candidates that it was not compared with before."""
        compared: set[frozenset] = set()
        for entry in self._entries.values():
            probe = _Probe(entry)
            pairs = {frozenset((entry.key, key)): key for key in self._candidates(entry, probe) - {entry.key}}
            for pair in pairs.keys() - compared:
                yield Pair(entry, *self._compared(probe, pairs[pair]))
            compared.update(pairs)

    def _candidates(self, entry: Entry, probe: "_Probe") -> set[Hashable]:
        keys = {key for letters_ in probe.letters for key in self._names.nearest(letters_, CANDIDATES)}
        keys.update(self._texts.nearest(probe.text, CANDIDATES))
        return keys | self._links.nearest(entry.links) | self._mentions.nearest(entry.mentions)

    def _compared(self, probe: "_Probe", key: Hashable, meaning: float = 0.0) -> Double:
        entry, other = probe.entry, self._entries[key]
        (text,) = self._texts.texts(key)
        names = ((one, two) for one in probe.letters for two in self._names.texts(key))
        told = (self._told_in(probe.words, text), self._told_in(self._words[key], probe.text))
        is_named = self._is_named(probe.words, text) or self._is_named(self._words[key], probe.text)
        evidence = Evidence(
            title=max((self._names.cosine(one, two) for one, two in names), default=0.0),
            words=min(told),
            text=self._texts.cosine(probe.text, text),
            named=is_named,
            link=self._links.likeness(entry.links, key, entry.key),
            mention=self._mentions.likeness(entry.mentions, key, entry.key),
            meaning=meaning,
        )
        return Double(other, likeness(entry, other, evidence))

    def _told_in(self, names: list[frozenset[str]], text: frozenset[str]) -> float:
        return max((self._texts.covered(name, text) for name in names), default=0.0)

    def _is_named(self, names: list[frozenset[str]], text: frozenset[str]) -> bool:
        """Whether a text has all words of a name with a rare word in it."""
        return any(name <= text and max(map(self._texts.weight, name), default=0) >= RARE for name in names)


class _Probe:
    """The parts of an entry that is compared with others, made once."""

    def __init__(self, entry: Entry) -> None:
        names = entry.bare_names
        self.entry = entry
        self.letters = [letters(name) for name in names]
        self.words = [stems(name) for name in names]
        self.text = stems(_all_text(entry))


def _all_text(entry: Entry) -> str:
    return " ".join([*entry.bare_names, entry.text])
