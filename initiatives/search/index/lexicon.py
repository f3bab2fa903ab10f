"""The words of the catalogue, asked from PostgreSQL as questions need them: compounds, and forms to mark."""

from collections.abc import Callable

from django.db import connection

from initiatives.models import SearchWord
from initiatives.search.language.analysis import Analyser, Word, candidates, word

MOST_KEPT = 2_000  # words; then the lexicon begins anew
KNOWN = """
    SELECT form, lemma FROM initiatives_searchword
    WHERE form = ANY (%(parts)s::text[]) OR lemma = ANY (%(parts)s::text[])
"""


class Lexicon:
    """What one version of the catalogue knows of words; kept for the next question."""

    def __init__(self) -> None:
        self._words: dict[str, Word] = {}
        self._forms: dict[str, frozenset[str]] = {}
        self._occurs: dict[str, bool] = {}

    def words(self, written: list[str]) -> dict[str, Word]:
        """Words with the parts of those that are compounds; one query for all that are new.

        Args:
            written: in small letters, accents kept, as `analysis.words` gives them.
        """
        return _looked_up(written, self._words, _analysed)

    def forms(self, bases: list[str]) -> frozenset[str]:
        """Every form in the catalogue that is found by one of these bases, compounds too; one query for new ones."""
        return frozenset().union(*_looked_up(bases, self._forms, _forms_of).values())

    def occurring(self, forms: list[str]) -> set[str]:
        """Which of these forms the catalogue has; one query for new ones."""
        return {form for form, occurs in _looked_up(forms, self._occurs, _which_occur).items() if occurs}


def _looked_up(wanted: list[str], kept: dict, read: Callable[[list[str]], dict]) -> dict:
    """What is wanted: from what is kept, the rest read and then kept as well. Threads share what is kept."""
    found = {each: value for each in wanted if (value := kept.get(each)) is not None}
    if new := [each for each in dict.fromkeys(wanted) if each not in found]:
        read_now = read(new)
        if len(kept) > MOST_KEPT:
            kept.clear()
        kept.update(read_now)
        found |= read_now
    return {each: found[each] for each in wanted}


def _analysed(written: list[str]) -> dict[str, Word]:
    analyser = Analyser(_known(written))
    return {each: analyser.word(each) for each in written}


def _forms_of(bases: list[str]) -> dict[str, frozenset[str]]:
    rows = list(SearchWord.objects.filter(bases__overlap=bases, uses__gt=0).values_list("form", "bases"))
    return {base: frozenset(form for form, its in rows if base in its) for base in bases}


def _which_occur(forms: list[str]) -> dict[str, bool]:
    found = set(SearchWord.objects.filter(form__in=forms, uses__gt=0).values_list("form", flat=True))
    return {each: each in found for each in forms}


def _known(written: list[str]) -> set[str]:
    """The words of the catalogue that may be parts of these."""
    parts = set().union(*(candidates(word(each).form) for each in written))
    if not parts:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"parts": list(parts)})
        return {each for pair in cursor.fetchall() for each in pair}
