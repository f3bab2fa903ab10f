"""Municipalities through time, and by all their names."""

from datetime import date

import pytest

from initiatives.choices import SizeClass
from initiatives.models import Municipality, MunicipalityNames

pytestmark = pytest.mark.django_db


def names(municipalities):
    return [municipality.name for municipality in municipalities]


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2020, 1, 1), 355),
        (date(2021, 1, 1), 352),
        (date(2022, 1, 1), 345),
        (date(2022, 3, 24), 344),
        (date(2023, 1, 1), 342),
    ],
)
def test_alive_on_a_day_matches_the_known_numbers(day, number):
    assert Municipality.objects.existing(day).count() == number


def test_today_of_a_living_municipality_is_itself():
    almere = Municipality.objects.get(code="GM0034")
    assert almere.successors_today() == [almere]


def test_today_of_a_merged_municipality_is_its_successor():
    assert names(Municipality.objects.get(slug="weesp").successors_today()) == ["Amsterdam"]


def test_today_of_a_split_municipality_is_all_successors():
    haaren = Municipality.objects.get(slug="haaren")
    assert sorted(names(haaren.successors_today())) == ["Boxtel", "Oisterwijk", "Tilburg", "Vught"]


def test_today_follows_a_chain_of_mergers():
    chain = Municipality.objects.get(slug="delfzijl")
    eemsdelta = Municipality.objects.get(slug="eemsdelta")
    eemsdelta.valid_until = date(2024, 1, 1)
    eemsdelta.save()
    eemsdelta.successors.set([Municipality.objects.get(slug="groningen")])
    assert names(chain.successors_today()) == ["Groningen"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("den-haag", ["Den Haag"]),
        ("Den Haag", ["Den Haag"]),
        ("'s-gravenhage", ["Den Haag"]),
        ("GM0518", ["Den Haag"]),
        ("gm0518", ["Den Haag"]),
        ("  Almere ", ["Almere"]),
        ("Tietjerksteradeel", ["Tytsjerksteradiel"]),
        ("bergen", ["Bergen (L.)", "Bergen (NH.)"]),
        ("Weesp", ["Amsterdam"]),
        ("Haaren", ["Boxtel", "Oisterwijk", "Tilburg", "Vught"]),
        ("Atlantis", []),
        ("", []),
    ],
)
def test_named_finds_what_somebody_means(name, expected):
    assert names(MunicipalityNames(Municipality.objects.prefetch_related("successors")).find(name)) == expected


def test_named_needs_two_queries(django_assert_num_queries):
    with django_assert_num_queries(2):
        lookup = MunicipalityNames(Municipality.objects.prefetch_related("successors"))
        lookup.find("Haaren")
        lookup.find("Weesp")


@pytest.mark.parametrize(
    ("population", "size"),
    [
        (24_999, SizeClass.TINY),
        (25_000, SizeClass.SMALL),
        (50_000, SizeClass.MEDIUM),
        (99_999, SizeClass.MEDIUM),
        (100_000, SizeClass.LARGE),
        (249_999, SizeClass.LARGE),
        (250_000, SizeClass.HUGE),
    ],
)
def test_size_class_includes_its_lower_bound(population, size):
    assert Municipality(population=population).size_class == size


def test_size_class_unknown_without_population():
    assert Municipality(population=None).size_class is None


def test_initial_skips_an_apostrophe():
    assert Municipality(name="'s-Gravenhage").initial == "S"


def test_abolished_municipality_without_successors_is_nothing_today():
    urk = Municipality.objects.get(slug="urk")
    urk.valid_until = date(2021, 1, 1)
    assert urk.successors_today() == []


def test_municipality_of_the_future_is_nothing_today():
    assert Municipality(valid_from=date(2099, 1, 1)).successors_today() == []


def test_successors_that_go_round_end():
    urk, almere = Municipality.objects.get(slug="urk"), Municipality.objects.get(slug="almere")
    Municipality.objects.filter(pk__in=[urk.pk, almere.pk]).update(valid_until=date(2021, 1, 1))
    urk.successors.set([almere, urk])
    almere.successors.set([urk])
    assert Municipality.objects.get(slug="urk").successors_today() == []


def test_initial_of_a_name_without_letters():
    assert Municipality(name="2040").initial == "#"
