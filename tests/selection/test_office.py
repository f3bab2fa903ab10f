"""LibreOffice opens the files and prints all of it."""

from dataclasses import replace
from functools import cached_property

import pytest
from pypdf import PdfReader

from initiatives.models import Initiative
from initiatives.selection import docx, odt
from initiatives.selection.overview import HEADER, row
from initiatives.selection.selection import MAX_COMPARED, MAX_NOTE_LENGTH, MAX_TITLE_LENGTH
from tests.selection import office, samples

pytestmark = pytest.mark.django_db  # without any such test there is no database for `memo`

FORMATS = {"odt": odt, "docx": docx}
MANY = 20
SENTENCE = "Wat leren wij hier van? "
TWELVE = 12  # initiatives for which a short document takes two pages


class Printed:
    """A PDF, with the text of each page; that takes long to find out, so several tests read it."""

    def __init__(self, path):
        self.pages = PdfReader(path).pages

    @cached_property
    def texts(self):
        return [page.extract_text() for page in self.pages]

    @cached_property
    def bodies(self):
        """The texts without what stands at the foot of each page."""
        return [text.rpartition("Corona-initiatieven")[0] for text in self.texts]

    @cached_property
    def text(self):
        return joined("".join(self.bodies))


@pytest.fixture(scope="module")
def memo(django_db_setup, django_db_blocker):
    """Twenty shipped initiatives, of which four are compared, and one with everything that could break a file."""
    with django_db_blocker.unblock():
        initiatives = list(Initiative.objects.published().for_detail()[:MANY])
        shipped = samples.memo_of(initiatives, initiatives[:MAX_COMPARED])
    nasty = samples.nasty()
    return replace(shipped, entries=shipped.entries + nasty.entries)


@pytest.fixture(scope="module")
def short_memo(django_db_setup, django_db_blocker):
    """The twelve shipped initiatives with the longest texts, below a title and a note as long as they can be."""
    with django_db_blocker.unblock():
        initiatives = sorted(Initiative.objects.published().for_detail(), key=_length)[-TWELVE:]
        return samples.memo_of(initiatives, is_short=True, title=SENTENCE * 4, note=SENTENCE * 41)


@pytest.fixture(scope="module")
def printed(memo, short_memo, tmp_path_factory):
    """The PDF of each format and of its short form (`short_odt`), made in one start of LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    for name, module in FORMATS.items():
        (folder / f"{name}.{name}").write_bytes(module.render(memo))
        (folder / f"short_{name}.{name}").write_bytes(module.render(short_memo))
    files = list(folder.iterdir())
    office.convert(files, folder, "pdf")
    return {file.stem: Printed(folder / f"{file.stem}.pdf") for file in files}


def _length(initiative):
    """The number of characters that a short document has of an initiative."""
    locators = [mention.locator for mention in initiative.mentions.all()]
    return sum(map(len, (2 * initiative.title, initiative.summary, *row(initiative), *locators)))


def joined(text):
    """A text without white space: a PDF has lines where it has room."""
    return "".join(text.split())


@pytest.mark.parametrize("name", FORMATS)
def test_pdf_has_all_titles_and_sources(printed, memo, name):
    text = printed[name].text
    wanted = [memo.title, *(entry.title for entry in memo.entries[:MANY]), *memo.sources]
    assert [phrase for phrase in wanted if joined(phrase) not in text] == []


@pytest.mark.parametrize("name", FORMATS)
def test_pdf_has_all_texts_and_facts(printed, memo, name):
    text = printed[name].text
    pairs = [pair for entry in memo.entries[:MANY] for pair in (*entry.facts, *entry.paragraphs)]
    mentions = [mention for entry in memo.entries[:MANY] for mention in entry.mentions]
    summaries = [entry.summary for entry in memo.entries[:MANY]]
    wanted = [*(content for _, content in pairs), *summaries, *mentions, memo.note]
    assert [phrase for phrase in wanted if joined(phrase) not in text] == []


@pytest.mark.parametrize("name", FORMATS)
def test_pdf_loses_nothing_of_very_long_texts(printed, name):
    text = printed[name].text
    assert text.count(samples.LONG) == 3  # in a fact, in the overview, and in a text
    assert text.count("Eenlangezin.") == 2000
    assert text.count("Stichting<&>") == 200


@pytest.mark.parametrize("name", FORMATS)
def test_pdf_pages_are_a4_and_numbered(printed, name):
    pages = printed[name].pages
    last = [text.rpartition("Pagina ")[2].strip() for text in printed[name].texts]
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
    bodies = [body.strip() for body in printed[name].bodies]
    assert [body.splitlines()[-1] for body in bodies if body.splitlines()[-1].strip() in headings] == []


@pytest.mark.parametrize("name", FORMATS)
def test_pdf_keeps_each_table_on_one_page(printed, memo, name):
    pages = [joined(text) for text in printed[name].texts]
    tables = [
        "".join(label + text for label, text in (*entry.facts, ("Op de site", entry.address)) if text)
        for entry in memo.entries[:MANY]
    ]
    assert [table for table in tables if not any(joined(table) in page for page in pages)] == []


@pytest.mark.parametrize("name", FORMATS)
def test_pdf_repeats_the_header_of_a_table_on_each_page(printed, memo, name):
    header = joined("".join(HEADER))
    pages = [joined(text) for text in printed[name].texts]
    behind = next(number for number, page in enumerate(pages) if joined("Naast elkaar") in page)
    assert [header in page for page in pages[:behind]] == [True] * behind
    assert sum(header in page for page in pages) >= 2


@pytest.mark.parametrize("name", FORMATS)
def test_short_pdf_of_twelve_initiatives_has_two_pages(printed, short_memo, name):
    assert (len(short_memo.title), len(short_memo.note)) <= (MAX_TITLE_LENGTH, MAX_NOTE_LENGTH)
    assert len(printed[f"short_{name}"].pages) == 2


@pytest.mark.parametrize("name", FORMATS)
def test_short_pdf_has_all_that_it_has_to_tell(printed, short_memo, name):
    text = printed[f"short_{name}"].text
    texts = [(entry.name, *entry.overview, entry.summary, *entry.references) for entry in short_memo.entries]
    wanted = [*(part for parts in texts for part in parts), *short_memo.sources, "Open deze selectie op de site"]
    assert [part for part in wanted if joined(part) not in text] == []
    assert text.count(joined(short_memo.address)) == 0


@pytest.mark.parametrize("name", FORMATS)
def test_address_of_the_selection_takes_no_lines(printed, memo, name):
    last = printed[name].pages[-1]
    addresses = [link.get_object()["/A"]["/URI"] for link in last["/Annots"] if "/URI" in link.get_object()["/A"]]
    assert memo.address in addresses
    assert joined(memo.address) not in printed[name].text
