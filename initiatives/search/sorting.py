"""Every way to sort results, once: its value in a query string, its label and its order in SQL."""

from dataclasses import dataclass

RELEVANCE, NEWEST, TITLE, MUNICIPALITY = "relevantie", "nieuwste", "titel", "gemeente"


@dataclass(frozen=True)
class Sort:
    """One way to sort; `order` is an ORDER BY clause over the table of search rows that ends in a unique column."""

    key: str
    label: str
    order: str


SORTS = {
    sort.key: sort
    for sort in (
        # Breaks ties between results that match equally well.
        Sort(RELEVANCE, "Best passend", "seen_on DESC NULLS LAST, completeness DESC, folded_title, initiative_id"),
        Sort(
            NEWEST,
            "Laatst toegevoegd",
            "(SELECT published_at FROM initiatives_initiative WHERE id = initiative_id) DESC,"
            " seen_on DESC NULLS LAST, folded_title, initiative_id",
        ),
        Sort(TITLE, "Titel", "folded_title, initiative_id"),
        Sort(MUNICIPALITY, "Gemeente", "NULLIF(place, '') NULLS LAST, folded_title, initiative_id"),
    )
}
