"""The words of the catalogue, read from PostgreSQL as queries need them: to split compounds and to highlight forms."""

from collections.abc import Callable
from typing import NamedTuple

from django.db import connection

from initiatives.models import SearchWord
from initiatives.search.language.analysis import Analyser, Word, candidates, word

MAX_CACHED_WORDS = 2_000  # in each cache; then it is emptied
KNOWN = """
    SELECT form, lemma FROM initiatives_searchword
    WHERE form = ANY (%(parts)s::text[]) OR lemma = ANY (%(parts)s::text[])
"""


SIMILAR = "SELECT typed, form, similarity FROM initiatives_similar_words(%s::text[], %s)"
MAX_SIMILAR = 20  # forms for a word
MIN_SIMILARITY = 0.65  # for a form that does not have the whole word in it
MIN_SIMILAR_LENGTH = 4  # letters; shorter words are in too many others


class SimilarForm(NamedTuple):
    """A form of the catalogue that looks like a word that was typed; `similarity` is from 0 to 1."""

    form: str
    similarity: float


class Lexicon:
    """Cache of the words of one version of the catalogue."""

    def __init__(self) -> None:
        self._words: dict[str, Word] = {}
        self._forms: dict[str, frozenset[str]] = {}
        self._similar: dict[str, tuple[SimilarForm, ...]] = {}

    def words(self, written: list[str]) -> dict[str, Word]:
        """Analyse words, as `analysis.words` gives them, and split compounds; one query for all uncached words."""
        return _cached(written, self._words, _analysed)

    def forms(self, bases: list[str]) -> frozenset[str]:
        """Return all forms in the catalogue with one of these bases, compounds too; one query for uncached bases."""
        return frozenset().union(*_cached(bases, self._forms, _forms_of).values())

    def similar(self, forms: list[str]) -> dict[str, tuple[SimilarForm, ...]]:
        """Return the forms of the catalogue that look like each of these, most similar first; one query for all."""
        return _cached([form for form in forms if len(form) >= MIN_SIMILAR_LENGTH], self._similar, _similar_to)


def _cached(keys: list[str], cache: dict, read: Callable[[list[str]], dict]) -> dict:
    """Return values from a cache that threads share, reading the missing ones."""
    values = {key: value for key in keys if (value := cache.get(key)) is not None}
    if missing := [key for key in dict.fromkeys(keys) if key not in values]:
        new = read(missing)
        if len(cache) > MAX_CACHED_WORDS:
            cache.clear()
        cache.update(new)
        values |= new
    return {key: values[key] for key in keys}


def _analysed(written: list[str]) -> dict[str, Word]:
    analyser = Analyser(_known_parts(written))
    return {part: analyser.word(part) for part in written}


def _forms_of(bases: list[str]) -> dict[str, frozenset[str]]:
    rows = list(SearchWord.objects.filter(bases__overlap=bases, uses__gt=0).values_list("form", "bases"))
    return {base: frozenset(form for form, form_bases in rows if base in form_bases) for base in bases}


def _similar_to(typed: list[str]) -> dict[str, tuple[SimilarForm, ...]]:
    similar: dict[str, list[SimilarForm]] = {form: [] for form in typed}
    with connection.cursor() as cursor:
        cursor.execute(SIMILAR, [typed, MAX_SIMILAR])
        for form, other, similarity in cursor.fetchall():
            if form in other or similarity >= MIN_SIMILARITY:
                similar[form].append(SimilarForm(other, similarity))
    return {form: tuple(others) for form, others in similar.items()}


def _known_parts(written: list[str]) -> set[str]:
    """The words of the catalogue that may be parts of these."""
    parts = set().union(*(candidates(word(part).form) for part in written))
    if not parts:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"parts": list(parts)})
        return {known for row in cursor.fetchall() for known in row}
