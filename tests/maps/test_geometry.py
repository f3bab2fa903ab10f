"""The shipped outline, where places lie on it, and the size of dots."""

import pytest

from initiatives.maps.geometry import FILE, MAX_RADIUS, MIN_RADIUS, outline, radius
from initiatives.models import Municipality, Province
from tests.maps.plane import distance, distance_to_ring, holds, rings_of, sides, winding

PATHS = {province.code: province.path for province in outline().provinces}
VIJFHEERENLANDEN = "GM1961"  # in Utrecht since 2019; the border is older
SLUGS = {province.code: province.slug for province in outline().provinces}


@pytest.fixture(scope="module")
def placed(django_db_setup, django_db_blocker):
    """Every municipality: its code, its province's code and where it lies."""
    with django_db_blocker.unblock():
        rows = list(Municipality.objects.values_list("code", "province__code", "latitude", "longitude"))
    return [(code, province, outline().place(latitude, longitude)) for code, province, latitude, longitude in rows]


@pytest.mark.django_db
def test_outline_has_the_provinces_of_the_catalogue():
    shapes = [(province.code, province.name, province.slug) for province in outline().provinces]
    assert shapes == list(Province.objects.order_by("code").values_list("code", "name", "slug"))
    assert len(shapes) == 12


@pytest.mark.parametrize("code", PATHS, ids=SLUGS.get)
def test_path_is_of_closed_rings_in_the_view_box(code):
    left, top, width, height = map(int, outline().view_box.split())
    for ring in rings_of(PATHS[code]):
        assert len(set(ring)) >= 3
        assert all(here != there for here, there in sides(ring))
        assert all(left < x < left + width and top < y < top + height for x, y in ring)


def test_paths_are_small():
    assert sum(map(len, PATHS.values())) < 12_000
    assert FILE.stat().st_size < 14_000


def test_municipalities_lie_in_their_province(placed):
    outside = {
        code: distance(PATHS[province], point) for code, province, point in placed if not holds(PATHS[province], point)
    }
    assert len(placed) == 360
    assert len(outside) <= 4
    assert outside.pop(VIJFHEERENLANDEN) < 18
    assert max(outside.values(), default=0) < 1.5


def test_municipalities_lie_in_no_other_province(placed):
    wrong = {code for code, own, point in placed for other in PATHS if other != own and holds(PATHS[other], point)}
    assert wrong - {VIJFHEERENLANDEN} == set()


def test_places_are_where_the_country_ends():
    """The drawing is as wide as the country: from Sint Anna ter Muiden (3.358) to Bad Nieuweschans (7.227)."""
    columns = [x for path in PATHS.values() for ring in rings_of(path) for x, _ in ring]
    ends = [outline().place(52, longitude)[0] for longitude in (3.358, 7.227)]
    assert ends == [pytest.approx(min(columns), abs=3), pytest.approx(max(columns), abs=3)]


@pytest.mark.parametrize(
    ("water", "latitude", "longitude"),
    [("IJsselmeer", 52.82, 5.25), ("Waddenzee", 53.25, 5.25), ("Oosterschelde", 51.60, 3.90), ("Noordzee", 52.5, 4.0)],
)
def test_water_is_in_no_province(water, latitude, longitude):
    point = outline().place(latitude, longitude)
    assert [code for code, path in PATHS.items() if holds(path, point)] == []


@pytest.mark.parametrize(
    ("island", "province", "latitude", "longitude"),
    [
        ("Texel", "PV27", 53.08, 4.82),
        ("Vlieland", "PV21", 53.26, 4.98),
        ("Terschelling", "PV21", 53.40, 5.30),
        ("Ameland", "PV21", 53.45, 5.75),
        ("Schiermonnikoog", "PV21", 53.49, 6.20),
    ],
)
def test_wadden_islands_have_rings_of_their_own(island, province, latitude, longitude):
    point = outline().place(latitude, longitude)
    mainland, *islands = sorted(rings_of(PATHS[province]), key=len, reverse=True)
    assert not winding(point, mainland)
    assert min(distance_to_ring(point, ring) for ring in islands) < 4


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("PV20", "PV22", 20),
        ("PV21", "PV23", 10),
        ("PV24", "PV23", 10),
        ("PV25", "PV26", 20),
        ("PV27", "PV28", 10),
        ("PV28", "PV29", 5),
        ("PV30", "PV31", 8),
    ],
)
def test_neighbours_share_the_points_of_their_border(one, other, least):
    shared = [{frozenset(side) for ring in rings_of(PATHS[code]) for side in sides(ring)} for code in (one, other)]
    assert len(shared[0] & shared[1]) >= least


def test_place_is_whole_numbers_growing_east_and_south():
    west, east = outline().place(52, 5), outline().place(51.9, 5.1)
    assert east[0] > west[0]
    assert east[1] > west[1]
    assert all(type(number) is int for number in (*west, *east))


def test_attribution_says_what_the_licence_wants():
    attribution = outline().attribution
    assert "MapSVG" in attribution.text
    assert "vereenvoudigd" in attribution.text
    assert attribution.licence == "CC BY 4.0"
    assert attribution.licence_url.startswith("https://creativecommons.org/licenses/by/4.0/")


def test_area_of_dots_is_in_proportion():
    assert [radius(count, 9) ** 2 / radius(1, 9) ** 2 for count in (1, 2, 5, 9)] == pytest.approx([1, 2, 5, 9])
    assert radius(50, 100) ** 2 / radius(100, 100) ** 2 == pytest.approx(0.5)


@pytest.mark.parametrize("most", [1, 16, 17, 43, 5000])
def test_radius_grows_between_its_bounds(most):
    sizes = [radius(count, most) for count in range(1, most + 1)]
    assert sizes == sorted(sizes)
    assert sizes[0] == MIN_RADIUS
    assert sizes[-1] <= MAX_RADIUS + 1e-9


def test_radius_of_nothing_is_zero():
    assert radius(0, 7) == 0
    assert radius(0, 0) == 0


@pytest.mark.parametrize(("count", "most"), [(-1, 3), (4, 3)])
def test_radius_of_an_impossible_count_is_refused(count, most):
    with pytest.raises(ValueError, match=f"{count} is not between 0 and {most}"):
        radius(count, most)


@pytest.mark.django_db
def test_towns_along_the_maas_lie_in_order():
    """Rotterdam once lay west of Schiedam."""
    places = dict(Municipality.objects.values_list("slug", "longitude"))
    from_the_west = ["vlaardingen", "schiedam", "rotterdam", "capelle-aan-den-ijssel"]
    assert sorted(from_the_west, key=places.__getitem__) == from_the_west
