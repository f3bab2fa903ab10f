"""Where visitors can turn to now, on the page of an initiative."""

import re

import pytest

from initiatives.models import Initiative, Link, Organisation
from initiatives.views.referral import referral
from tests.factories import make_initiative
from tests.views.pages import text

pytestmark = pytest.mark.django_db


def referred(client, slug="proef"):
    """What the page says, without its markup, and the addresses that it links to."""
    page = text(client.get(f"/initiatieven/{slug}/"))
    section = re.search(r'<section[^>]*aria-labelledby="nu">.*?</section>', page, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", "", section).split()), re.findall(r'href="([^"]+)"', section)


def add_organisation(initiative, name, website=""):
    initiative.organisations.add(Organisation.objects.create(slug=name.lower(), name=name, website=website))


def test_websites_of_organisations_and_links_go_first(client):
    made = make_initiative()
    add_organisation(made, "Buurthulp", "https://buurthulp.example/")
    add_organisation(made, "Naamloos")
    for number, kind in enumerate(("website", "news", "video", "document")):
        url = f"https://example.org/{number}"
        Link.objects.create(initiative=made, url=url, label=f"Een {kind}", kind=kind)
    section, addresses = referred(client)
    assert addresses == ["https://example.org/0", "https://buurthulp.example/"]
    assert ("Buurthulp" in section, "Naamloos" in section, "gemeente" in section) == (True, False, False)


def test_kind_of_a_link_is_said_once(client):
    made = make_initiative()
    for number, label in enumerate(("Filmpje (video)", "Filmpje")):
        Link.objects.create(initiative=made, url=f"https://example.org/{number}", label=label, kind="video")
    words = " ".join(re.sub(r"<[^>]+>", "", text(client.get("/initiatieven/proef/"))).split())
    assert "Filmpje (video) Filmpje (video)" in words
    assert "(video) (video)" not in words


def test_same_website_is_linked_once(client):
    made = make_initiative()
    add_organisation(made, "Buurthulp", "https://buurthulp.example/")
    Link.objects.create(initiative=made, url="https://buurthulp.example", label="Website")
    assert referred(client)[1] == ["https://buurthulp.example/"]


def test_without_website_the_municipality_is_named(client):
    made = make_initiative(municipalities=("weesp",))
    add_organisation(made, "Naamloos")
    Link.objects.create(initiative=made, url="https://example.org/", label="Filmpje", kind="video")
    section, addresses = referred(client)
    assert "met de gemeente Amsterdam, of met het wijkteam of sociaal team in Amsterdam" in section
    assert addresses == ["/gemeenten/amsterdam/"]


def test_of_several_municipalities_visitors_choose_theirs(client):
    make_initiative(municipalities=("urk", "tiel", "weesp"))
    section, addresses = referred(client)
    assert "met de gemeente waar u woont, of met het wijkteam of sociaal team daar" in section
    assert addresses == ["/gemeenten/tiel/", "/gemeenten/urk/", "/gemeenten/amsterdam/"]


@pytest.mark.parametrize(
    "fields",
    [
        {"scope": "landelijk"},
        {"municipalities": ("urk", "tiel", "boxtel", "vught")},
        {"municipalities": ("haaren",)},
        {"scope": "regionaal", "region": "De Veluwe", "municipalities": ()},
    ],
)
def test_for_others_it_is_their_own_municipality(client, fields):
    make_initiative(**fields)
    section, addresses = referred(client)
    assert "met de gemeente waar u woont, of met het wijkteam of sociaal team daar" in section
    assert addresses == ["/gemeenten/"]


@pytest.mark.parametrize(
    "path", ["/initiatieven/?gemeente=den-bosch", "/initiatieven/?q=den+bosch", "/gemeenten/den-bosch/"]
)
def test_place_without_initiatives_says_the_same_on_every_page(client, no_initiatives, path):
    make_initiative("streek", scope="regionaal", region="De Meierij", municipalities=("boxtel",))
    make_initiative("land", scope="landelijk")
    notice = re.search(r'<div class="notice">.*?</div>', text(client.get(path)), re.DOTALL)[0]
    words = " ".join(re.sub(r"<[^>]+>", "", notice).replace("\xa0", " ").split())
    assert "nog niets in onze bronnen" in words
    assert "Kijk ook bij: Regionaal, elders in Noord-Brabant 1 initiatief Landelijk 1 initiatief" in words
    assert words.endswith(
        "Waar kan ik nu terecht? Neem contact op met de gemeente Den Bosch,"
        " of met het wijkteam of sociaal team in Den Bosch."
    )


def test_every_page_says_where_to_turn_to():
    for initiative in Initiative.objects.published().for_detail():
        place = referral(initiative)
        assert len(place.municipalities) <= 3
        assert all(url.startswith("http") for _, url in place.websites)
