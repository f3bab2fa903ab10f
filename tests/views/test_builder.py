"""The page where somebody makes a list for their own site: its form, what is wrong in it, and the code."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.conf import settings

from catalogue import theme
from initiatives.embedding.brand import BRAND
from tests.views.pages import text

pytestmark = pytest.mark.django_db

AWKWARD = "Voor \"ons\" & <b>'jullie'</b>"


def code(response):
    """The code as somebody copies it."""
    page = response.content.decode()
    return unescape(re.search(r'<textarea[^>]* id="code"[^>]*>(.*?)</textarea>', page, re.DOTALL).group(1))


def test_code_is_a_frame_with_the_list_of_the_form(client):
    query = {"doelgroep": "jongeren", "aantal": "5", "kop": AWKWARD, "weergave": "kaarten", "kleur-link": "#7D2A6F"}
    response = client.get("/insluiten/", query | {"pagina": "3", "thema": "licht", "gemeente": "", "kleur": ""})
    frame, link, script = code(response).split("\n")
    address = "http://testserver/embed/initiatieven/?" + urlencode(sorted((query | {"kleur-link": "7d2a6f"}).items()))
    title = "Voor &quot;ons&quot; &amp; &lt;b&gt;&#x27;jullie&#x27;&lt;/b&gt;"
    assert frame == (
        f'<iframe src="{address.replace("&", "&amp;")}" title="{title}" height="600" loading="lazy"'
        ' style="width: 100%; border: 0"></iframe>'
    )
    browse = "http://testserver/initiatieven/?doelgroep=jongeren"
    assert link == f'<p><a href="{browse}">Bekijk de initiatieven op testserver</a></p>'
    assert script == '<script src="http://testserver/static/js/embed.js" async></script>'
    example = re.search(r'<iframe[^>]*src="([^"]*)"', text(response)).group(1)
    assert example == address.removeprefix("http://testserver")
    assert text(client.get(address)).count('<article class="card">') == 5


def test_frame_without_a_heading_is_called_after_the_question(client):
    assert 'title="Initiatieven"' in code(client.get("/insluiten/"))
    snippet = code(client.get("/insluiten/?gemeente=almere&doelgroep=jongeren"))
    assert 'title="Initiatieven: Jongeren, Almere"' in snippet


def test_old_name_leads_on_and_the_look_is_kept(client):
    response = client.get("/insluiten/?gemeente=GM0034&kop=Hier&kleur-link=7d2a6f")
    assert response.status_code == 301
    assert response["Location"] == "/insluiten/?gemeente=almere&kop=Hier&kleur-link=7d2a6f"


def test_form_shows_what_was_typed_and_what_is_wrong_beside_it(client):
    page = text(client.get("/insluiten/?kleur-knop=rood&kleur-link=aaaaaa&kleur-kop=154273&provincie=flevoland&x=1"))
    typed = dict(re.findall(r'id="(kleur-[a-z]+)"\s+name="kleur-[a-z]+"\s+value="([^"]*)"', page))
    assert (typed["kleur-knop"], typed["kleur-link"], typed["kleur-kop"]) == ("rood", "#aaaaaa", "#154273")
    wrong = {key for key, fault in re.findall(r'id="fout-([\w-]+)" data-live>([^<]*)<', page) if fault}
    assert wrong == {"kleur-knop", "kleur-link"}
    assert len(re.findall(r'aria-invalid="true"', page)) == 2
    assert '<input type="hidden" name="provincie" value="flevoland">' in page
    assert "Het filter “x” bestaat niet." in page


FOLLOWS = {"kleur-kop": "#8a6e00", "kleur-koptekst": "#ffffff", "kleur-vlak": "#fffbeb", "hoek": "0.5rem"}


def fields(page):
    """What stands in each text field, and what it says of what holds without that."""
    inputs = re.findall(r'<input class="input"\s+id="([\w-]+)"[^>]*?value="([^"]*)"\s+(?:placeholder="([^"]*)")?', page)
    return {key: (value, placeholder) for key, value, placeholder in inputs}


def note(page):
    return re.search(r'<p id="gevolg-kleur" role="status" data-live>([^<]*)</p>', page).group(1)


@pytest.mark.parametrize(("colour", "degree"), [("ffff00", "veel"), ("1a7fb8", "iets")])
def test_note_says_how_much_darker_the_house_colour_was_made(client, colour, degree):
    assert note(text(client.get(f"/insluiten/?kleur={colour}"))).startswith(
        f"Wij maakten uw kleur {degree} donkerder (#"
    )


def test_house_colour_comes_first_and_the_other_colours_follow(client):
    page = text(client.get("/insluiten/?kleur=ffcc00&kleur-knop=154273&kleur-link=%238A6E00"))
    shown = fields(page)
    assert next(iter(shown)) == "kleur"
    assert shown["kleur"][0] == "#ffcc00"
    assert {key: shown[key] for key in FOLLOWS} == {key: ("", value) for key, value in FOLLOWS.items()}
    assert (shown["kleur-knop"], shown["kleur-link"]) == (("#154273", "#8a6e00"), ("", "#8a6e00"))
    assert note(page) == "Wij maakten uw kleur veel donkerder (#8a6e00), zodat tekst leesbaar blijft."
    address = "/embed/initiatieven/?kleur=ffcc00&kleur-knop=154273"
    assert re.search(r'<iframe[^>]*src="([^"]*)"', page).group(1) == address


def test_colour_that_can_be_read_is_not_changed_and_nothing_is_said(client):
    assert note(text(client.get("/insluiten/?kleur=154273"))) == ""
    page = text(client.get("/insluiten/?kleur=rood"))
    assert (fields(page)["kleur"][0], note(page)) == ("rood", "")
    assert re.search(r'id="fout-kleur" data-live>“rood” kunnen wij niet gebruiken bij “Uw huiskleur”\.', page)


def test_address_of_an_older_form_with_all_values_of_the_site_asks_for_none(client):
    site = theme.complete(settings.THEME)
    page = text(client.get("/insluiten/", {key: site[value.token] for key, value in BRAND.items()}))
    assert {value for value, _ in fields(page).values()} == {""}
    assert '<details class="facet field" open>' not in page


@pytest.mark.parametrize("radius", ["0", "4", "4px"])
def test_radius_without_unit_is_no_fault(client, radius):
    page = text(client.get(f"/insluiten/?hoek={radius}"))
    assert fields(page)["hoek"][0] == f"{radius.removesuffix('px')}px"
    assert re.search(r'id="fout-hoek" data-live>([^<]*)<', page).group(1) == ""


ADDRESSES = {
    ("https:",): ["elk adres dat begint met https://"],
    ("https:", "http:"): ["elk adres dat begint met https://", "elk adres"],
    ("https://www.almere.nl", "https://*.example.org"): ["https://www.almere.nl", "https://*.example.org"],
}


@pytest.mark.parametrize("hosts", ADDRESSES)
def test_builder_says_where_a_frame_stays_empty(client, settings, hosts):
    settings.EMBED_HOSTS = list(hosts)
    page = " ".join(text(client.get("/insluiten/")).split())
    advice = page.partition("Blijft het kader leeg?")[2].partition("</details>")[0]
    assert "Staat uw pagina op http:// of op een adres dat wij niet toestaan, dan blijft het kader leeg." in advice
    assert re.findall(r"<li>([^<]*)</li>", advice) == ADDRESSES[hosts]


@pytest.mark.parametrize("email", ["redactie@example.nl", ""])
def test_who_may_not_frame_is_told_whom_to_ask(client, settings, email):
    settings.CONTACT_EMAIL = email
    advice = text(client.get("/insluiten/")).partition("Blijft het kader leeg?")[2].partition("</details>")[0]
    assert re.findall(r'href="([^"]*)"', advice) == ([f"mailto:{email}"] if email else [])


def test_example_and_code_stand_between_the_first_choices_and_the_other_settings(client):
    page = text(client.get("/insluiten/"))
    order = ['id="gemeente"', 'id="kleur"', 'id="voorbeeld"', 'id="code"', 'id="kop"', 'id="kleur-kop"', "</form>"]
    assert sorted(order, key=page.index) == order


def test_facet_of_which_more_is_chosen_is_carried_along(client):
    page = text(client.get("/insluiten/?doelgroep=ouderen&doelgroep=jongeren&gemeente=almere"))
    assert re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', page) == [
        ("doelgroep", "jongeren"),
        ("doelgroep", "ouderen"),
    ]
    assert re.findall(r'<select[^>]*name="(\w+)"', page) == [
        "gemeente",
        "categorie",
        "aanpak",
        "weergave",
        "aantal",
        "thema",
    ]
    assert '<option value="almere" selected>Almere</option>' in page


def test_list_leads_to_the_builder_with_the_same_question(client):
    page = text(client.get("/initiatieven/?doelgroep=jongeren&aantal=100&pagina=1"))
    assert re.search(r'href="/insluiten/\?doelgroep=jongeren"\s+rel="nofollow">maak een lijst', page)
    assert re.search(r'<a href="/insluiten/">Insluiten</a>', page)


def test_where_no_site_may_frame_there_is_no_code(client, settings):
    settings.EMBED_HOSTS = []
    page = text(client.get("/insluiten/"))
    assert "Andere sites mogen de lijst hier niet in hun pagina’s zetten." in page
    assert "<textarea" not in page
