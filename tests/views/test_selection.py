"""A visitor's own selection: in the address, beside each other, as a document."""

import re
from io import BytesIO

import docx
import pytest
from django.urls import reverse

from initiatives.models import Initiative
from initiatives.selection.selection import MAX_NOTE_LENGTH, MAX_SIZE
from tests.factories import forget_initiatives, make_initiative
from tests.views.pages import text
from tests.worlds import undone

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def few(django_db_setup, django_db_blocker):
    """Six published initiatives, `een` to `zes`, and a draft: all that there is."""
    with undone(django_db_blocker):
        forget_initiatives()
        make_initiative("geheim", status="draft", title="Geheim plan")
        for slug in ("een", "twee", "drie", "vier", "vijf", "zes"):
            make_initiative(slug, title=slug.capitalize())
        yield


def headings(page):
    return [" ".join(heading.split()) for heading in re.findall(r"<h3>\s*<a [^>]*>(.*?)</a>", page, re.DOTALL)]


def compared(page):
    table = re.search(r'<table class="compare">.*?</thead>', page, re.DOTALL)
    return table and re.findall(r"<a [^>]*>(.*?)</a>", table.group())


def test_selection_shows_what_the_address_says_in_its_order(client):
    page = text(client.get("/selectie/?i=drie&i=een&i=drie&titel=Mijn+plan&notitie=Regel+1%0ARegel+2"))
    assert headings(page) == ["Drie", "Een"]
    assert re.search(r"<h1>\s*Mijn plan\s*</h1>", page)
    assert "Regel 1<br>Regel 2" in page


def test_unknown_and_unpublished_are_told_alike(client):
    page = text(client.get("/selectie/?i=een&i=geheim&i=bestaat-niet&i=%00"))
    assert headings(page) == ["Een"]
    assert "“geheim” staat niet in de catalogus." in page
    assert "“bestaat-niet” staat niet in de catalogus." in page
    assert "Geheim plan" not in page


def test_renamed_initiative_is_followed_once_with_the_rest_kept(client):
    Initiative.objects.filter(slug="een").update(slug="nieuw")
    response = client.get("/selectie/?i=een&i=twee&titel=Plan")
    assert (response.status_code, response["Location"]) == (301, "/selectie/?i=nieuw&i=twee&titel=Plan")


def test_selection_has_an_end(client):
    many = "&".join(f"i=onbekend-{number}" for number in range(MAX_SIZE + 1))
    page = text(client.get(f"/selectie/?{many}&notitie={'n' * (MAX_NOTE_LENGTH + 1)}"))
    assert f"Een selectie heeft hoogstens {MAX_SIZE} initiatieven" in page
    assert f"De notitie is ingekort tot {MAX_NOTE_LENGTH} tekens." in page


def test_others_can_be_added(client):
    page = text(client.get("/selectie/?i=een&i=twee&titel=Plan&zoek=drie"))
    assert re.search(r'href="/selectie/\?i=een&i=twee&i=drie&titel=Plan"\s+data-add="drie"', page)
    assert 'data-add="een"' not in page


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("i=een&i=twee&titel=Plan&notitie=Zin&zonder=een", "/selectie/?i=twee&titel=Plan&notitie=Zin"),
        ("i=een&i=twee&naast=een&naast=twee&zonder=twee", "/selectie/?i=een&naast=een"),
        ("i=een&zonder=een", "/selectie/"),
        ("i=een&zonder=onbekend", "/selectie/?i=een"),
    ],
)
def test_taking_away_leads_to_the_address_of_what_is_left(client, query, address):
    response = client.get(f"/selectie/?{query}")
    assert (response.status_code, response["Location"]) == (302, address)


@pytest.mark.parametrize(
    ("query", "beside"),
    [
        ("i=een", None),
        ("i=een&i=twee", ["Een", "Twee"]),
        ("i=een&i=twee&i=drie&i=vier&i=vijf", None),
        ("i=een&i=twee&i=drie&i=vier&i=vijf&naast=vijf&naast=twee", ["Twee", "Vijf"]),
        ("i=een&i=twee&naast=zes", ["Een", "Twee"]),
    ],
)
def test_up_to_four_stand_side_by_side(client, query, beside):
    assert compared(text(client.get(f"/selectie/?{query}"))) == beside


def test_more_than_four_side_by_side_are_cut_and_told(client):
    slugs = ("een", "twee", "drie", "vier", "vijf")
    query = "&".join(f"{key}={slug}" for key in ("i", "naast") for slug in slugs)
    page = text(client.get(f"/selectie/?{query}"))
    assert compared(page) == ["Een", "Twee", "Drie", "Vier"]
    assert "U kunt hoogstens 4 initiatieven naast elkaar zetten." in page


@pytest.mark.parametrize(
    ("title", "name", "heading"),
    [
        ("Mijn plan", "mijn-plan", "Mijn plan"),
        ("", "selectie", "Initiatieven uit de coronajaren"),
    ],
)
def test_document_has_what_the_form_has(client, title, name, heading):
    assert 'formaction="/selectie.docx"' in text(client.get("/selectie/?i=drie&i=een"))
    response = client.get("/selectie.docx", {"i": ["drie", "een"], "titel": title, "notitie": "Een zin."})
    document = docx.Document(BytesIO(response.content))
    written = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert response["Content-Disposition"] == f'attachment; filename="{name}.docx"'
    assert document.core_properties.title == heading
    assert written.index(heading) < written.index("Een zin.") < written.index("Drie") < written.index("Een (Almere)")
    assert "http://testserver/selectie/?i=drie&i=een" in written


@pytest.mark.parametrize("kind", ["odt", "docx"])
def test_document_of_nothing_is_refused_with_a_way_on(client, kind):
    for query in ("", "?i=geheim"):
        response = client.get(f"/selectie.{kind}{query}")
        assert response.status_code == 400
        assert "Kies eerst een of meer initiatieven." in text(response)


def test_other_kind_of_document_does_not_exist(client):
    assert client.get("/selectie.exe?i=een").status_code == 404


@pytest.mark.parametrize("odd", ["\x0b", "\ud800", "‮", "🙂", "<script>alert(1)</script>", "a" * 5_000])
@pytest.mark.parametrize("path", ["/selectie/", "/selectie.odt", "/selectie.docx"])
def test_odd_texts_break_nothing(client, path, odd):
    query = {"i": "een", "titel": odd, "notitie": odd, "zoek": odd, "naast": odd}
    response = client.get(path, {key: value.encode("utf-8", "surrogatepass") for key, value in query.items()})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_card_offers_to_keep_it_without_javascript(client):
    slug = Initiative.objects.published().order_by("title").first().slug
    assert f'href="{reverse("selection")}?i={slug}"' in text(client.get("/initiatieven/?sorteer=titel"))
