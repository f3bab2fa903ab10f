"""Mercator, and finding its scale and corner back."""

from math import log, pi, radians, tan

import pytest

from initiatives.maps.projection import Projection, fitted, mercator

KNOWN = Projection(scale=14_000.0, left=-800.0, top=15_600.0)


@pytest.mark.parametrize("latitude", [-60.0, 0.0, 45.0, 52.1])
def test_mercator_is_as_in_the_book(latitude):
    assert mercator(latitude, 5.0) == pytest.approx((radians(5), -log(tan(pi / 4 + radians(latitude) / 2))))


def test_place_moves_and_scales():
    assert KNOWN.place(0, 0) == pytest.approx((-800, 15_600))
    assert KNOWN.place(0, 180 / pi) == pytest.approx((13_200, 15_600))


def squares(size):
    """Places on a grid, each in a square of its own on the map, not in its middle."""
    for row in range(8):
        for column in range(8):
            latitude, longitude = 50.8 + 0.35 * row, 3.6 + 0.45 * column
            x, y = KNOWN.place(latitude, longitude)
            left, top = x - size * (0.3 + 0.05 * column), y - size * (0.7 - 0.05 * row)
            yield (
                latitude,
                longitude,
                [[(left, top), (left + size, top), (left + size, top + size), (left, top + size)]],
            )


def worst(projection, places):
    """How far the places lie from where they are known to lie, at most."""
    pairs = ((projection.place(a, b), KNOWN.place(a, b)) for a, b, _ in places)
    return max(abs(x - u) + abs(y - v) for (x, y), (u, v) in pairs)


@pytest.mark.parametrize("size", [2.0, 20.0])
def test_fitted_finds_the_projection_back(size):
    places = list(squares(size))
    assert worst(fitted(places), places) < size


def test_fitted_leaves_out_what_cannot_be_right():
    """One place in a shape on the other side of the map does not move the others."""
    places = list(squares(2.0))
    places[0] = (*places[0][:2], places[-1][2])
    assert worst(fitted(places), places) < 4
