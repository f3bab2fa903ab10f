"""Parsing free text: the terms to search for, quoted phrases, and what to exclude."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from initiatives.search.facets.definitions import FACETS
from initiatives.search.facets.values import FacetAndSlug, FacetValues
from initiatives.search.language.analysis import complete, is_filler, is_stop_word, name_key, phrase_key, word, words
from initiatives.search.language.dictionary import zipf
from initiatives.search.weights import COMMON, COMMON_WORD_LOSS, MIN_TELLING

MAX_NAME_WORDS = 5  # of a name or synonym that is recognised in a query
MAX_TERMS = 16  # that are searched for; of more, those that say most
MAX_JOINED_WORDS = 3  # neighbours that are also searched for as one compound
LINKS = ("", "s", "n", "en")  # between two of them: jongere-n-coach
QUOTES = str.maketrans("“”„‟«»", '""""""')
PUNCTUATION = "!\"#$%&'()*+,./:;<=>?@[\\]^_`{|}~"  # ignored around a word
TOKEN = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+)')

Words = tuple[str, ...]  # in small letters, accents kept
Values = dict[str, list[FacetAndSlug]]  # by name


@dataclass(frozen=True)
class QueryTerm:
    """One thing to search for: a word, or a name of several words, with everything that counts as the same."""

    text: str  # as it was typed
    spellings: tuple[Words, ...]  # alternatives, each a tuple of words that must all be present
    joined: tuple[str, ...] = ()  # compounds that it would form with its neighbours, folded
    synonyms: tuple[str, ...] = ()  # other words for it, and narrower ones
    wider: tuple[str, ...] = ()  # wider words, for when there is nothing better
    nicknamed: tuple[FacetAndSlug, ...] = ()  # facet values of which it is another name
    named: tuple[FacetAndSlug, ...] = ()  # facet values of which it is the name

    @property
    def is_place(self) -> bool:
        """Whether it is the name of a place and of nothing else."""
        values = (*self.named, *self.nicknamed)
        return bool(values) and all(FACETS[key].is_place for key, _ in values)

    @property
    def is_stop_word(self) -> bool:
        return all(map(is_stop_word, self.spellings[0]))

    @property
    def is_filler(self) -> bool:
        return all(map(is_filler, self.spellings[0]))

    @property
    def telling(self) -> float:
        """How much the term says, from `MIN_TELLING` to 1: a word that is common in Dutch says little."""
        rarest = min(map(zipf, self.spellings[0]))
        return max(MIN_TELLING, min(1.0, 1 - (rarest - COMMON) * COMMON_WORD_LOSS))


@dataclass
class TextQuery:
    """A parsed free text."""

    terms: list[QueryTerm] = field(default_factory=list)  # must all be present, in any form
    phrases: list[Words] = field(default_factory=list)  # must be present literally
    excluded: list[Words] = field(default_factory=list)  # words or phrases that must be absent
    title: str = ""  # the plain text, to find an initiative with just this title

    @property
    def plain(self) -> str:
        """The words and phrases without signs, as a text to understand."""
        return " ".join([*words(self.title, joined=False), *(part for phrase in self.phrases for part in phrase)])

    def words_without(self, terms: list[QueryTerm]) -> str:
        """Return the query as somebody would type it, without some of its terms."""
        kept = [term.text for term in self.terms if term not in terms]
        phrases = [f'"{" ".join(phrase)}"' for phrase in self.phrases]
        return " ".join([*kept, *phrases, *(f'-"{" ".join(phrase)}"' for phrase in self.excluded)])

    @property
    def has_only_stop_words(self) -> bool:
        """Nothing remains to search for, so that everything matches."""
        return bool(self.title) and not (self.terms or self.phrases or self.excluded)

    def __bool__(self) -> bool:
        return bool(self.title or self.phrases or self.excluded)


def parse_text(text: str, facet_values: FacetValues, *, literal: bool = False) -> TextQuery:
    """Parse a free text.

    "…" asks for words next to each other, a hyphen before a word or phrase excludes it; other punctuation is ignored.
    With `literal`, synonyms are left out.
    """
    query = TextQuery()
    plain: list[str] = []
    for token in TOKEN.finditer(complete(text.translate(QUOTES))):
        phrase, single = token["phrase"], token["plain"] or ""
        if phrase is not None:
            _add_phrase(query.excluded if token["minus"] else query.phrases, phrase)
        elif single.startswith("-"):
            _add_phrase(query.excluded, single)
        elif any(words(single)):
            plain.append(single)
    query.title = " ".join(plain)
    terms = [term for term in _with_joined(list(_terms(plain, facet_values, literal))) if not term.is_stop_word]
    query.terms = _most_telling([term for term in terms if not term.is_filler] or terms)
    return query


def _most_telling(terms: list[QueryTerm]) -> list[QueryTerm]:
    """Leave out the words that are most common in Dutch, where there are too many terms."""
    telling = sorted(terms, key=lambda term: -term.telling)[:MAX_TERMS]
    return [term for term in terms if term in telling]


def _add_phrase(phrases: list[Words], text: str) -> None:
    if phrase := tuple(words(text, joined=False)):
        phrases.append(phrase)


def _terms(tokens: list[str], facet_values: FacetValues, literal: bool) -> Iterator[QueryTerm]:
    """The longest names and synonyms first, then single words."""
    keys = [phrase_key(token) for token in tokens]
    start = 0
    while start < len(tokens):
        end = start + _longest_known(tokens[start:], keys[start:], facet_values)
        yield _term(tokens[start:end], " ".join(keys[start:end]), facet_values, literal)
        start = end


def _longest_known(tokens: list[str], keys: list[str], facet_values: FacetValues) -> int:
    """How many of the first words are a known name or synonym together."""
    known = facet_values.named, facet_values.nicknamed, facet_values.synonyms, facet_values.wider
    places = facet_values.named_places, facet_values.nicknamed_places
    for length in range(min(len(keys), MAX_NAME_WORDS), 1, -1):
        key = " ".join(keys[:length])
        written = _written(tokens[:length])
        if any(key in names for names in known) or any(written in names for names in places):
            return length
    return 1


def _term(tokens: list[str], key: str, facet_values: FacetValues, literal: bool) -> QueryTerm:
    separate = tuple(part for token in tokens for part in words(token, joined=False))
    joined = "".join(word(part).form for part in separate) if len(tokens) == 1 < len(separate) else ""
    telling = tuple(part for part in separate if not is_stop_word(part)) or separate
    written = _written(tokens)
    return QueryTerm(
        text=" ".join(token.strip(PUNCTUATION) for token in tokens),
        spellings=(telling, (joined,)) if joined else (telling,),
        synonyms=() if literal else tuple(facet_values.synonyms.get(key, ())),
        wider=() if literal else tuple(facet_values.wider.get(key, ())),
        nicknamed=() if literal else _values(key, facet_values.nicknamed, written, facet_values.nicknamed_places),
        named=_values(key, facet_values.named, written, facet_values.named_places),
    )


def _values(key: str, values: Values, written: str, places: Values) -> tuple[FacetAndSlug, ...]:
    return (*values.get(key, ()), *places.get(written, ()))


def _written(tokens: list[str]) -> str:
    """The tokens as names of places are compared."""
    return name_key(" ".join(token.strip(PUNCTUATION) for token in tokens))


def _with_joined(terms: list[QueryTerm]) -> list[QueryTerm]:
    """Add the compounds that neighbours would form: “boodschappen hulp” also finds boodschappenhulp.

    Two neighbours also with what Dutch puts between them: “jongere coach” finds jongerencoach.
    """
    forms = ["".join(word(part).form for part in term.spellings[0]) for term in terms]
    joined: list[list[str]] = [[] for _ in terms]
    for length in range(2, MAX_JOINED_WORDS + 1):
        for start in range(len(terms) - length + 1):
            neighbours = forms[start : start + length]
            links = LINKS if length == 2 else ("",)
            for compounds in joined[start : start + length]:
                compounds += [link.join(neighbours) for link in links]
    return [replace(term, joined=tuple(compounds)) for term, compounds in zip(terms, joined, strict=True)]


def typed_words(terms: Iterable[QueryTerm]) -> list[str]:
    """Return the words of terms as they were typed, as the analyser takes them."""
    return [part for term in terms for spelling in term.spellings for part in spelling]


def synonym_words(terms: Iterable[QueryTerm]) -> list[str]:
    """Return the words of synonyms of terms, as the analyser takes them."""
    return [part for term in terms for phrase in term.synonyms for part in words(phrase, joined=False)]
