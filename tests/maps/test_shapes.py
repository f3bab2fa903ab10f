"""Area, inside and nearest."""

import pytest

from initiatives.maps.shapes import area, inside, nearest

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
HOLE = [(4.0, 4.0), (4.0, 6.0), (6.0, 6.0), (6.0, 4.0)]


def test_area_of_a_hole_is_negative():
    assert (area(SQUARE), area(HOLE)) == (100, -4)


@pytest.mark.parametrize(
    ("point", "expected"),
    [((1, 1), (1, 1)), ((12, 5), (10, 5)), ((-3, -4), (0, 0)), ((5, 4.5), (5, 4))],
    ids=["inside", "beside", "at a corner", "in the hole"],
)
def test_nearest_is_inside_or_on_the_border(point, expected):
    assert nearest(point, [SQUARE, HOLE]) == pytest.approx(expected)
    assert inside(point, [SQUARE, HOLE]) == (point == expected)


def test_side_without_length_is_a_point():
    assert nearest((3.0, 4.0), [[(0.0, 0.0), (0.0, 0.0)]]) == (0, 0)
