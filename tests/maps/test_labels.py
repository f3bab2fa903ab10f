"""Which names stand on the map, and where."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.maps.labels import GAP, MAX_LABELS, MIN_DISTANCE, Box, Circle, place_labels

RING = [(45, 0), (22, 39), (-22, 39), (-45, 0), (-22, -39), (22, -39)]
PICTURE = Box(0, 0, 1000, 1000)
COORDINATES = st.integers(0, 1000)
CIRCLES = st.lists(
    st.builds(Circle, st.text("abcdefgh", min_size=3, max_size=22), COORDINATES, COORDINATES, st.floats(5, 42)),
    max_size=40,
)


def test_name_stands_right_of_a_dot_that_is_alone():
    [label] = place_labels((Circle("Urk", 500, 500, 10),), PICTURE)
    assert (label.name, label.x, label.anchor) == ("Urk", 510 + GAP, "start")
    assert label.box.top < 500 < label.box.bottom


@pytest.mark.parametrize(
    ("x", "y", "anchor"), [(20, 500, "start"), (980, 500, "end"), (500, 10, "middle"), (985, 960, "end")]
)
def test_name_stays_in_the_picture(x, y, anchor):
    labels = place_labels((Circle("Dantumadiel", x, y, 5),), PICTURE)
    assert [label.anchor for label in labels] == [anchor]


def test_name_stands_where_it_covers_the_fewest_dots():
    beside = [Circle("Ede", 560, 500, 10), Circle("Oss", 440, 500, 10)]
    assert place_labels((Circle("Urk", 500, 500, 10), *beside), PICTURE)[0].anchor == "middle"


def test_dot_near_a_labelled_one_gets_no_name_unless_it_stands_out():
    first, near = Circle("Urk", 500, 500, 10), Circle("Ede", 500 + MIN_DISTANCE - 1, 500, 10)
    far, large = Circle("Oss", 500 + MIN_DISTANCE, 700, 10), Circle("Almere", 480, 420, 30, stands_out=True)
    assert [label.name for label in place_labels((first, near, far, large), PICTURE)] == ["Urk", "Oss", "Almere"]


def covered(labels, circles):
    """The pairs of a name and another dot that it, or its line, lies over."""
    return [
        (label.name, other.name)
        for label in labels
        for other in circles
        if other.name != label.name
        for shape in (label.ink, label.line)
        if shape and shape.touches(other.x, other.y, other.radius)
    ]


def test_name_without_room_beside_its_dot_has_a_line_to_it():
    ring = [Circle(f"Dorp {number}", 500 + x, 500 + y, 14) for number, (x, y) in enumerate(RING)]
    urk, *labels = place_labels((Circle("Urk", 500, 500, 10), *ring), PICTURE)
    assert (urk.name, urk.line is not None) == ("Urk", True)
    assert covered([urk, *labels], ring) == []


def test_name_that_would_cover_another_dot_is_left_out_unless_its_own_stands_out():
    around = [Circle(f"Dorp {x} {y}", x, y, 50) for x in range(20, 1000, 80) for y in range(20, 1000, 80)]
    assert place_labels((Circle("Dantumadiel", 500, 500, 10), *around), PICTURE) == ()
    [label] = place_labels((Circle("Dantumadiel", 500, 500, 10, stands_out=True), *around), PICTURE)
    assert label.name == "Dantumadiel"


def test_place_that_is_taken_stays_free():
    legend = Box(500, 480, 700, 520)
    [label] = place_labels((Circle("Urk", 490, 500, 5),), PICTURE, (legend,))
    assert not label.box.overlaps(legend)
    assert place_labels((Circle("Urk", 500, 500, 5),), PICTURE, (PICTURE,)) == ()


@given(CIRCLES)
def test_names_never_overlap_or_leave_the_picture(circles):
    labels = place_labels(tuple(circles), PICTURE)
    assert [pair for pair in combinations(labels, 2) if pair[0].box.overlaps(pair[1].box)] == []
    boxes = [label.box for label in labels]
    assert all(box.left >= 0 and box.top >= 0 and box.right <= 1000 and box.bottom <= 1000 for box in boxes)
    assert len(labels) <= MAX_LABELS
    assert place_labels.__wrapped__(tuple(circles), PICTURE) == labels


@given(CIRCLES)
def test_names_never_cover_other_dots(circles):
    different = list({circle.name: circle for circle in circles}.values())
    assert covered(place_labels(tuple(different), PICTURE), different) == []
