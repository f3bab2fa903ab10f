"""Persons are suspected, things are not."""

import pytest
from django.conf import settings

from initiatives.checking.content import from_fixtures
from initiatives.checking.persons import PersonNames


@pytest.fixture(scope="module")
def persons():
    return PersonNames(from_fixtures(settings.FIXTURE_DIRS[0])[0])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Wij danken Sjoerd Dijkstra voor zijn hulp.", "Sjoerd Dijkstra"),
        ("Dit bedacht Fatima el Idrissi.", "Fatima el Idrissi"),
        ("Annelies de Jong belt elke week.", "Annelies de Jong"),
        ("Soms helpt Karel Groen ook.", "Karel Groen"),
        ("Met Hans in ’t Veld.", "Hans in t Veld"),
        ("De heer Bakker kwam.", "De heer Bakker"),
        ("Vraag het aan mevr. Jansen.", "mevr. Jansen"),
        ("Volgens burgemeester Abrahams helpt het.", "burgemeester Abrahams"),
        ("J. de Vries deed mee.", "J. de Vries"),
    ],
)
def test_person_is_suspected(persons, text, name):
    assert name in list(persons.in_text(text))


@pytest.mark.parametrize(
    "text",
    [
        "Het Rode Kruis en het Leger des Heils helpen in Den Haag.",
        "IrisZorg, Pro Persona en Radboudumc werken samen.",
        "De gemeente Alphen aan den Rijn helpt.",
        "Daarna komt Sinterklaas. Iedereen is welkom.",
        "De GGD en de VNG doen mee.",
    ],
)
def test_thing_is_not(persons, text):
    assert list(persons.in_text(text)) == []


def test_organisation_does_not_vouch_for_its_own_name(persons):
    assert list(persons.in_text("Humanitas Almere helpt.")) == []
    assert list(persons.in_name("Sjoerd Dijkstra")) == ["Sjoerd Dijkstra"]
