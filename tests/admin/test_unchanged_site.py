"""Saves of those who may not publish, on a running site: no public answer changes before approval."""

import pytest

from tests.admin.browsers import Browser, sign_in
from tests.browser import running
from tests.other_database import connected_to
from tests.proof import amount, chance

PUBLIC = (
    "/initiatieven/?q=maatje",
    "/initiatieven.json",
    "/initiatieven.csv",
    "/initiatieven.atom",
    "/api/v1/initiatieven",
    "/kaart/",
    "/matrix/",
    "/aanpakken/",
    "/doelgroepen/",
    "/categorieen/",
    "/bronnen/",
    "/aanbevelingen/",
    "/gemeenten/",
    "/sitemap-initiatieven.xml",
    "/catalogus.jsonld",
    "/embed/initiatieven/?gemeente=almere",
)
CANARY = "kanariepietje"
# Records by model: a field that is a free text.
FIELDS = {
    "initiative": "description",
    "targetgroup": "description",
    "category": "description",
    "approach": "description",
    "source": "description",
    "recommendation": "text",
    "synonym": "also",
    "municipality": "official_name",
}


@pytest.fixture(scope="module")
def site():
    with running.catalogue("unchanged") as running_site:
        yield running_site


def test_saves_of_a_redacteur_change_no_public_byte(site, django_db_blocker):
    address, database_url = site
    with connected_to(database_url, django_db_blocker):
        sessions = sign_in({"schrijver": "redacteur", "chef": "eindredacteur"})
    writer = Browser(address, sessions["schrijver"])
    visitor = Browser(address, "")
    draw = chance()
    before = {path: visitor.ask(path) for path in PUBLIC}
    assert {status for status, _ in before.values()} == {200}
    for number in range(amount(3, thorough=100)):
        model, field = draw.choice(list(FIELDS.items()))
        url = f"/beheer/initiatives/{model}/{draw.randint(1, 5)}/change/"
        status, page = writer.ask(url, writer.form(url, **{field: f"{CANARY} {number}"}))
        assert status == 302, page[:500]
    after = {path: visitor.ask(path) for path in PUBLIC}
    assert [path for path in PUBLIC if before[path] != after[path]] == []
    assert [path for path in PUBLIC if CANARY in after[path][1]] == []
