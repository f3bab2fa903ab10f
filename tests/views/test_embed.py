"""Lists for frames on other sites: who may frame what, how they look, what their addresses keep."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings

from catalogue import theme
from catalogue.house_colour import house_theme
from catalogue.middleware import MAX_QUERY_LENGTH
from initiatives.embedding.brand import BRAND
from initiatives.models import Initiative
from initiatives.search.index import writer
from tests.catalogue.test_settings import PRODUCTION, manage
from tests.factories import make_initiative
from tests.views.pages import EMBEDS, PAGES, text, titles

pytestmark = pytest.mark.django_db
FRAMED, REFUSED = (None, "frame-ancestors 'self' https:"), ("DENY", "frame-ancestors 'none'")


def framing(response):
    """What a response says of frames."""
    policy = response["Content-Security-Policy"].split("; ")
    return response.get("X-Frame-Options"), next(
        directive for directive in policy if directive.startswith("frame-ancestors")
    )


def policy(response):
    """The rest of its content policy."""
    return sorted(
        directive for directive in response["Content-Security-Policy"].split("; ") if "frame-ancestors" not in directive
    )


def one_line(response):
    return " ".join(text(response).split())


def listed(response):
    """The titles in a list, in order."""
    return re.findall(r'class="card__title"><a href="[^"]*">([^<]*)<', text(response))


# Frames


def test_every_page_but_the_embedded_refuses_frames(client):
    others = ["/bestaat-niet/", "/beheer/login/", "/suggesties?q=al", "/thema.css", "/healthz", "/embed"]
    paths = [*PAGES.values(), *others]
    assert {path: framing(client.get(path)) for path in paths} == dict.fromkeys(paths, REFUSED)


def test_everything_embedded_may_be_framed_with_the_rest_of_the_policy_as_it_is(client):
    paths = [*EMBEDS.values(), "/embed/initiatieven/?gemeente=weesp", "/embed/thema.css?thema=donker"]
    answers = {path: client.get(path) for path in paths}
    assert {path: framing(answer) for path, answer in answers.items()} == dict.fromkeys(paths, FRAMED)
    assert {tuple(policy(answer)) for answer in answers.values()} == {tuple(policy(client.get("/")))}


REFUSALS = {
    "/embed/bestaat-niet/": (404, "Deze pagina bestaat niet"),
    "/embed/initiatieven/?q=" + "a" * MAX_QUERY_LENGTH: (414, "Dit adres is te lang"),
    "/embed/initiatieven/?" + "&".join(f"x{n}=1" for n in range(1_500)): (400, "Deze vraag klopt niet"),
    "/embed/%00": (400, "Deze vraag klopt niet"),
}


@pytest.mark.parametrize(("path", "expected"), REFUSALS.items(), ids=range(len(REFUSALS)))
def test_what_goes_wrong_is_seen_in_the_frame_too(client, path, expected):
    response = client.get(path)
    assert (response.status_code, titles(response)) == (expected[0], [f"{expected[1]} · Corona-initiatieven"])
    assert framing(response) == FRAMED
    assert ('<base target="_blank">' in text(response), "site-header" in text(response)) == (True, False)


@pytest.mark.parametrize("method", ["post", "options"])
def test_embedded_list_only_answers_to_reading(client, method):
    response = getattr(client, method)(EMBEDS["embed"])
    assert (response.status_code, response["Allow"], framing(response)) == (405, "GET, HEAD", FRAMED)


HOSTS = {
    "http://127.0.0.1:*, https://*.example.org:8443": "'self' http://127.0.0.1:* https://*.example.org:8443",
    "none": "'self'",
}
SHOW = """
from django.test import Client
answer = Client(headers={"host": "initiatieven.example"}).get("/embed/thema.css", secure=True)
print(answer["Content-Security-Policy"], answer.get("X-Frame-Options"))
"""


@pytest.mark.parametrize(("setting", "sources"), HOSTS.items())
def test_hosts_that_may_frame_are_a_setting(setting, sources):
    done = manage("shell", "-v0", "-c", SHOW, **PRODUCTION, EMBED_HOSTS=setting)
    assert re.search(r"frame-ancestors ([^;]*?)(?:;| None$)", done.stdout.strip()).group(1) == sources
    assert done.stdout.strip().endswith(" None")


# The page


@pytest.mark.parametrize("path", EMBEDS.values(), ids=EMBEDS)
def test_embedded_page_is_whole(client, path):
    response = client.get(path)
    page = text(response)
    assert response.status_code == 200
    assert (page.count("<h1"), page.count('<html lang="nl"'), len(titles(response))) == (1, 1, 1)
    assert '<meta name="robots" content="noindex">' in page
    assert response.cookies == {}
    assert re.findall(r'<(?:link|script|img)[^>]*(?:src|href)="(?:https?:)?//(?!testserver)', page) == []


def test_embedded_list_is_the_list_and_leads_to_it(client):
    response = client.get("/embed/initiatieven/?doelgroep=jongeren&aantal=20&sorteer=nieuwste")
    page = text(response)
    browse = "/initiatieven/?doelgroep=jongeren&sorteer=nieuwste"
    assert listed(response) == listed(client.get(browse))
    assert f'<link rel="canonical" href="http://testserver{browse}">' in page
    assert re.search(rf'href="{re.escape(browse)}">Bekijk en filter verder</a>', page)
    assert re.search(r"Bron:\s*<a href=\"/\">Corona-initiatieven</a>", page)
    assert re.search(r"<h1>\d+ initiatieven voor jongeren</h1>", page)


def test_every_link_but_those_to_other_pages_of_the_list_opens_outside_the_frame(client):
    page = text(client.get("/embed/initiatieven/?aantal=5&pagina=2&kop=Hier"))
    stay = re.findall(r'<a class="pagination__link"\s+href="([^"]*)"\s+rel="(\w+)"\s+target="_self">', page)
    assert stay == [
        ("/embed/initiatieven/?aantal=5&kop=Hier", "prev"),
        ("/embed/initiatieven/?aantal=5&kop=Hier&pagina=3", "next"),
    ]
    assert (page.count("target="), page.count('<base target="_blank">')) == (3, 1)
    assert page.count("Links naar de catalogus openen in een nieuw tabblad.") == 1


def test_pages_of_the_list_reach_everything(client):
    url, reached = "/embed/initiatieven/?aantal=50", []
    while url:
        response = client.get(url)
        reached += listed(response)
        onward = re.search(r'href="([^"]*)"\s+rel="next"', text(response))
        url = onward and onward.group(1)
    assert (len(reached), sorted(set(reached))) == (
        Initiative.objects.published().count(),
        sorted(set(Initiative.objects.published().values_list("title", flat=True))),
    )


def test_page_past_the_end_says_so(client):
    response = client.get("/embed/initiatieven/?pagina=9999")
    assert (response.status_code, framing(response)) == (404, FRAMED)
    assert "Pagina 9999 bestaat niet. Dit is de laatste pagina." in text(response)


def test_nothing_found_is_said_kindly(client):
    page = one_line(client.get("/embed/initiatieven/?q=bellen&gemeente=urk"))
    assert "Hierover staat nog niets in onze bronnen." in page
    assert "nieuw tabblad" not in page


@pytest.mark.parametrize("status", ["draft", "review", "archived"])
def test_unpublished_initiative_is_in_no_list(client, status):
    make_initiative("geheim-plan", title="Geheimzinnig plan", summary="Sssst.", status=status)
    paths = ["/embed/initiatieven/?q=geheimzinnig", "/embed/initiatieven/?sorteer=nieuwste", PAGES["builder"]]
    assert [path for path in paths if "Geheimzinnig plan" in text(client.get(path))] == []


@pytest.mark.parametrize("n", [2, 25])
@pytest.mark.parametrize("name", ["embed", "embed_cards"])
def test_queries_of_a_list_do_not_grow(client, django_assert_num_queries, no_initiatives, name, n):
    for number in range(n):
        make_initiative(f"proef-{number}", target_groups=("ouderen", "jongeren"), searchable=False)
    writer.reindex(Initiative.objects.all())
    client.get(EMBEDS[name])
    with django_assert_num_queries(1):
        assert client.get(EMBEDS[name]).status_code == 200


def test_style_sheet_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/embed/thema.css?thema=donker&kleur=154273").status_code == 200


# Its look


def style(client, query):
    """The style sheet of a look, from the address that its page has."""
    url = re.search(r'href="(/embed/thema.css[^"]*)"', text(client.get(f"/embed/initiatieven/?{query}"))).group(1)
    response = client.get(url)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    return text(response)


def test_ten_values_are_the_brand(client):
    assert {value.token for value in BRAND.values()} == set(theme.NAMES)
    query = dict(parse_qs(urlsplit(EMBEDS["embed_cards"]).query))
    css = style(client, urlencode(query, doseq=True))
    assert css == (
        "@layer tokens{:root{"
        f"{theme.HEADER}:#154273;{theme.SOFT}:#fdf1f7;{theme.BUTTON}:#ca005d;{theme.LINK}:#7d2a6f;"
        f"{theme.RADIUS}:0px;{theme.FONT}:Georgia, serif"
        "}}"
    )


def test_dark_is_that_of_the_whole_site(client):
    css = style(client, "thema=donker")
    assert css.startswith("@layer tokens{@media screen{:root{color-scheme:dark;")
    dark = theme.TOKENS.read_text().partition("prefers-color-scheme: dark")[2]
    wanted = dict(re.findall(r"(--[\w-]+): ([^;]+);", dark))
    assert dict(re.findall(r"(--[\w-]+):([^;}]+)", css)) == wanted


def test_look_of_the_site_needs_no_style_sheet(client):
    site = theme.complete(settings.THEME)
    own = urlencode({key: site[value.token] for key, value in BRAND.items()} | {"thema": "licht", "weergave": "lijst"})
    page = text(client.get(f"/embed/initiatieven/?{own}"))
    assert ("thema.css" in page, "Niet alles uit het adres" in page, "cards--list" in page) == (False, False, True)
    assert "cards--list" not in text(client.get("/embed/initiatieven/?weergave=kaarten"))


LIGHT = {"": True, "thema=licht": True, "thema=paars": True, "thema=donker": False, "thema=auto": False}


@pytest.mark.parametrize(("query", "is_light"), LIGHT.items())
def test_page_says_that_it_stays_light(client, query, is_light):
    page = text(client.get(f"/embed/initiatieven/?{query}"))
    assert re.search(r'<html lang="nl" class="([^"]*)">', page).group(1) == ("embed light" if is_light else "embed")


def test_error_in_a_frame_is_light(client):
    assert '<html lang="nl" class="embed light">' in text(client.get("/embed/bestaat-niet/?thema=donker"))


def test_years_of_the_sources_stand_below_the_heading(client):
    note = '<p class="archive">Archief: zo was het in 2020\N{EN DASH}2023.</p>'
    for query in ("", "kop=Hier", "q=ruimtevaart", "weergave=kaarten&pagina=2"):
        head = text(client.get(f"/embed/initiatieven/?{query}")).partition("</header>")[0]
        assert head.count(note) == 1


def test_house_colour_is_the_theme_of_the_list(client):
    css = style(client, "kleur=154273&thema=auto")
    assert css == theme.css(house_theme("#154273").light) + theme.css_in_dark(house_theme("#154273").dark)


def test_heading_is_text_and_what_was_found_stands_below_it(client):
    page = client.get("/embed/initiatieven/?doelgroep=jongeren&kop=%3Cscript%3E%22Voor%22%20%20ons%0A").content.decode()
    assert "<h1>&lt;script&gt;&#34;Voor&#34; ons</h1>" in page
    assert re.search(r"<h1>.*</h1>\s*<p>\d+ initiatieven voor jongeren</p>\s*<p class=.archive", page)
    assert "<h1>a\ufffdb</h1>" in text(client.get("/embed/initiatieven/?kop=a%00b"))


FAULTS = {
    "weergave=tegels": "De weergave “tegels” bestaat niet. Kies lijst of kaarten.",
    "thema=paars": "Het thema “paars” bestaat niet. Kies licht, donker of auto.",
    "kleur-link=rood": "“rood” kunnen wij niet gebruiken bij “Links”. Schrijf een kleur als #154273.",
    "kleur-link=%23fff;}*{display:none": "“#fff;}*{display:none” kunnen wij niet gebruiken bij “Links”.",
    "hoek=veel": "“veel” kunnen wij niet gebruiken bij “Ronding van hoeken”.",
    "letter=Arial%22": '“Arial"” kunnen wij niet gebruiken bij “Lettertype”.',
    "kleur-link=aaaaaa": "Te weinig contrast tussen “Links” en “Vlak onder”: 2,1. Kies kleuren met minstens 4,5.",
    "kleur-knop=ffffff": "Te weinig contrast tussen “Tekst op de knop” en “Knop”: 1,0.",
    "kop=" + "a" * 121: "De kop is ingekort tot 120 tekens.",
    "kop=een&kop=twee": "“kop” staat meer dan één keer in het adres. Alleen de laatste is gebruikt.",
    "kleur=rood": "“rood” kunnen wij niet gebruiken bij “Uw huiskleur”. Schrijf een kleur als #154273.",
    "hoek=-1": "“-1” kunnen wij niet gebruiken bij “Ronding van hoeken”. Schrijf de ronding als 0, 4px of 0.5rem.",
    "kleuren=rood": "Het filter “kleuren” bestaat niet.",
    "gemeente=atlantis": "Bij gemeente kennen wij “atlantis” niet.",
    "aantal=51": "“51” resultaten op een pagina kan niet. Kies een aantal van 5 tot en met 50.",
}


@pytest.mark.parametrize(("query", "message"), FAULTS.items(), ids=range(len(FAULTS)))
def test_what_makes_no_sense_is_left_out_and_told(client, query, message):
    response = client.get(f"/embed/initiatieven/?{query}")
    page = one_line(response)
    assert (response.status_code, message in page, "thema.css" in page) == (200, True, False)
    assert len(listed(response)) == 10
    builder = one_line(client.get(f"/insluiten/?{query}"))
    assert message in builder
    assert "thema.css" not in builder


def test_colours_that_cannot_be_read_are_all_left_out_and_the_rest_is_kept(client):
    css = style(client, "kleur-link=aaaaaa&kleur-kop=154273&hoek=0px&thema=donker")
    assert css.startswith(f"@layer tokens{{:root{{{theme.RADIUS}:0px}}}}@layer tokens{{@media screen")


def test_old_name_is_redirected_once_and_the_look_is_kept(client):
    look = "kop=Hier+%26+daar&kleur-link=7d2a6f&weergave=kaarten"
    response = client.get(f"/embed/initiatieven/?gemeente=weesp&{look}&aantal=5")
    assert (response.status_code, urlsplit(response["Location"]).path) == (301, "/embed/initiatieven/")
    kept = {"gemeente": ["amsterdam"], "aantal": ["5"], **parse_qs(look)}
    assert parse_qs(urlsplit(response["Location"]).query) == kept
    assert client.get(response["Location"]).status_code == 200


# Its script


def test_both_scripts_together_are_small_and_their_address_lasts(client):
    folder = settings.BASE_DIR / "static" / "js"
    assert sum((folder / name).stat().st_size for name in ("embed.js", "embed_height.js")) <= 2_800
    response = client.get("/static/js/embed.js")
    assert (response.status_code, response["Cache-Control"]) == (200, "max-age=60, public")
    assert b"".join(response.streaming_content) == (folder / "embed.js").read_bytes()
    response.close()
