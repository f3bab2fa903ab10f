"""Mercator's projection."""

from math import log, pi, radians, tan

import pytest

from initiatives.maps.projection import Projection, mercator

KNOWN = Projection(scale=14_000.0, left=-800.0, top=15_600.0)


@pytest.mark.parametrize("latitude", [-60.0, 0.0, 45.0, 52.1])
def test_mercator_is_as_in_the_book(latitude):
    assert mercator(latitude, 5.0) == pytest.approx((radians(5), -log(tan(pi / 4 + radians(latitude) / 2))))


def test_place_moves_and_scales():
    assert KNOWN.place(0, 0) == pytest.approx((-800, 15_600))
    assert KNOWN.place(0, 180 / pi) == pytest.approx((13_200, 15_600))
