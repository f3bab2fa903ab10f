"""LibreOffice opens the files and prints all of it."""

from dataclasses import replace

import pytest
from pypdf import PdfReader

from initiatives.models import Initiative
from initiatives.selection import docx, odt
from tests.selection import office, samples

pytestmark = pytest.mark.django_db  # without any such test there is no database for `memo`

FORMATS = {"odt": odt, "docx": docx}
MANY = 20


@pytest.fixture(scope="module")
def memo(django_db_setup, django_db_blocker):
    """Twenty shipped initiatives, and one with everything that could break a file."""
    with django_db_blocker.unblock():
        shipped = samples.memo_of(Initiative.objects.published().for_detail()[:MANY])
    nasty = samples.nasty()
    return replace(shipped, entries=shipped.entries + nasty.entries)


@pytest.fixture(scope="module")
def printed(memo, tmp_path_factory):
    """The PDF of each format, made in one start of LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    files = [folder / f"{name}.{name}" for name in FORMATS]
    for file in files:
        file.write_bytes(FORMATS[file.stem].render(memo))
    office.convert(files, folder, "pdf")
    return {file.stem: PdfReader(folder / f"{file.stem}.pdf") for file in files}


def joined(text):
    """A text without white space: a PDF has lines where it has room."""
    return "".join(text.split())


def text_of(pdf):
    return joined("".join(page.extract_text().rpartition("Corona-initiatieven")[0] for page in pdf.pages))


@pytest.mark.parametrize("name", FORMATS)
def test_pdf_has_all_titles_and_sources(printed, memo, name):
    text = text_of(printed[name])
    wanted = [memo.title, *(entry.title for entry in memo.entries[:MANY]), *memo.sources]
    assert [phrase for phrase in wanted if joined(phrase) not in text] == []


@pytest.mark.parametrize("name", FORMATS)
def test_pdf_has_all_texts_and_facts(printed, memo, name):
    text = text_of(printed[name])
    pairs = [pair for entry in memo.entries[:MANY] for pair in (*entry.facts, *entry.paragraphs)]
    mentions = [mention for entry in memo.entries[:MANY] for mention in entry.mentions]
    summaries = [entry.summary for entry in memo.entries[:MANY]]
    wanted = [*(content for _, content in pairs), *summaries, *mentions, memo.note]
    assert [phrase for phrase in wanted if joined(phrase) not in text] == []


@pytest.mark.parametrize("name", FORMATS)
def test_pdf_loses_nothing_of_very_long_texts(printed, name):
    text = text_of(printed[name])
    assert text.count(samples.LONG) == 2
    assert text.count("Eenlangezin.") == 2000
    assert text.count("Stichting<&>") == 200


@pytest.mark.parametrize("name", FORMATS)
def test_pdf_pages_are_a4_and_numbered(printed, name):
    pages = printed[name].pages
    last = [page.extract_text().rpartition("Pagina ")[2].strip() for page in pages]
    assert last == [f"{number} van {len(pages)}" for number in range(1, len(pages) + 1)]
    sizes = {tuple(round(float(side) / 72 * 2.54, 1) for side in page.mediabox.upper_right) for page in pages}
    assert sizes == {(21.0, 29.7)}


@pytest.mark.parametrize("name", FORMATS)
def test_pdf_links_to_every_page_of_the_catalogue(printed, memo, name):
    annotations = [annotation.get_object() for page in printed[name].pages for annotation in page.get("/Annots") or []]
    addresses = {annotation["/A"]["/URI"] for annotation in annotations if "/URI" in annotation.get("/A", {})}
    assert {entry.address for entry in memo.entries[:MANY]} - addresses == set()


@pytest.mark.parametrize("name", FORMATS)
def test_pdf_has_no_heading_at_the_foot_of_a_page(printed, memo, name):
    headings = {entry.title for entry in memo.entries} | {"Wat is het?", "Resultaten", "Lessen", "Bronnen"}
    bodies = [page.extract_text().rpartition("Corona-initiatieven")[0].strip() for page in printed[name].pages]
    assert [body.splitlines()[-1] for body in bodies if body.splitlines()[-1].strip() in headings] == []


@pytest.mark.parametrize("name", FORMATS)
def test_pdf_keeps_each_table_on_one_page(printed, memo, name):
    pages = [joined(page.extract_text()) for page in printed[name].pages]
    tables = [
        "".join(label + text for label, text in (*entry.facts, ("Op de site", entry.address)) if text)
        for entry in memo.entries[:MANY]
    ]
    assert [table for table in tables if not any(joined(table) in page for page in pages)] == []
