"""The years that a list is about, from the dates of its sources."""

from initiatives.search.search import Search

SOURCES = "bron"  # the facet of sources


def source_years(search: Search) -> list[int]:
    """Return the first and the last year of the sources of all results, or one year when they are the same.

    Without results, of all sources; none in a catalogue without sources. Asks the database nothing that the index does
    not keep.
    """
    sources, members = search.facet_values.rows(SOURCES), search.index.by_value[SOURCES]
    cited = [row for row in sources if row.slug in members and members[row.slug].intersect(search.matching)]
    years = {row.published.year for row in cited or sources}
    return sorted({min(years), max(years)}) if years else []
