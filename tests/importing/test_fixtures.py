"""The shipped fixtures are complete and right, as far as a machine can tell."""

import re

import pytest
from django.core.management import call_command

from initiatives.choices import Attention, Scope, Status
from initiatives.models import (
    Category,
    Initiative,
    Link,
    Mention,
    Municipality,
    Organisation,
    Province,
    Recommendation,
    Source,
    TargetGroup,
)

pytestmark = pytest.mark.django_db

LIST = "lijst-initiatieven-kwetsbare-doelgroepen"
PRINTED_NUMBERS = [*range(1, 10), *range(19, 24), *range(33, 39), *range(45, 54), *range(61, 65)]
DRECHTSTEDEN = [
    "Alblasserdam",
    "Dordrecht",
    "Hardinxveld-Giessendam",
    "Hendrik-Ido-Ambacht",
    "Papendrecht",
    "Sliedrecht",
    "Zwijndrecht",
]


def mention(number):
    return Mention.objects.get(source__slug=LIST, locator=f"nr. {number}")


def test_places_are_complete():
    assert Province.objects.count() == 12
    assert Municipality.objects.count() == 360
    gone = Municipality.objects.filter(valid_until__isnull=False)
    assert [each.name for each in gone if not each.successors.exists()] == []


def test_list_has_exactly_the_printed_numbers():
    locators = Mention.objects.filter(source__slug=LIST).values_list("locator", flat=True)
    assert sorted(int(locator.removeprefix("nr. ")) for locator in locators) == PRINTED_NUMBERS


@pytest.mark.parametrize(
    ("number", "name", "category", "group", "municipality", "slugs"),
    [
        (1, "Coronamaatjes", "Matchen hulpvragen", "Hulpbehoevenden", "Almere", ["almere"]),
        (6, "Kerstkaartenactie", "Een klein gebaar", "Ouderen", "Landelijk", []),
        (7, "Tom in de buurt", "Eenzaamheid", "Alle inwoners", "Alphen aan den Rijn", ["alphen-aan-den-rijn"]),
        (36, "Vriendendiensten", "Matchen hulpvragen", "Alle inwoners", "Deventer en omstreken", ["deventer"]),
        (37, "TEJO huis", "Communicatie", "Jongeren", "Goes", ["goes"]),
        (
            47,
            "Taskforce Hulpvragen coronatijd",
            "Corona dienstverlening",
            "Alle inwoners",
            "gemeente Amersfoort",
            ["amersfoort"],
        ),
        (
            63,
            "Stichting Life Goals",
            "Digitale dienstverlening",
            "Inwoners met een beperking",
            "Gemeente Utrecht",
            ["utrecht"],
        ),
    ],
)
def test_mention_carries_what_is_printed(number, name, category, group, municipality, slugs):
    found = mention(number)
    printed = (found.printed_name, found.printed_category, found.printed_target_group, found.printed_municipality)
    assert printed == (name, category, group, municipality)
    assert [each.slug for each in found.initiative.municipalities.all()] == slugs


def test_drechtsteden_are_the_seven_of_2020():
    initiative = mention(33).initiative
    assert (initiative.scope, initiative.region) == (Scope.REGIONAL, "Drechtsteden")
    assert [each.name for each in initiative.municipalities.all()] == DRECHTSTEDEN


def test_every_initiative_is_complete():
    incomplete = [
        each.slug
        for each in Initiative.objects.filter(mentions__source__slug=LIST)
        if not (each.summary and each.description and each.target_groups.exists() and each.categories.exists())
    ]
    assert incomplete == []
    assert Initiative.objects.exclude(status=Status.PUBLISHED).count() == 0


def test_every_address_in_the_list_is_a_link_and_whole():
    urls = sorted(Link.objects.filter(initiative=mention(61).initiative).values_list("url", flat=True))
    assert urls == [
        "https://www.amsterdam.nl/ikhouafstandvanjou/",
        "https://www.amsterdam.nl/nieuws/nieuwsoverzicht/coronavirus/posters-flyers-video-coronamaatregelen/",
        "https://www.ggd.amsterdam.nl/coronavirus/informatie-andere-talen/",
    ]
    assert not [url for url in Link.objects.values_list("url", flat=True) if not re.fullmatch(r"[!-~]+", url)]


def test_matrix_has_eighteen_complete_target_groups():
    groups = TargetGroup.objects.exclude(attention="")
    assert groups.count() == 18
    assert groups.filter(attention=Attention.NEW).count() == 8
    assert [each.slug for each in groups if not (each.characteristics and each.reach and each.approach)] == []


def test_synonyms_mean_one_thing():
    rows = [*TargetGroup.objects.all(), *Category.objects.all()]
    words = [word.casefold() for row in rows for word in row.synonyms]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_sources_are_five():
    assert [source.file[:3] for source in Source.objects.all()] == ["000", "001", "002", "003", "004"]


def test_fixtures_are_ordinary_django_fixtures(settings):
    """`loaddata` can load them, into an empty database and once more."""
    models = (Initiative, Municipality, Organisation, Category, Source)
    counts = [model.objects.count() for model in models]
    names = ["provinces", "municipalities", "target_groups", "categories", "organisations", "sources"]
    names += [f"initiatives/{source.slug}" for source in Source.objects.all()] + ["recommendations"]
    for model in (Recommendation, Initiative, Source, Organisation, Category, Municipality, Province):
        model.objects.all().delete()
    TargetGroup.objects.filter(parent__isnull=False).delete()
    TargetGroup.objects.all().delete()
    for _ in range(2):
        call_command("loaddata", *names, verbosity=0)
        assert [model.objects.count() for model in models] == counts
