"""A visitor's own selection: in the address, beside each other, as a document."""

import re
from io import BytesIO
from urllib.parse import urlencode

import docx
import openpyxl
import pytest
from django.urls import reverse

from initiatives.exports.columns import COLUMNS
from initiatives.models import Initiative
from initiatives.search.query_string.outlets import OUTLETS
from initiatives.selection.selection import MAX_NOTE_LENGTH, MAX_SIZE
from tests.factories import forget_initiatives, make_initiative
from tests.views.pages import text
from tests.worlds import undone

pytestmark = pytest.mark.django_db

SIX = ("een", "twee", "drie", "vier", "vijf", "zes")


@pytest.fixture(scope="module", autouse=True)
def few(django_db_setup, django_db_blocker):
    """Six published initiatives, `een` to `zes`, and a draft: all that there is."""
    with undone(django_db_blocker):
        forget_initiatives()
        make_initiative("geheim", status="draft", title="Geheim plan")
        for slug in SIX:
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
        ("i=een&i=twee&i=drie&zonder=een&zonder=drie&zonder=%00", "/selectie/?i=twee"),
    ],
)
def test_taking_away_leads_to_the_address_of_what_is_left(client, query, address):
    response = client.get(f"/selectie/?{query}")
    assert (response.status_code, response["Location"]) == (302, address)


@pytest.mark.parametrize(
    ("changes", "order", "fragment"),
    [
        ("hoger=drie", "een drie twee vier", "#hoger-drie"),
        ("hoger=twee", "twee een drie vier", "#lager-twee"),
        ("hoger=een", "een twee drie vier", "#lager-een"),
        ("lager=een", "twee een drie vier", "#lager-een"),
        ("lager=drie", "een twee vier drie", "#hoger-drie"),
        ("lager=vier", "een twee drie vier", "#hoger-vier"),
        ("hoger=vier&hoger=vier", "een twee vier drie", "#hoger-vier"),
        ("hoger=vier&hoger=drie", "een twee drie vier", "#hoger-vier"),
        ("zonder=een&hoger=drie", "drie twee vier", "#lager-drie"),
        ("zonder=een&hoger=een", "twee drie vier", ""),
        ("hoger=bestaat-niet&lager=geheim&hoger=%00&lager=&hoger=zes", "een twee drie vier", ""),
        ("hoger=%3Cscript%3E&lager=%22%23", "een twee drie vier", ""),
    ],
)
def test_moving_leads_to_the_address_with_the_new_order(client, changes, order, fragment):
    response = client.get(f"/selectie/?i=een&i=twee&i=drie&i=vier&titel=Plan&{changes}")
    query = "&".join(f"i={slug}" for slug in order.split())
    assert (response.status_code, response["Location"]) == (302, f"/selectie/?{query}&titel=Plan{fragment}")


def test_moving_keeps_what_is_compared(client):
    response = client.get("/selectie/?i=een&i=twee&i=drie&naast=drie&naast=een&hoger=drie")
    assert response["Location"] == "/selectie/?i=een&i=drie&i=twee&naast=drie&naast=een#hoger-drie"


def test_moving_in_too_large_a_selection_keeps_the_first(client):
    many = "&".join(f"i=onbekend-{number}" for number in range(MAX_SIZE - 1))
    response = client.get(f"/selectie/?i=een&{many}&i=twee&hoger=twee")
    assert response["Location"] == "/selectie/?i=een"


def test_buttons_to_move_are_named_and_disabled_at_the_ends(client):
    page = text(client.get("/selectie/?i=een&i=twee&i=drie"))
    buttons = re.findall(r'id="((?:hoger|lager)-\w+)"[^>]*?( disabled)?>\s*(.*?)\s*</button>', page, re.DOTALL)
    assert [(name, bool(disabled)) for name, disabled, _ in buttons] == [
        ("hoger-een", True),
        ("lager-een", False),
        ("hoger-twee", False),
        ("lager-twee", False),
        ("hoger-drie", False),
        ("lager-drie", True),
    ]
    assert buttons[2][2] == 'Hoger<span class="visually-hidden"> Twee</span>'
    assert "Plaats 2 van 3" in page
    assert 'name="hoger"' not in text(client.get("/selectie/?i=een"))


@pytest.mark.parametrize("key", ["hoger", "lager", "zonder"])
def test_renamed_initiative_in_a_change_is_followed(client, key):
    Initiative.objects.filter(slug="twee").update(slug="nieuw")
    orders = {"hoger": "i=nieuw&i=een&i=drie", "lager": "i=een&i=drie&i=nieuw", "zonder": "i=een&i=drie"}
    response = client.get(f"/selectie/?i=een&i=twee&i=drie&{key}=twee")
    assert response["Location"].partition("?")[2].partition("#")[0] == orders[key]


