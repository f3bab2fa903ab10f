"""What words find in the whole catalogue: as they were typed, or if that is nothing, as they were probably meant."""

from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from initiatives.search.index.snapshot import Index
from initiatives.search.language.analysis import fold, word
from initiatives.search.words.matching import Matches, match
from initiatives.search.words.spelling import corrected
from initiatives.search.words.text_query import Question, every_word, is_idle, read


@dataclass(frozen=True)
class Answer:
    """What was asked for and what matches it.

    `meant` are the words that were searched for instead, because the typed ones find nothing; mostly empty.
    """

    words: str
    question: Question
    matches: Matches
    index: Index
    literal: bool = False
    meant: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing in the catalogue matches."""
        return not self.matches.whole and not self.matches.partly

    @property
    def also(self) -> list[str]:
        """The synonyms and names that were searched for as well."""
        named = [
            self.index.vocabulary.terms(key)[slug].label
            for concept in self.question.concepts
            for key, slug in concept.nicknamed
        ]
        return list(dict.fromkeys([*(each for concept in self.question.concepts for each in concept.synonyms), *named]))

    @property
    def unknown(self) -> set[str]:
        """The words that find nothing, folded."""
        pairs = zip(self.question.concepts, self.matches.concepts, strict=False)
        missed = [concept.spellings[0] for concept, found in pairs if not found.all]
        return {fold(each) for written in missed for each in written if not is_idle(each)}

    @property
    def not_found(self) -> list[str]:
        """The words that the catalogue does not have, while others do match."""
        pairs = zip(self.question.concepts, self.matches.concepts, strict=False)
        return [concept.text for concept, found in pairs if not found.all]

    @cached_property
    def spelled(self) -> str:
        """Other words that may be meant, where some of them find nothing; not those already searched for."""
        if self.meant:
            return ""
        other = corrected(self.words, self.unknown)
        return other if other and not answer(other, self.index, literal=self.literal, corrects=False).is_empty else ""

    @cached_property
    def forms(self) -> frozenset[str]:
        """The words to mark: every form of what was asked for."""
        if not self.question:
            return frozenset()
        written = [each for each in every_word(self.question.concepts) if not is_idle(each)]
        analysed = self.index.lexicon.words(written).values()
        bases = [base for each in analysed for base in each.every_base]
        phrases = {word(each).form for phrase in self.question.phrases for each in phrase if not is_idle(each)}
        return self.index.lexicon.forms(bases) | {each.form for each in analysed} | phrases


def answer(words: str, index: Index, *, literal: bool = False, corrects: bool = True) -> Answer:
    """Search the whole catalogue.

    Args:
        words: what somebody typed; nothing matches everything.
        index: the catalogue.
        literal: leave synonyms out.
        corrects: where nothing matches, search for what was probably meant.
    """
    question = read(words, index.vocabulary, literal=literal)
    if not question:
        return Answer(words, question, Matches((), BitMap(), index.everything, BitMap()), index, literal)
    found = Answer(words, question, match(question, index), index, literal)
    if corrects and found.is_empty and found.spelled:
        instead = answer(found.spelled, index, literal=literal, corrects=False)
        return Answer(words, instead.question, instead.matches, index, literal, meant=found.spelled)
    return found
