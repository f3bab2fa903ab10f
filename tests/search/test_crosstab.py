"""The table of two facets says in every cell what the facets themselves say."""

from itertools import chain

import pytest

from initiatives.models import TargetGroup
from initiatives.search.crosstab import COLUMNS, HEATS, ROWS, crosstab, heat
from initiatives.search.facets.codes import code_for, values_by_code
from tests.asking import ask
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db

QUERIES = [
    "toon=doelgroep",
    "gemeente=almere&toon=doelgroep",
    "provincie=flevoland&landelijk=ja&q=bellen",
    "fase=lopend",
]


def asked(client, cell):
    """The answer on the list behind a cell, which is one step away."""
    response = client.get(f"/matrix/{cell.url}")
    path, _, query = response["Location"].partition("?")
    assert (response.status_code, path) == (301, "/initiatieven/")
    return ask(query)


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
@pytest.mark.parametrize("question", ["", "gemeente=almere&landelijk=ja", "fase=lopend&q=bellen&sorteer=titel"])
def test_every_cell_leads_to_as_many_results(client, columns, question):
    table = crosstab(ask(question), "doelgroep", columns)
    cells = [
        (line.label, column, cell)
        for line in table.lines
        for column, cell in zip(table.columns, line.cells, strict=True)
    ]
    wrong = [cell for *_, cell in cells if cell.count and asked(client, cell).total != cell.count]
    assert wrong == []
    assert [cell for *_, cell in cells if bool(cell.url) != bool(cell.count)] == []
    assert len({cell.url for *_, cell in cells if cell.count}) > 10


def test_cell_leads_to_the_canonical_address_of_its_combination(client, no_initiatives):
    make_initiative("proef", target_groups=("mannen",), categories=("taal",), phase="lopend")
    table = crosstab(ask("fase=lopend&sorteer=titel&toon=doelgroep"), "doelgroep", "categorie")
    [address] = [cell.url for cell in table.cells if cell.count]
    assert len(address.partition("?")[0]) == len("v/abcdef.abcdef")
    response = client.get(f"/matrix/{address}")
    assert response["Location"] == "/initiatieven/?categorie=taal&doelgroep=mannen&fase=lopend&sorteer=titel"


def test_cell_of_a_renamed_group_leads_to_the_name_of_today(client):
    address = f"/matrix/v/{code_for('doelgroep', 'jongeren')}.{code_for('provincie', 'flevoland')}"
    before = client.get(address)
    TargetGroup.objects.filter(slug="jongeren").update(slug="jonge-mensen")
    after = client.get(address)
    assert before["Location"] == "/initiatieven/?doelgroep=jongeren&provincie=flevoland"
    assert after["Location"] == "/initiatieven/?doelgroep=jonge-mensen&provincie=flevoland"


@pytest.mark.parametrize("cell", ["aaaaaa.bbbbbb", "a.b", "ouderen.taal"])
def test_unknown_cell_is_not_found(client, cell):
    assert client.get(f"/matrix/v/{cell}").status_code == 404


def test_codes_are_the_same_in_every_database():
    """They were given out as addresses: another hash would break them."""
    assert [code_for("doelgroep", "ouderen"), code_for("categorie", "taal")] == ["mecpoz", "qeg6nt"]


def test_codes_of_the_catalogue_differ():
    values = ask().search.facet_values
    keys = (ROWS, *chain.from_iterable(COLUMNS.values()))
    assert len(values_by_code(values, keys)) >= sum(len(values.by_slug(key)) for key in keys) > 80


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
    filled = [
        (line.label, column, cell.count, cell.heat)
        for line in table.lines
        for column, cell in zip(table.columns, line.cells, strict=True)
        if cell.count
    ]
    assert filled == [("Mannen", "Taal en basisvaardigheden", 1, 1)]


# By hand: 1 + 7 * (sqrt(count) - 1) / (sqrt(largest) - 1), rounded; of 36 that is 1 + 7/5 for 4, 1 + 14/5 for 9.
@pytest.mark.parametrize(
    ("count", "largest", "shade"), [(0, 0, 0), (0, 36, 0), (1, 1, 1), (1, 36, 1), (4, 36, 2), (9, 36, 4), (36, 36, 8)]
)
def test_shade_goes_by_the_square_root(count, largest, shade):
    assert heat(count, largest) == shade


@pytest.mark.parametrize("largest", [2, 7, 44, 5000])
def test_shade_grows_from_one_to_the_darkest(largest):
    shades = [heat(count, largest) for count in range(1, largest + 1)]
    assert (shades[0], shades[-1], shades) == (1, HEATS, sorted(shades))
