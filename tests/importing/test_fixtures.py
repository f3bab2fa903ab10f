"""The shipped fixtures are complete and right, as far as a machine can tell."""

import re
from collections import Counter

import pytest
from django.core.management import call_command
from django.db.models import Count, Q

from initiatives.choices import Attention, Phase, Scope, Status
from initiatives.importing.fixture_reader import read
from initiatives.importing.loader import load
from initiatives.importing.summary import UNCHANGED
from initiatives.models import (
    Approach,
    Category,
    Initiative,
    Link,
    Mention,
    Municipality,
    Organisation,
    Province,
    Recommendation,
    SlugHistory,
    Source,
    TargetGroup,
)
from tests.proof import IS_THOROUGH

pytestmark = pytest.mark.django_db

LIST = "lijst-initiatieven-kwetsbare-doelgroepen"
TABLE = "sociale-impact-coronacrisis"
GUIDE = "moeilijk-bereikbare-groepen"
WEST_FRIESLAND = "drechterland enkhuizen hoorn koggenland medemblik opmeer stede-broec"
# Rows of the table by printed municipality, counted by hand in the document.
PRINTED_MUNICIPALITIES = """
3 Alkmaar; 5 Almere; 3 Amersfoort; 6 Amsterdam; 1 Apeldoorn; 1 Arnhem; 3 Assen;
1 Amersfoort, Almere, Enschede, Maastricht, Leiden en Alkmaar, Rotterdam, Den Haag; 6 Breda; 3 Breda (regio);
7 Delft; 3 Den Haag; 1 Deventer; 3 Diverse; 5 Diverse gemeenten; 3 Dordrecht; 3 Ede; 3 Eindhoven; 5 Emmen;
6 Enschede; 3 Gouda; 8 Groningen; 1 Groningen / arbeidsmarktregio Groningen; 6 Haarlem; 1 Haarlemmermeer;
9 Heerlen; 5 Helmond; 11 Hilversum; 4 Hoorn; 1 Hoorn/Westfriesland; 3 Leeuwarden; 6 Leiden; 9 Lelystad;
6 Maastricht; 1 Meer gemeenten; 2 Nijmegen; 5 Oss; 9 Rotterdam; 2 Schiedam; 5 Tilburg; 1 Utrecht (G4); 1 Venlo;
6 Zaanstad; 1 Zwolle
"""
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
    assert [municipality.name for municipality in gone if not municipality.successors.exists()] == []


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
    row = mention(number)
    printed = (row.printed_name, row.printed_category, row.printed_target_group, row.printed_municipality)
    assert printed == (name, category, group, municipality)
    assert [place.slug for place in row.initiative.municipalities.all()] == slugs


def test_drechtsteden_are_the_seven_of_2020():
    initiative = mention(33).initiative
    assert (initiative.scope, initiative.region) == (Scope.REGIONAL, "Drechtsteden")
    assert [place.name for place in initiative.municipalities.all()] == DRECHTSTEDEN


def test_table_of_chapter_three_is_there_row_by_row():
    mentions = Mention.objects.filter(source__slug=TABLE, order__lt=1000)  # from there on it is running text
    assert sorted(mentions.values_list("order", flat=True)) == list(range(1, 178))
    counted = [row.split(maxsplit=1) for row in PRINTED_MUNICIPALITIES.split(";")]
    printed = Counter(mentions.values_list("printed_municipality", flat=True))
    assert printed == {name.strip(): int(number) for number, name in counted}
    assert mentions.values("initiative").distinct().count() == 177


def test_initiatives_are_where_the_table_prints_them():
    """A row under a municipality's name belongs at least to that municipality."""
    names = {municipality.name: municipality for municipality in Municipality.objects.all()}
    rows = Mention.objects.filter(source__slug=TABLE, printed_municipality__in=names, order__lt=1000)
    elsewhere = [str(row) for row in rows if names[row.printed_municipality] not in row.initiative.municipalities.all()]
    assert (rows.count(), elsewhere) == (161, [])


@pytest.mark.parametrize(
    ("order", "scope", "region", "municipalities"),
    [
        (12, "lokaal", "", "alkmaar almere amersfoort den-haag enschede leiden maastricht rotterdam"),
        (30, "regionaal", "Regio Breda", "breda"),
        (44, "lokaal", "", "apeldoorn deventer"),
        (45, "meerdere", "", ""),
        (47, "lokaal", "", "deventer enschede groningen leeuwarden zaanstad zwolle"),
        (48, "lokaal", "", "amsterdam den-haag"),
        (50, "lokaal", "", "almelo arnhem den-haag"),
        (120, "regionaal", "West-Friesland", WEST_FRIESLAND),
        (145, "meerdere", "", ""),
    ],
)
def test_row_of_several_places_has_them(order, scope, region, municipalities):
    initiative = Mention.objects.get(source__slug=TABLE, order=order).initiative
    assert (initiative.scope, initiative.region) == (scope, region)
    assert " ".join(sorted(place.slug for place in initiative.municipalities.all())) == municipalities