def test_renamed_initiative_stays_among_the_compared(client):
    Initiative.objects.filter(slug="twee").update(slug="nieuw")
    response = client.get("/selectie/?i=een&i=twee&i=drie&naast=twee&naast=een")
    assert response["Location"] == "/selectie/?i=een&i=nieuw&i=drie&naast=nieuw&naast=een"


@pytest.mark.parametrize(
    ("pasted", "address"),
    [
        ("https://elders.example/selectie/?i=twee&i=drie&titel=Oud", "/selectie/?i=twee&i=drie&i=een&titel=Oud"),
        ("i=twee", None),
        ("?i=\x00&i=\ud800", "/selectie/?i=%00&i=%EF%BF%BD%EF%BF%BD%EF%BF%BD&i=een&titel=Plan"),
        ("//elders.example", None),
    ],
)
def test_kept_selection_can_be_added_by_its_address(client, pasted, address):
    query = {"i": "een", "titel": "Plan", "lijst": pasted.encode("utf-8", "surrogatepass")}
    response = client.get("/selectie/", query)
    if address:
        assert (response.status_code, response["Location"]) == (302, address)
    else:
        assert headings(text(response)) == ["Een"]
        assert "In het adres dat u plakte, staat geen lijst." in text(response)


def test_page_says_how_to_add_more_where_bewaar_cannot(client):
    page = text(client.get("/selectie/?i=een"))
    assert page.index("<noscript>") < page.index('name="zoek"') < page.index('name="lijst"') < page.index("<h3>")
    assert "<noscript>" not in text(client.get("/selectie/?i=een&i=twee"))


def test_all_that_can_be_done_stands_above_the_list(client):
    page = text(client.get("/selectie/?i=een&i=twee"))
    wanted = ("data-copy-address", 'name="titel"', 'formaction="/selectie.odt"', 'id="vergelijking"', 'id="lijst"')
    places = [page.index(part) for part in wanted]
    assert places == sorted(places)


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


@pytest.mark.parametrize(
    ("query", "ticked", "first"),
    [
        ("i=een&i=twee&i=drie", [], "3 initiatieven. "),
        ("i=een&i=twee&i=drie&naast=drie&naast=een", ["een", "drie"], "3 initiatieven, waarvan 2 naast elkaar. "),
        ("i=een&i=twee&i=drie&naast=een", ["een"], "3 initiatieven. "),
        ("i=een&i=twee&i=drie&i=vier&i=vijf", [], "5 initiatieven. "),
    ],
)
def test_what_was_chosen_to_compare_is_ticked_and_counted_first(client, query, ticked, first):
    page = text(client.get(f"/selectie/?{query}"))
    assert re.findall(r'name="naast"\s+value="([^"]*)" checked', page) == ticked
    words = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert first + "Deze lijst staat in het adres" in words


@pytest.mark.parametrize(
    ("slugs", "advice"),
    [
        ("een", "U vinkte er één aan. Vink er nog minstens één aan om te vergelijken."),
        ("een een", "U vinkte er één aan. Vink er nog minstens één aan om te vergelijken."),
        ("een twee drie vier vijf", "U vinkte er vijf aan. De eerste vier staan naast elkaar."),
        ("een twee drie vier vijf zes onbekend", "U vinkte er zes aan. De eerste vier staan naast elkaar."),
        ("een twee drie vier", None),
        ("", None),
    ],
)
def test_too_many_or_too_few_side_by_side_have_their_own_message(client, slugs, advice):
    query = "&".join([*(f"i={slug}" for slug in SIX), *(f"naast={slug}" for slug in slugs.split())])
    page = text(client.get(f"/selectie/?{query}"))
    number = len(set(slugs.split()))
    assert compared(page) == (["Een", "Twee", "Drie", "Vier"] if number >= 4 else None)
    assert re.findall(r'<p class="notice" role="status">(U vinkte .*?)</p>', page) == ([advice] if advice else [])
    assert "Niet alles uit het adres is gebruikt" not in page


