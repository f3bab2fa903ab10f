"""Which initiatives match a question, and how well: a set for each strength, without looking at each initiative."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import log

from pyroaring import BitMap

from initiatives.search.index.postings import Forms, Posting, Wanted
from initiatives.search.index.snapshot import Index, initiatives_in
from initiatives.search.index.tsvector import title_lexeme
from initiatives.search.language.analysis import Word, word, words
from initiatives.search.words.text_query import Concept, Question, Written, every_word

# How strongly a word speaks by the field it stands in: title, names, summary, other texts and parts of compounds.
FIELDS = (1.0, 0.8, 0.6, 0.4)
SYNONYM = 0.6  # another word for it
IN_PARTS = 0.6  # the parts of a compound, apart from each other
NAMED = 1.0  # what the word names: as strong as a title, since somebody put it there
NICKNAMED = 0.15  # a group or category that the word is only part of: behind every text that has the word
FEW = 5  # results; when fewer match all words, those that match most of them follow
MOST = 0.35  # of the rarity of all words together: what is enough to follow

Level = tuple[float, BitMap]  # a strength, and the initiatives that match with it


@dataclass(frozen=True)
class Match:
    """The initiatives for a concept by strength, the strongest first, each once; and how rare it is."""

    levels: tuple[Level, ...]
    rarity: float = 1.0

    @cached_property
    def all(self) -> BitMap:
        """Every initiative that matches."""
        return BitMap.union(*(found for _, found in self.levels)) if self.levels else BitMap()

    @property
    def best(self) -> float:
        """The most that an initiative can score by it."""
        return self.rarity * self.levels[0][0] if self.levels else 0.0


@dataclass(frozen=True)
class Matches:
    """A question answered for the whole catalogue: those that match all of it, and those that match most."""

    concepts: tuple[Match, ...]
    title: BitMap
    whole: BitMap
    partly: BitMap

    @cached_property
    def all(self) -> BitMap:
        """Both together."""
        return self.whole | self.partly if self.partly else self.whole


def match(question: Question, index: Index) -> Matches:
    """The initiatives that a question is about.

    Args:
        question: with something in it.
        index: the catalogue.
    """
    postings = _Postings(question, index)
    everything = index.everything
    concepts = [_concept(each, postings, index) for each in question.concepts]
    concepts += [_rare(postings.phrase(each), index) for each in question.phrases]
    allowed = everything
    for each in question.excluded:
        allowed = allowed - postings.excluded(each)
    whole = allowed
    for each in concepts:
        whole = whole & each.all
    partly = BitMap()
    if len(concepts) > 1 and len(whole) < FEW:
        occurring = sorted((each for each in concepts if each.all), key=lambda each: -each.rarity)
        needed = MOST * sum(each.rarity for each in occurring)
        partly = _most_of(occurring, allowed, needed) - whole if occurring else partly
    return Matches(tuple(concepts), postings.title & whole, whole, partly)


def _most_of(concepts: list[Match], among: BitMap, needed: float) -> BitMap:
    """Those that match concepts of so much rarity together, by splitting the set on one concept after another."""
    if needed <= 0 or not among:
        return among
    if not concepts or sum(each.rarity for each in concepts) < needed:
        return BitMap()
    first, rest = concepts[0], concepts[1:]
    return _most_of(rest, among & first.all, needed - first.rarity) | _most_of(rest, among - first.all, needed)


def _rare(levels: Iterable[Level], index: Index) -> Match:
    """With the rarity of a concept: the inverse document frequency of Spärck Jones (1972), smoothed."""
    found = Match(tuple(_disjoint(levels)))
    return Match(found.levels, log(1 + len(index.everything) / (len(found.all) + 0.5)))


def _concept(concept: Concept, postings: "_Postings", index: Index) -> Match:
    levels = [level for spelling in concept.spellings for level in postings.spelled(spelling)]
    levels += [level for compound in concept.joined for level in postings.compound(compound)]
    for synonym in concept.synonyms:
        levels += _weaker(postings.spelled(tuple(words(synonym, joined=False))), SYNONYM)
    for strength, values in ((NAMED, concept.named), (NICKNAMED, concept.nicknamed)):
        levels += [(strength, initiatives_in(index.values[key], [slug])) for key, slug in values]
    return _rare(levels, index)


class _Postings:
    """The postings for everything in a question, read together."""

    def __init__(self, question: Question, index: Index) -> None:
        every = [*every_word(question.concepts), *(each for written in question.excluded for each in written)]
        self._words = index.lexicon.words(every)
        self._compounds = index.lexicon.occurring([each for concept in question.concepts for each in concept.joined])
        analysed = [*self._words.values(), *map(word, self._compounds)]
        analysed += [word(part) for each in self._words.values() for part in each.parts]
        title = title_lexeme(question.title)
        phrases = [_forms(each) for each in (*question.phrases, *question.excluded) if each]
        bases = [base for each in analysed for base in each.bases]
        self._found = index.postings.get([title, *phrases, *bases], len(index.everything))
        self.title = self._all(title)

    def spelled(self, written: Written) -> list[Level]:
        """The initiatives with all these words, each in any form; the parts of a compound may stand apart."""
        return _in_all([self._word(self._words[each]) for each in written])

    def compound(self, form: str) -> list[Level]:
        """The initiatives with a compound of which the parts stand apart in the question."""
        return self._alone(word(form)) if form in self._compounds else []

    def phrase(self, written: Written) -> list[Level]:
        """The initiatives with these words next to each other."""
        return _by_field(self._found[_forms(written)])

    def excluded(self, written: Written) -> BitMap:
        """The initiatives with this word in any form, or with this phrase."""
        if len(written) > 1:
            return self._all(_forms(written))
        return BitMap.union(*(self._all(base) for base in self._words[written[0]].bases))

    def _all(self, wanted: Wanted) -> BitMap:
        return BitMap.union(*self._found[wanted].by_weight)

    def _word(self, analysed: Word) -> list[Level]:
        levels = self._alone(analysed)
        if not analysed.parts:
            return levels
        apart = _in_all([self._alone(word(part)) for part in analysed.parts])
        return list(_disjoint([*levels, *_weaker(apart, IN_PARTS)]))

    def _alone(self, analysed: Word) -> list[Level]:
        """The initiatives with a word in any form, not with its parts."""
        levels = [level for base in analysed.bases for level in _by_field(self._found[base])]
        return levels if len(analysed.bases) == 1 else list(_disjoint(levels))


def _forms(written: Written) -> Forms:
    return tuple(word(each).form for each in written)


def _by_field(posting: Posting) -> list[Level]:
    return list(zip(FIELDS, posting.by_weight, strict=True))


def _weaker(levels: Iterable[Level], factor: float) -> list[Level]:
    return [(strength * factor, found) for strength, found in levels]


def _disjoint(levels: Iterable[Level]) -> Iterable[Level]:
    """Each initiative at its strongest only, the strongest first."""
    seen = BitMap()
    for strength, found in sorted(levels, key=lambda level: -level[0]):
        if new := found - seen:
            yield round(strength, 3), new
            seen |= new


def _in_all(every: list[list[Level]]) -> list[Level]:
    """Those that are in all of several levels, as strong as where they are weakest."""
    if len(every) == 1:
        return every[0]
    levels = []
    for strength in sorted({strength for levels in every for strength, _ in levels}, reverse=True):
        reached = [[found for its, found in levels if its >= strength] for levels in every]
        if all(reached):
            levels.append((strength, BitMap.intersection(*(BitMap.union(*found) for found in reached))))
    return list(_disjoint(levels))
