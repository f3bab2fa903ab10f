"""The words of the catalogue, asked from PostgreSQL as questions need them: compounds, and forms to mark."""

from django.db.models import Q

from initiatives.models import SearchWord
from initiatives.search.analysis import Analyser, Word, candidates, word

MOST_KEPT = 2_000  # words; then the lexicon begins anew


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
        if new := [each for each in written if each not in self._words]:
            self._make_room(self._words)
            analyser = Analyser(_known(new))
            self._words.update((each, analyser.word(each)) for each in new)
        return {each: self._words[each] for each in written}

    def forms(self, bases: list[str]) -> frozenset[str]:
        """Every form in the catalogue that is found by one of these bases, compounds too; one query for new ones."""
        if new := [each for each in bases if each not in self._forms]:
            self._make_room(self._forms)
            found = SearchWord.objects.filter(bases__overlap=new, uses__gt=0).values_list("form", "bases")
            rows = list(found)
            self._forms.update((base, frozenset(form for form, its in rows if base in its)) for base in new)
        return frozenset().union(*(self._forms[each] for each in bases))

    def occurring(self, forms: list[str]) -> set[str]:
        """Which of these forms the catalogue has; one query for new ones."""
        if new := [each for each in forms if each not in self._occurs]:
            self._make_room(self._occurs)
            found = set(SearchWord.objects.filter(form__in=new, uses__gt=0).values_list("form", flat=True))
            self._occurs.update((each, each in found) for each in new)
        return {each for each in forms if self._occurs[each]}

    def _make_room(self, kept: dict) -> None:
        if len(kept) > MOST_KEPT:
            kept.clear()


def _known(written: list[str]) -> set[str]:
    """The words of the catalogue that may be parts of these."""
    parts = [part for each in written for part in candidates(word(each).form)]
    if not parts:
        return set()
    pairs = SearchWord.objects.filter(Q(form__in=parts) | Q(lemma__in=parts)).values_list("form", "lemma")
    return {each for pair in pairs for each in pair}
