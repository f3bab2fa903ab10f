"""The sentence on the largest gaps of a table: what it picks, and what it never says."""

import pytest

from initiatives.search.crosstab import crosstab
from initiatives.search.gaps import MIN_EXPECTED, Counts, emptiest_line, largest_gaps
from tests.asking import ask
from tests.factories import make_initiative


def counted(total, rows, columns, **cells):
    """Counts of which every cell is one, but for those that are named as `row_column`."""
    every = {(row, column): cells.get(f"{row}_{column}", 1) for row in rows for column in columns}
    return Counts(total, rows, columns, every)


def test_gaps_are_empty_cells_by_expected_count():
    counts = counted(100, {"a": 50, "b": 40, "c": 10}, {"x": 30, "y": 20}, a_y=0, b_x=0, c_x=0, c_y=0)
    # Expected: a and y 10, b and x 12, c and x 3, c and y 2.
    assert largest_gaps(counts, {}) == [("b", "x"), ("a", "y"), ("c", "x")]


def test_gap_is_expected_to_have_three_at_least():
    below = counted(100, {"a": 29}, {"x": 10}, a_x=0)
    assert (below.expected("a", "x"), largest_gaps(below, {})) == (2.9, [])
    at = counted(100, {"a": 30}, {"x": 10}, a_x=0)
    assert (at.expected("a", "x"), largest_gaps(at, {})) == (MIN_EXPECTED, [("a", "x")])


def test_row_has_one_gap_in_the_sentence():
    counts = counted(100, {"a": 60, "b": 20}, {"x": 60, "y": 50}, a_x=0, a_y=0, b_y=0)
    assert largest_gaps(counts, {}) == [("a", "x"), ("b", "y")]


def test_part_of_an_empty_row_is_no_gap_of_its_own():
    counts = counted(100, {"a": 60, "b": 50}, {"x": 60, "y": 50}, a_x=0, b_x=0, b_y=0)
    assert largest_gaps(counts, {"b": "a"}) == [("a", "x"), ("b", "y")]
    assert largest_gaps(counts, {}) == [("a", "x"), ("b", "x")]


@pytest.mark.parametrize(
    "counts", [counted(0, {}, {}), counted(0, {"a": 0}, {"x": 0}, a_x=0), counted(9, {"a": 9}, {"x": 9})]
)
def test_table_without_gaps_has_none(counts):
    assert (largest_gaps(counts, {}), emptiest_line(counts)) == ([], None)


def test_emptiest_line_is_by_share_and_has_something():
    counts = counted(9, {"a": 1, "b": 5, "none": 0}, {"x": 3, "y": 3}, a_y=0, none_x=0, none_y=0)
    line = emptiest_line(counts)
    assert (line.is_row, line.slug, line.empty, line.cells) == (False, "y", 2, 3)


def test_of_equally_empty_lines_the_one_with_most_initiatives_is_named():
    counts = counted(9, {"a": 1, "b": 5}, {"x": 3, "y": 2}, a_y=0, b_x=0)
    assert emptiest_line(counts).slug == "b"


@pytest.mark.django_db
def test_sentence_names_gaps_of_the_catalogue():
    table = crosstab(ask(), "doelgroep", "categorie")
    assert table.gaps == (
        "De grootste gaten: onze bronnen noemen niets voor mensen die hulp nodig hebben over schulden en geldzorgen,"
        " voor mensen met schulden over zorg en ondersteuning, en voor jongeren over ontmoeten en dagbesteding."
        " Los van elkaar noemen zij die wel vaak."
    )
    provinces = crosstab(ask(), "doelgroep", "provincie")
    assert provinces.gaps == (
        "Het grootste gat: onze bronnen noemen niets voor mensen die moeilijk te bereiken zijn in Flevoland."
        " Los van elkaar noemen zij die wel vaak."
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["", "toon=doelgroep", "fase=lopend", "bron=sociale-impact-coronacrisis", "vorm=digitaal"]
)
def test_what_is_called_a_gap_has_no_initiative(query):
    """By asking for each combination of labels that the sentence has."""
    answer = ask(query)
    gaps = crosstab(answer, "doelgroep", "categorie").gaps
    values = answer.search.facet_values
    named = [
        (group, category)
        for group, row in values.by_slug("doelgroep").items()
        for category, column in values.by_slug("categorie").items()
        if f"voor {row.label.lower()} over {column.label.lower()}" in gaps.lower()
    ]
    totals = [
        answer.search.with_changes(
            chosen={**answer.parameters.chosen, "doelgroep": [group], "categorie": [category]}
        ).total
        for group, category in named
    ]
    assert totals == [0] * len(named)
    assert bool(named) == gaps.startswith(("De grootste gaten", "Het grootste gat"))


@pytest.mark.django_db
def test_filters_limit_what_the_sentence_says(no_initiatives):
    for number in range(8):
        make_initiative(f"oud-{number}", target_groups=("ouderen",), categories=("taal",), phase="lopend")
        make_initiative(f"jong-{number}", target_groups=("jongeren",), categories=("sport-en-bewegen",), phase="lopend")
    make_initiative("idee", target_groups=("jongeren",), categories=("taal",), phase="idee")
    make_initiative("concept", target_groups=("ouderen",), categories=("sport-en-bewegen",), status="draft")
    whole, part = (crosstab(ask(query), "doelgroep", "categorie").gaps for query in ("", "fase=lopend"))
    rest = "onze bronnen noemen niets voor ouderen over sport en bewegen"
    assert whole == f"Het grootste gat: {rest}. Los van elkaar noemen zij die wel vaak."
    assert part == (
        f"De grootste gaten bij deze keuze: onze bronnen noemen niets voor jongeren over taal en basisvaardigheden, en"
        f" {rest.removeprefix('onze bronnen noemen niets ')}. Los van elkaar noemen zij die wel vaak."
    )
