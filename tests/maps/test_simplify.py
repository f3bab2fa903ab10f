"""Simplifying keeps shapes beside one another."""

from itertools import pairwise

import pytest

from initiatives.maps.simplify import simplified

# Two squares of 10 by 10 with a border that wavers by 0.2; the right one goes along it in the other direction.
BORDER = [(10.0, 0.0), (10.2, 2.0), (9.8, 4.0), (10.2, 6.0), (12.0, 8.0), (10.0, 10.0)]
LEFT = [(0.0, 0.0), *BORDER, (0.0, 10.0)]
RIGHT = [*reversed(BORDER), (20.0, 0.0), (20.0, 10.0)]


def borders(rings):
    """What both rings have in common, from top to bottom."""
    left, right = rings
    return sorted(set(left) & set(right), key=lambda point: point[1])


def test_small_points_go_and_large_stay():
    left, right = simplified([LEFT, RIGHT], same=0.1, smallest=2.0)
    assert left == [(0, 0), (10, 0), (10.2, 6), (12, 8), (10, 10), (0, 10)]
    assert right == [(10, 10), (12, 8), (10.2, 6), (10, 0), (20, 0), (20, 10)]


def test_nothing_goes_when_everything_is_large_enough():
    assert simplified([LEFT, RIGHT], same=0.1, smallest=0.0) == [LEFT, RIGHT]


def test_neighbours_that_do_not_quite_agree_get_one_border():
    moved = [(x + 0.04, y - 0.03) for x, y in RIGHT]
    assert borders([LEFT, moved]) == []
    assert borders(simplified([LEFT, moved], same=0.1, smallest=2.0)) == [(10, 0), (10.2, 6), (12, 8), (10, 10)]


def test_point_where_three_shapes_meet_stays():
    """(10, 5) is on a straight line for the left shape, but a corner for the other two."""
    left = [(0, 0), (10, 0), (10, 5), (10, 10), (0, 10)]
    above = [(10, 5), (10, 0), (20, 0), (20, 5)]
    below = [(10, 10), (10, 5), (20, 5), (20, 10)]
    assert simplified([left, above, below], same=0.1, smallest=50.0) == [left, above, below]


def test_island_stays_a_shape():
    island = [(0.0, 0.0), (1.0, -0.5), (2.0, 0.0), (2.5, 1.0), (2.0, 2.0), (0.0, 2.0)]
    (left,) = simplified([island], same=0.1, smallest=1000.0)
    assert len(left) == 4
    assert set(left) < set(island)


@pytest.mark.parametrize("same", [0.3, 0.5])
def test_repeated_points_become_one(same):
    ring = [(0.0, 0.0), (0.1, 0.1), (5.0, 0.0), (5.0, 5.0), (0.0, 5.0), (0.0, 0.1)]
    (left,) = simplified([ring], same=same, smallest=0.0)
    assert len(left) == 4
    assert all(here != there for here, there in pairwise([*left, left[0]]))
