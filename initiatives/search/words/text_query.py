"""Reads the words of a question: what is asked for, in which other words, and what must not be there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from initiatives.search.facets.values import Value, Vocabulary
from initiatives.search.language.analysis import complete, fold, phrase_key, stop_words, word, words

LONGEST_NAME = 5  # words of a name or synonym that is recognised in a question
MOST_JOINED = 3  # words that may be one word when written together
QUOTES = str.maketrans("“”„‟«»", '""""""')
SIGNS = "!\"#$%&'()*+,./:;<=>?@[\\]^_`{|}~"  # around a word they mean nothing
TOKEN = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+)')

Written = tuple[str, ...]  # words in small letters, accents kept


@dataclass(frozen=True)
class Concept:
    """One thing that is asked for: a word or a name of a few, and everything that means the same.

    Any of `spellings` will do, of which each is some words that must all be there. So will any of the compounds in
    `joined`, which it would make with its neighbours, any of `synonyms`, and any of the facet values in `nicknamed`.
    `named` are the values that are called just so.
    """

    text: str
    spellings: tuple[Written, ...]
    joined: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    nicknamed: tuple[Value, ...] = ()
    named: tuple[Value, ...] = ()

    @property
    def is_idle(self) -> bool:
        """It says nothing about what somebody looks for."""
        return all(map(is_idle, self.spellings[0]))


@dataclass
class Question:
    """What must be there, what must stand there literally, and what must not be there."""

    concepts: list[Concept] = field(default_factory=list)
    phrases: list[Written] = field(default_factory=list)
    excluded: list[Written] = field(default_factory=list)
    title: str = ""  # all words that must be there, in case they are a title

    def words_without(self, concepts: list[Concept]) -> str:
        """The question as somebody would type it, without some of its concepts."""
        kept = [concept.text for concept in self.concepts if concept not in concepts]
        literal = [f'"{" ".join(each)}"' for each in self.phrases]
        return " ".join([*kept, *literal, *(f'-"{" ".join(each)}"' for each in self.excluded)])

    @property
    def is_idle(self) -> bool:
        """Nothing is asked for but words that stand in nearly every text, so that everything matches."""
        return bool(self.title) and not (self.concepts or self.phrases or self.excluded)

    def __bool__(self) -> bool:
        return bool(self.title or self.phrases or self.excluded)


def read(text: str, vocabulary: Vocabulary, *, literal: bool = False) -> Question:
    """Read the words of a question.

    "…" asks for words next to each other, a hyphen before a word or phrase excludes it; other signs mean nothing.

    Args:
        text: what somebody typed.
        vocabulary: knows names and synonyms.
        literal: leave synonyms out.
    """
    question = Question()
    plain: list[str] = []
    for token in TOKEN.finditer(complete(text.translate(QUOTES))):
        phrase, single = token["phrase"], token["plain"] or ""
        if phrase is not None:
            _add(question.excluded if token["minus"] else question.phrases, phrase)
        elif single.startswith("-"):
            _add(question.excluded, single)
        elif any(words(single)):
            plain.append(single)
    question.title = " ".join(plain)
    concepts = _with_joined(list(_concepts(plain, vocabulary, literal)))
    question.concepts = [each for each in concepts if not each.is_idle]
    return question


def is_idle(written: str) -> bool:
    """Whether a word says nothing about what somebody looks for."""
    return fold(written) in stop_words()


def _add(phrases: list[Written], text: str) -> None:
    if written := tuple(words(text, joined=False)):
        phrases.append(written)


def _concepts(units: list[str], vocabulary: Vocabulary, literal: bool) -> Iterator[Concept]:
    """The longest names and synonyms first, then the words by themselves."""
    keys = [phrase_key(unit) for unit in units]
    start = 0
    while start < len(units):
        length = _longest_known(keys[start : start + LONGEST_NAME], vocabulary)
        yield _concept(units[start : start + length], " ".join(keys[start : start + length]), vocabulary, literal)
        start += length


def _longest_known(keys: list[str], vocabulary: Vocabulary) -> int:
    for length in range(len(keys), 1, -1):
        key = " ".join(keys[:length])
        if key in vocabulary.named or key in vocabulary.nicknamed or key in vocabulary.synonyms:
            return length
    return 1


def _concept(units: list[str], key: str, vocabulary: Vocabulary, literal: bool) -> Concept:
    apart = tuple(written for unit in units for written in words(unit, joined=False))
    joined = "".join(word(written).form for written in apart) if len(units) == 1 < len(apart) else ""
    telling = tuple(each for each in apart if not is_idle(each)) or apart
    return Concept(
        text=" ".join(unit.strip(SIGNS) for unit in units),
        spellings=(telling, (joined,)) if joined else (telling,),
        synonyms=() if literal else tuple(vocabulary.synonyms.get(key, ())),
        nicknamed=() if literal else tuple(vocabulary.nicknamed.get(key, ())),
        named=tuple(vocabulary.named.get(key, ())),
    )


def _with_joined(concepts: list[Concept]) -> list[Concept]:
    """With the compounds that neighbours would make: “boodschappen hulp” is also boodschappenhulp."""
    forms = ["".join(word(written).form for written in each.spellings[0]) for each in concepts]
    joined: list[list[str]] = [[] for _ in concepts]
    for length in range(2, MOST_JOINED + 1):
        for start in range(len(concepts) - length + 1):
            compound = "".join(forms[start : start + length])
            for each in joined[start : start + length]:
                each.append(compound)
    return [replace(each, joined=tuple(its)) for each, its in zip(concepts, joined, strict=True)]


def every_word(concepts: Iterable[Concept]) -> list[str]:
    """All words of concepts, synonyms too, as an analyser takes them."""
    found = [each for concept in concepts for spelling in concept.spellings for each in spelling]
    return found + [each for concept in concepts for synonym in concept.synonyms for each in words(synonym)]
