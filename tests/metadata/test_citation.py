"""References in APA style, as somebody copies them."""

from datetime import date

import pytest

from initiatives.choices import DatePrecision
from initiatives.metadata import citation
from initiatives.models import Initiative, Source
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db

ADDRESS = "https://catalogus.example.nl/initiatieven/de-bakfiets-alkmaar/"
READ = f"Geraadpleegd op 2 mei 2026, van {ADDRESS}"
DAY = date(2026, 5, 2)
GUIDE_BY = "Sociaal Werk Nederland en Labyrinth Onderzoek & Advies"
GUIDE_AT = "https://www.sociaalwerknederland.nl/dienstverlening/projecten/sociaal-binden"


def test_of_initiative_is_a_page_without_date():
    bakfiets = Initiative.objects.get(slug="de-bakfiets-alkmaar")
    expected = f"Corona-initiatieven. (z.d.). De Bakfiets (Alkmaar). {READ}"
    assert citation.of_initiative(bakfiets, ADDRESS, DAY) == expected


@pytest.mark.parametrize("title", ["Almere helpt!", "Almere: wie helpt?", "“Wie helpt Almere?”"])
def test_of_initiative_keeps_the_end_of_a_title(title):
    expected = f"Corona-initiatieven. (z.d.). {title} {READ}"
    assert citation.of_initiative(make_initiative(title=title), ADDRESS, DAY) == expected


@pytest.mark.parametrize(
    ("slug", "reference"),
    [
        (
            "lijst-initiatieven-kwetsbare-doelgroepen",
            "Lijst initiatieven bijeenkomst Sociale ondersteuning kwetsbare doelgroepen. (2020, december).",
        ),
        ("de-schoor-in-tijden-van-corona", "De Schoor. (2020, april). De Schoor in tijden van corona."),
        (
            "moeilijk-bereikbare-groepen",
            f"{GUIDE_BY}. (2023, 1 november). In contact komen met moeilijk bereikbare groepen. {GUIDE_AT}",
        ),
    ],
)
def test_of_source_shows_what_is_known(slug, reference):
    assert citation.of_source(Source.objects.get(slug=slug)) == reference


def test_of_source_with_day_and_address():
    source = Source(
        title="Wat nu?", publisher="VNG", published=DAY, precision=DatePrecision.DAY, url="https://vng.nl/wat-nu"
    )
    assert citation.of_source(source) == "VNG. (2026, 2 mei). Wat nu? https://vng.nl/wat-nu"