def test_labour_market_region_of_groningen_is_that_of_2020():
    initiative = Mention.objects.get(source__slug=TABLE, order=83).initiative
    provinces = Counter(place.province.name for place in initiative.municipalities.all())
    assert (initiative.scope, initiative.region) == ("regionaal", "Arbeidsmarktregio Groningen")
    assert provinces == {"Groningen": 12, "Drenthe": 4}


def test_coronamaatjes_stand_in_three_sources():
    initiative = Initiative.objects.get(slug="coronamaatjes-almere")
    assert [row.source.file[:3] for row in initiative.mentions.all()] == ["004", "001", "000"]  # oldest first


@pytest.mark.parametrize("municipality", ["alblasserdam", "barneveld", "dantumadiel", "rotterdam", "schiedam"])
def test_pilots_of_the_guide_have_figures_and_lessons(municipality):
    rows = Initiative.objects.filter(mentions__source__slug=GUIDE, mentions__locator__startswith="pilot")
    rows = rows.filter(municipalities__slug=municipality).exclude(results="").exclude(lessons="")
    assert rows.exists()


def test_seven_recommendations_each_have_examples():
    recommendations = Recommendation.objects.all()
    assert [recommendation.number for recommendation in recommendations] == [1, 2, 3, 4, 5, 6, 7]
    assert [recommendation.slug for recommendation in recommendations if recommendation.illustrations.count() < 2] == []


def test_categories_are_explained_and_used():
    rows = Category.objects.all()
    assert 0 < len(rows) <= 24
    assert [row.slug for row in rows if not (row.description and row.initiatives.exists())] == []


def test_every_organisation_is_named_by_an_initiative():
    assert [organisation.slug for organisation in Organisation.objects.filter(initiatives=None)] == []


def test_every_initiative_is_complete():
    incomplete = [
        initiative.slug
        for initiative in Initiative.objects.all()
        if not (
            initiative.summary
            and initiative.description != initiative.summary
            and initiative.target_groups.exists()
            and initiative.categories.exists()
            and (initiative.phase != Phase.ADVICE) <= initiative.approaches.count() <= 3
        )
    ]
    assert incomplete == []
    withdrawn = Initiative.objects.exclude(status=Status.PUBLISHED)
    assert [initiative.slug for initiative in withdrawn] == ["onderdeel-van-de-pijlers-sociaal-en-fysiek"]


def test_approaches_are_as_many_as_an_adviser_can_survey():
    approaches = Approach.objects.annotate(
        number=Count("initiatives", filter=Q(initiatives__status=Status.PUBLISHED), distinct=True),
        places=Count("initiatives__municipalities", distinct=True),
    )
    assert 30 <= len(approaches) <= 45
    assert [approach.slug for approach in approaches if not 2 <= approach.number <= 40] == []
    assert sum(approach.places >= 3 for approach in approaches) >= 20
    assert [approach.slug for approach in approaches if not (approach.description and approach.unknowns)] == []


def test_every_recommendation_has_six_examples_from_three_sources():
    examples = {
        recommendation.slug: (
            recommendation.initiatives.count(),
            recommendation.initiatives.values("mentions__source").distinct().count(),
        )
        for recommendation in Recommendation.objects.all()
    }
    few = {slug: numbers for slug, numbers in examples.items() if numbers[0] < 6 or numbers[1] < 3}
    assert few == {}


def test_former_values_lead_to_values_that_exist():
    assert SlugHistory.objects.renamed()[Category, "coronadienstverlening"] == "zorg-en-ondersteuning"


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
    assert [group.slug for group in groups if not (group.characteristics and group.reach and group.approach)] == []


def test_synonyms_mean_one_thing():
    rows = [*TargetGroup.objects.all(), *Category.objects.all()]
    words = [word.casefold() for row in rows for word in row.synonyms]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_sources_are_five():
    assert sorted(source.file[:3] for source in Source.objects.all()) == ["000", "001", "002", "003", "004"]


def test_loading_the_fixtures_again_changes_nothing(settings):
    records, faults = read(settings.FIXTURE_DIRS[0])
    assert faults == []
    assert load(records).total(UNCHANGED) == len(records)


def test_fixtures_are_ordinary_django_fixtures(settings):
    """`loaddata` can load them, into an empty database and over what is there.

    All of them in a thorough run, else the initiatives of one source only.
    """
    if not IS_THOROUGH:
        Recommendation.objects.all().delete()
        Initiative.objects.exclude(mentions__source__slug=LIST).delete()
    models = (Initiative, Municipality, Organisation, Category, Source)
    counts = [model.objects.count() for model in models]
    names = ["provinces", "municipalities", "target_groups", "categories", "organisations", "sources"]
    if IS_THOROUGH:
        names += [*(f"initiatives/{source.slug}" for source in Source.objects.all()), "recommendations"]
    else:
        names += [f"initiatives/{LIST}"]
    for model in (Recommendation, Initiative, Source, Organisation, Category, Municipality, Province):
        model.objects.all().delete()
    TargetGroup.objects.filter(parent__isnull=False).delete()
    TargetGroup.objects.all().delete()
    SlugHistory.objects.all().delete()
    for some in (names, names if IS_THOROUGH else ["provinces", "categories", f"initiatives/{LIST}"]):
        call_command("loaddata", *some, verbosity=0)
        assert [model.objects.count() for model in models] == counts
