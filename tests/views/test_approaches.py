"""Approaches: the list, the comparison on the page of one, and that page as a file."""

import re
from io import BytesIO

import pytest
from docx import Document as WordDocument
from odfdo import Document as OpenDocument
from openpyxl import load_workbook

from initiatives.approaches.comparison import HEADER, NOTHING
from initiatives.models import Approach, Finding
from tests.factories import make_initiative
from tests.views.pages import text

pytestmark = pytest.mark.django_db
PAGE = "/aanpakken/maatje-of-buddy/"


@pytest.fixture
def approach(no_initiatives):
    """An approach with two initiatives and a draft; of its two sentences, one also rests on the draft."""
    approach = Approach.objects.get(slug="maatje-of-buddy")
    Approach.objects.filter(pk=approach.pk).update(unknowns="Wat het kostte, staat nergens.")
    published = make_initiative(
        "een",
        title="Samen bellen",
        municipalities=("weesp",),
        results="Tien koppels belden.",
        results_locator="bladzijde 3",
        phase="lopend",
        channels=["telefonisch"],
    )
    make_initiative("twee", title="Samen lopen", scope="onbekend")
    draft = make_initiative("drie", title="Geheim plan", status="draft")
    finding = Finding.objects.create(approach=approach, number=901, text="Zij belden elke dag.")
    finding.initiatives.set([published])
    hidden = Finding.objects.create(approach=approach, number=902, text="Dit rust op een concept.")
    hidden.initiatives.set([published, draft])
    return approach


def rows(page):
    """The rows of the table as texts of cells."""
    cells = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    ]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def test_list_has_every_approach_with_its_number(client, approach):
    page = text(client.get("/aanpakken/"))
    assert page.count("<dt>") == Approach.objects.count()
    assert re.search(rf'href="{PAGE}">Maatje of buddy</a>\s<span class="count">2<', page)
    assert "Straatwerk" not in text(client.get("/aanpakken/?q=buddy"))


def test_page_compares_what_is_published(client, approach):
    page = text(client.get(PAGE))
    header, first, second = rows(page)
    assert header == list(HEADER)
    assert first == [
        "Samen bellen Weesp, ongeveer 20.200 inwoners [1] nr. een",
        "Ouderen [1]",
        "Staat niet in de bron.",
        "Telefonisch; Lopend (2020) [1]",
        "Tien koppels belden. [1] bladzijde 3",
        "Staat niet in de bron.",
    ]
    assert second[0] == "Samen lopen Plaats niet genoemd [1] nr. twee"
    assert "Geheim plan" not in page


def test_page_counts_places_of_today_and_those_without(client, approach):
    words = " ".join(re.sub(r"<[^>]+>", " ", text(client.get(PAGE))).split())
    assert "2 initiatieven , in 1 gemeente en 1 zonder genoemde gemeente." in words
    assert "Wat het kostte, staat nergens." in words


def test_national_initiatives_are_not_those_without_a_named_place(client, approach):
    make_initiative("vier", scope="landelijk")
    words = " ".join(re.sub(r"<[^>]+>", "", text(client.get(PAGE))).split())
    assert "3 initiatieven, in 1 gemeente, 1 landelijk en 1 zonder genoemde gemeente." in words


@pytest.mark.parametrize(("typed", "found"), [("bellen", True), ("Mensen BELLEN", True), ("bellen zwemmen", False)])
def test_list_is_filtered_by_every_word_of_names_and_summaries(client, approach, typed, found):
    Approach.objects.filter(slug="straatwerk").update(summary="Mensen op straat bellen aan.")
    page = text(client.get("/aanpakken/", {"q": typed}))
    assert ("/aanpakken/straatwerk/" in page) is found


def test_list_without_matches_leads_to_the_search(client, approach):
    assert 'href="/initiatieven/?q=zeer%20zeldzaam"' in text(client.get("/aanpakken/?q=zeer+zeldzaam"))


def test_matrix_of_approaches_is_one_of_the_gaps(client, approach):
    page = text(client.get("/matrix/aanpakken/"))
    assert re.search(r'href="/matrix/"\s+rel="nofollow" aria-current="true">Witte vlekken</a>', page)


