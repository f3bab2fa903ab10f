"""The table of two facets says in every cell what the facets themselves say."""

import pytest

from initiatives.search.crosstab import HEATS, crosstab, heat
from tests.asking import ask
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db

QUERIES = [
    "toon=doelgroep",
    "gemeente=almere&toon=doelgroep",
    "provincie=flevoland&landelijk=ja&q=bellen",
    "fase=lopend",
]


def asked(cell):
    return ask(cell.url.partition("?")[2])


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("columns", ["categorie", "provincie"])
def test_every_cell_equals_the_facet_count(query, columns):
    answer = ask(query)
    table = crosstab(answer, "doelgroep", columns)
    named = {term.label: slug for slug, term in answer.search.facet_values.by_slug(columns).items()}
    groups = {term.label: slug for slug, term in answer.search.facet_values.by_slug("doelgroep").items()}
    for line in table.lines:
        beside = answer.search.with_changes(chosen={**answer.parameters.chosen, "doelgroep": [groups[line.label]]})
        counts = [beside.count(columns, named[label]) for label in table.columns]
        assert [cell.count for cell in line.cells] == counts
    assert len(table.cells) == len(table.lines) * len(table.columns) > 0


@pytest.mark.parametrize("columns", ["categorie", "provincie"])
def test_every_cell_leads_to_as_many_results(columns):
    table = crosstab(ask(gemeente="almere", landelijk="ja"), "doelgroep", columns)
    assert [cell.label for cell in table.cells if asked(cell).total != cell.count] == []
    assert sum(cell.count for cell in table.cells) > 0


def test_all_groups_and_categories_are_in_the_table_with_the_smaller_groups_on_request():
    part, whole = (crosstab(ask(query), "doelgroep", "categorie") for query in ("", "toon=doelgroep"))
    terms = ask().search.facet_values.by_slug("doelgroep")
    assert [line.label for line in whole.lines] == [term.label for term in terms.values()]
    assert [line.label for line in part.lines] == [term.label for term in terms.values() if not term.parent]
    assert len(part.columns) == len(ask().search.facet_values.by_slug("categorie"))
    assert (part.url_expanded, whole.url_expanded) == ("/initiatieven/?toon=doelgroep", "")


def test_chosen_group_shows_what_belongs_to_it():
    table = crosstab(ask(doelgroep="ouderen"), "doelgroep", "categorie")
    assert [line.label for line in table.lines] == ["Ouderen", "Kwetsbare ouderen", "Bewoners van verpleeghuizen"]


def test_empty_cells_are_counted(no_initiatives):
    make_initiative("proef", target_groups=("mannen",), categories=("taal",))
    make_initiative("concept", target_groups=("vrouwen",), categories=("taal",), status="draft")
    table = crosstab(ask(), "doelgroep", "categorie")
    assert table.empty == len(table.cells) - 1
    assert [(cell.label, cell.count, cell.heat) for cell in table.cells if cell.count] == [("Mannen, Taal", 1, HEATS)]


@pytest.mark.parametrize(("count", "most", "shade"), [(0, 0, 0), (0, 44, 0), (1, 44, 1), (11, 44, 3), (44, 44, 5)])
def test_shade_goes_by_the_square_root(count, most, shade):
    assert heat(count, most) == shade
