"""What the map shows of an answer: its dots, their table, the names and the legend."""

import pytest

from initiatives.maps.dots import Map, legend
from initiatives.maps.geometry import MAX_RADIUS, MIN_RADIUS, radius
from tests.asking import ask
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db
# The ten municipalities with the most inhabitants.
LARGEST = {
    *("Amsterdam", "Rotterdam", "Den Haag", "Utrecht", "Eindhoven"),
    *("Groningen", "Tilburg", "Almere", "Breda", "Nijmegen"),
}


# A quarter of the largest has half its radius; to one digit.
@pytest.mark.parametrize(
    ("most", "counts"),
    [(0, []), (1, [1]), (2, [2, 1]), (8, [8, 2, 1]), (43, [43, 10, 1]), (70, [70, 20, 1]), (5000, [5000, 1000, 1])],
)
def test_legend_has_circles_of_three_sizes_at_most(most, counts):
    circles = legend(most)
    assert [circle.count for circle in circles] == counts
    assert [circle.radius for circle in circles] == [pytest.approx(radius(count, most), abs=0.05) for count in counts]
    assert all(MIN_RADIUS <= circle.radius <= MAX_RADIUS for circle in circles)


def test_circles_of_the_legend_stand_clear_of_each_other():
    largest, middle, smallest = legend(43)
    assert largest.y + largest.radius < middle.y - middle.radius
    assert middle.y + middle.radius < smallest.y - smallest.radius


def test_names_on_the_map_of_the_catalogue_are_spread_over_the_country():
    names = [label.name for label in Map.of(ask()).labels]
    assert names[0] == "Almere"  # the largest dot
    assert set(names) >= LARGEST
    assert {"Maastricht", "Enschede", "Leeuwarden", "Zwolle"} <= set(names)
    assert len(names) <= 16


@pytest.mark.parametrize("query", ["", "doelgroep=jongeren", "categorie=eenzaamheid", "inwoners=vanaf-250000"])
def test_no_name_on_the_map_lies_over_the_dot_of_another_municipality(query):
    shown = Map.of(ask(query))
    largest = shown.dots[0].label  # it gets its name anyway
    assert [
        (label.name, dot.label)
        for label in shown.labels
        for dot in shown.dots
        if label.name not in (dot.label, largest) and label.ink.touches(dot.x, dot.y, dot.radius)
    ] == []


def test_chosen_municipality_has_its_name_on_the_map():
    names = [label.name for label in Map.of(ask("gemeente=zwijndrecht&gemeente=papendrecht")).labels]
    assert sorted(names[:2]) == ["Papendrecht", "Zwijndrecht"]


def test_table_is_by_number_or_by_name(no_initiatives):
    for slug, municipalities in {"een": ("urk", "almere", "zwolle"), "twee": ("urk",), "drie": ("zwolle",)}.items():
        make_initiative(slug, municipalities=municipalities)
    make_initiative("concept", municipalities=("tiel",), status="draft")
    by_number, by_name = Map.of(ask("sorteer=titel")), Map.of(ask("sorteer=gemeente"))
    assert [(dot.label, dot.count) for dot in by_number.rows] == [("Urk", 2), ("Zwolle", 2), ("Almere", 1)]
    assert [(dot.label, dot.count) for dot in by_name.rows] == [("Almere", 1), ("Urk", 2), ("Zwolle", 2)]
    assert [sort.chosen for sort in by_number.sorts] == [False, True]
    assert [sort.chosen for sort in by_name.sorts] == [True, False]
    assert [dot.label for dot in by_name.dots] == [dot.label for dot in by_number.dots] == ["Urk", "Zwolle", "Almere"]