def test_sentence_ends_with_what_it_rests_on(client, approach):
    page = text(client.get(PAGE))
    item = re.search(r"<li>\s*Zij belden elke dag\.(.*?)</li>", page, re.DOTALL).group(1)
    assert re.findall(r'href="([^"]+)"', item) == ["/initiatieven/een/"]
    assert "Dit rust op een concept." not in page


def test_former_slug_leads_to_the_page_and_its_files(client, approach):
    Approach.objects.filter(pk=approach.pk).update(slug="maatje")
    for address in (PAGE, "/aanpakken/maatje-of-buddy.docx", "/initiatieven/?aanpak=maatje-of-buddy"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, address.replace("maatje-of-buddy", "maatje"))
        assert client.get(response["Location"]).status_code == 200


def test_deleted_approach_is_gone(client, approach):
    approach.delete()
    assert client.get(PAGE).status_code == 410
    assert client.get("/aanpakken/bestaat-niet/").status_code == 404
    assert client.get("/aanpakken/straatwerk.pdf").status_code == 404


def test_approach_without_initiatives_says_so(client, no_initiatives):
    assert "Hierover staat nog niets in onze bronnen." in text(client.get("/aanpakken/straatwerk/"))


def words_of(kind, content):
    if kind == "odt":
        return OpenDocument(BytesIO(content)).get_formatted_text()
    if kind == "docx":
        document = WordDocument(BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    book = load_workbook(BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)


@pytest.mark.parametrize("kind", ["odt", "docx", "xlsx"])
def test_file_says_what_the_page_says(client, approach, kind):
    response = client.get(f"/aanpakken/maatje-of-buddy.{kind}")
    assert response["Content-Disposition"] == f'attachment; filename="aanpak-maatje-of-buddy.{kind}"'
    words = " ".join(words_of(kind, response.getvalue()).split())
    for part in (
        "Maatje of buddy",
        "Zij belden elke dag.",
        "Samen bellen (Weesp)",
        "Tien koppels belden. [1] bladzijde 3",
        "Plaats niet genoemd",
        "Wat het kostte, staat nergens.",
    ):
        assert part in words, part
    assert "Geheim" not in words


def test_spreadsheet_has_numbers_addresses_and_filters(client, approach):
    sheet = load_workbook(BytesIO(client.get("/aanpakken/maatje-of-buddy.xlsx").getvalue()))["Naast elkaar"]
    header, first, second = sheet.iter_rows(values_only=True)
    assert (header[2], first[2], second[2]) == ("Inwoners", 20_200, None)
    assert first[-1] == "http://testserver/initiatieven/een/"
    assert sheet.auto_filter.ref == "A1:J3"


def test_documents_lie_on_their_side_and_keep_rows_whole(client, approach):
    document = WordDocument(BytesIO(client.get("/aanpakken/maatje-of-buddy.docx").getvalue()))
    assert document.sections[0].page_width > document.sections[0].page_height
    assert len(document.tables[0]._tbl.xpath(".//w:cantSplit")) == len(document.tables[0].rows)
    styles = OpenDocument(BytesIO(client.get("/aanpakken/maatje-of-buddy.odt").getvalue()))
    page = styles.get_style("page-layout", "A4").get_element("style:page-layout-properties")
    assert page.get_attribute_string("fo:page-width") == "29.7cm"


def test_document_of_an_approach_without_initiatives_says_so(client, no_initiatives):
    words = words_of("docx", client.get("/aanpakken/straatwerk.docx").getvalue())
    assert NOTHING in words
    assert "Naast elkaar" not in words


def test_initiative_answers_six_questions(client, no_initiatives):
    make_initiative("een", costs="Het kostte 500 euro.", costs_locator="bladzijde 9", continues="blijft")
    page = text(client.get("/initiatieven/een/"))
    answers = re.search(r'<dl class="knowledge">(.*?)</dl>', page, re.DOTALL).group(1)
    assert answers.count("<dt>") == 6
    assert answers.count("Staat niet in de bron.") == 5
    assert re.search(r"500 euro\.</p>\s*<p class=\"locator\"><span[^>]*>Vindplaats:</span> bladzijde 9</p>", answers)
    assert re.search(r"Na corona</a>\s*</dt>\s*<dd>\s*Blijft", page)
