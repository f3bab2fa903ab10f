"""The page where somebody makes a list for their own site: its form, what is wrong in it, and the code."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

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


def test_facet_of_which_more_is_chosen_is_carried_along(client):
    page = text(client.get("/insluiten/?doelgroep=ouderen&doelgroep=jongeren&gemeente=almere"))
    assert re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', page) == [
        ("doelgroep", "jongeren"),
        ("doelgroep", "ouderen"),
    ]
    assert re.findall(r'<select[^>]*name="(\w+)"', page) == ["gemeente", "categorie", "weergave", "aantal", "thema"]
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
