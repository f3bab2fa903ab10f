"""Every way to sort results, once: its value in a query string, its label and its order in SQL."""

from dataclasses import dataclass

RELEVANCE, NEWEST, TITLE, MUNICIPALITY = "relevantie", "nieuwste", "titel", "gemeente"
# From its first letter or digit on, so that titles in quotes or with a # are not in front.
BY_TITLE = "regexp_replace(folded_title, '^[^[:alnum:]]+', ''), initiative_id"


@dataclass(frozen=True)
class Sort:
    """One way to sort; `first` is an ORDER BY clause over the table of search rows, in which titles break ties."""

    key: str
    label: str
    first: str = ""

    @property
    def order(self) -> str:
        """An ORDER BY clause that ends in a unique column."""
        return ", ".join(filter(None, [self.first, BY_TITLE]))


SORTS = {
    sort.key: sort
    for sort in (
        # Breaks ties between results that match equally well.
        Sort(RELEVANCE, "Best passend", "seen_on DESC NULLS LAST, completeness DESC"),
        Sort(
            NEWEST,
            "Laatst toegevoegd",
            "(SELECT published_at FROM initiatives_initiative WHERE id = initiative_id) DESC, seen_on DESC NULLS LAST",
        ),
        Sort(TITLE, "Titel van A tot Z"),
        Sort(MUNICIPALITY, "Gemeente", "NULLIF(place, '') NULLS LAST"),
    )
}