@pytest.mark.parametrize(
    ("title", "name", "heading"),
    [
        ("Mijn plan", "mijn-plan", "Mijn plan"),
        ("", "selectie", "Initiatieven uit de coronajaren"),
    ],
)
def test_document_has_what_the_form_has(client, title, name, heading):
    assert 'formaction="/selectie.docx"' in text(client.get("/selectie/?i=drie&i=een"))
    texts = {"titel": title, "notitie": "Een zin."}
    response = client.get("/selectie.docx", {"i": ["drie", "een"]} | texts)
    document = docx.Document(BytesIO(response.content))
    written = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert response["Content-Disposition"] == f'attachment; filename="{name}.docx"'
    assert document.core_properties.title == heading
    assert written.index(heading) < written.index("Een zin.") < written.index("Drie (Almere)") < written.index("Een (A")
    links = {link.target_ref for link in document.part.rels.values() if link.is_external}
    query = urlencode({key: value for key, value in texts.items() if value})
    assert f"http://testserver/selectie/?i=drie&i=een&{query}" in links


def tables(response):
    """The number of tables of a Word document, and the texts of the cells of the first."""
    documents_tables = docx.Document(BytesIO(response.content)).tables
    return len(documents_tables), [[cell.text for cell in row.cells] for row in documents_tables[0].rows]


def test_document_has_side_by_side_what_the_page_has(client):
    number, overview = tables(client.get("/selectie.docx?i=een&i=twee&i=drie&i=vier&i=vijf&naast=vijf&naast=een"))
    assert (number, [row[0] for row in overview]) == (7, ["Initiatief", "Een", "Twee", "Drie", "Vier", "Vijf"])
    assert tables(client.get("/selectie.docx?i=een&i=twee&i=drie&i=vier&i=vijf"))[0] == 6


@pytest.mark.parametrize("kind", ["odt", "docx"])
def test_short_document_has_a_name_of_its_own(client, kind):
    page = text(client.get("/selectie/?i=een&i=twee"))
    assert re.search(rf'name="vorm"\s+value="kort"\s+formaction="/selectie\.{kind}"', page)
    response = client.get(f"/selectie.{kind}?i=een&i=twee&titel=Plan&vorm=kort")
    assert response["Content-Disposition"] == f'attachment; filename="plan-kort.{kind}"'


def test_short_document_has_the_overview_only(client):
    number, overview = tables(client.get("/selectie.docx?i=twee&i=een&naast=een&naast=twee&vorm=kort"))
    assert (number, [row[0] for row in overview]) == (1, ["Initiatief", "Twee", "Een"])


def test_spreadsheet_has_the_columns_of_the_downloads_in_the_order_of_the_selection(client):
    Initiative.objects.filter(slug="twee").update(title="=1+1")
    response = client.get("/selectie.xlsx?i=drie&i=twee&i=geheim&titel=Mijn+plan&vorm=kort")
    assert response["Content-Disposition"] == 'attachment; filename="mijn-plan.xlsx"'
    assert response["Content-Type"] == OUTLETS["xlsx"].content_type
    book = openpyxl.load_workbook(BytesIO(response.content))
    header, *rows = book.worksheets[0].iter_rows()
    assert [cell.value for cell in header] == [column.name for column in COLUMNS]
    assert [(row[0].value, row[0].data_type) for row in rows] == [("Drie", "s"), ("=1+1", "s")]
    assert rows[0][26].value == "http://testserver/initiatieven/drie/"
    assert [row[1].value for row in book.worksheets[1].iter_rows(max_row=3)][::2] == [
        "Eigen selectie van 2 initiatieven: Mijn plan",
        "http://testserver/selectie/?i=drie&i=twee&titel=Mijn+plan",
    ]


@pytest.mark.parametrize("kind", ["odt", "docx", "xlsx"])
def test_document_of_nothing_is_refused_with_a_way_on(client, kind):
    for query in ("", "?i=geheim"):
        response = client.get(f"/selectie.{kind}{query}")
        assert response.status_code == 400
        assert "Kies eerst een of meer initiatieven." in text(response)


def test_other_kind_of_document_does_not_exist(client):
    assert client.get("/selectie.exe?i=een").status_code == 404


@pytest.mark.parametrize("odd", ["\x0b", "\ud800", "‮", "🙂", "<script>alert(1)</script>", "a" * 5_000])
@pytest.mark.parametrize("path", ["/selectie/", "/selectie.odt", "/selectie.docx", "/selectie.xlsx"])
def test_odd_texts_break_nothing(client, path, odd):
    query = {"i": "een", "titel": odd, "notitie": odd, "zoek": odd, "naast": odd, "vorm": odd, "lijst": odd}
    response = client.get(path, {key: value.encode("utf-8", "surrogatepass") for key, value in query.items()})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_card_offers_to_keep_it_without_javascript(client):
    slug = Initiative.objects.published().order_by("title").first().slug
    assert f'href="{reverse("selection")}?i={slug}"' in text(client.get("/initiatieven/?sorteer=titel"))
