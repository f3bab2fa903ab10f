"""The files themselves: both formats say the same, and neither breaks on what is in the texts."""

from dataclasses import replace

import pytest
from docx import Document as WordDocument
from odfdo import Document as OpenDocument

from initiatives.metadata.citation import AUTHOR
from initiatives.models import Initiative
from initiatives.selection import docx, odt, outline
from initiatives.xml_text import xml_safe
from tests.selection import samples
from tests.selection.files import Docx, Odt

pytestmark = pytest.mark.django_db

HEADINGS = [
    (1, "Overzicht"),
    (1, "Coronamaatjes Almere"),
    (2, "Wat is het?"),
    (2, "Welk probleem?"),
    (2, "Wie deden mee?"),
    (2, "Wat was nodig?"),
    (2, "Wat kwam eruit?"),
    (2, "Wat leerden zij?"),
    (2, "Waar staat dit in de bron?"),
    (1, "De Bakfiets (Alkmaar)"),
    (2, "Wat is het?"),
    (2, "Welk probleem?"),
    (2, "Wie deden mee?"),
    (2, "Wat was nodig?"),
    (2, "Wat kwam eruit?"),
    (2, "Wat leerden zij?"),
    (2, "Waar staat dit in de bron?"),
    (1, "Bronnen"),
]
MADE = "Dit document is gemaakt op 22 november 2026 en gaat over"
THEN = "De teksten beschrijven de initiatieven zoals zij toen waren. Misschien bestaan zij nu niet meer."
PLACES = (
    "[2] Welzijn in de wijk, Coronamaatjes; [1] hoofdstuk 3, Almere, Coronamaatje; [3] nr. 1",
    "[1] hoofdstuk 3, Alkmaar, De Bakfiets",
)


@pytest.fixture(params=[Odt, Docx])
def opened(request):
    """Opens a document in one of the formats."""
    return request.param


def test_headings_stand_in_order(opened):
    file = opened(samples.memo_of(samples.shipped()))
    assert file.headings() == HEADINGS
    assert file.styled("Title") == ["Hulp voor ouderen"]


@pytest.mark.parametrize("is_short", [False, True])
def test_both_formats_say_the_same(is_short):
    initiatives = list(Initiative.objects.published().for_detail()[:20])
    memo = samples.memo_of(initiatives, initiatives[:4], is_short=is_short)
    assert Odt(memo).texts() == Docx(memo).texts()


def test_note_keeps_its_line_breaks(opened):
    file = opened(samples.memo_of(samples.shipped()))
    assert file.styled("Toelichting") == ["Voor het overleg van dinsdag.\nMet twee vragen.", "Wat kunnen wij leren?"]


@pytest.mark.parametrize("note", ["", " \r\n \r\n"])
def test_empty_note_leaves_no_paragraph(opened, note):
    assert opened(samples.memo_of(samples.shipped(), note=note)).styled("Toelichting") == []


def test_summary_and_description_are_there(opened):
    first, second = samples.shipped()
    texts = opened(samples.memo_of([first, second])).texts()
    wanted = [first.summary, *first.description.split("\n\n"), first.results, second.summary, second.description]
    assert [text for text in wanted if text.strip() not in texts] == []


def test_table_has_only_facts_that_are_known(opened):
    assert opened(samples.memo_of(samples.shipped())).tables()[2] == [
        ["Waar", "Alkmaar"],
        ["Voor wie", "Mensen met een klein netwerk, Mensen die hulp nodig hebben"],
        ["Categorie", "Eenzaamheid, Hulp en vrijwilligers, Mensen opzoeken en bereiken"],
        ["Aanpak", "Aanbellen en huisbezoek"],
        ["Vorm", "Aan huis, buiten"],
        ["Fase", "Lopend (zo was het in 2020)"],
        ["Herkomst", "Nieuw door corona"],
        ["Organisaties", "Aanloophuis De Steiger, Inloophuis De Zwaan"],
        ["Op de site", f"{samples.SITE}/initiatieven/de-bakfiets-alkmaar/"],
    ]


def test_overview_has_a_row_for_each_initiative(opened):
    memo = samples.memo_of(samples.shipped())
    assert opened(memo).tables()[0] == [
        ["Initiatief", "Gemeente", "Inwoners", "Fase en jaar", "Resultaat"],
        ["Coronamaatjes Almere", *memo.entries[0].overview],
        ["De Bakfiets", *memo.entries[1].overview],
    ]


def test_comparison_stands_between_overview_and_initiatives(opened):
    first, second = samples.shipped()
    file = opened(samples.memo_of([first, second], [second, first]))
    assert file.headings()[:3] == [(1, "Overzicht"), (1, "Naast elkaar"), (1, "Coronamaatjes Almere")]
    rows = file.tables()[1]
    assert rows[0] == ["Kenmerk", "De Bakfiets", "Coronamaatjes Almere"]
    assert rows[1] == ["Samenvatting", second.summary, first.summary]
    assert [row for row in rows if row[0] == "Wat kwam eruit?"] == [["Wat kwam eruit?", second.results, first.results]]
    assert "Periode" not in [row[0] for row in rows]


def test_header_rows_repeat(opened):
    initiatives = samples.shipped()
    assert opened(samples.memo_of(initiatives, initiatives)).repeated_rows() == [
        ["Initiatief", "Gemeente", "Inwoners", "Fase en jaar", "Resultaat"],
        ["Kenmerk", "Coronamaatjes Almere", "De Bakfiets"],
    ]


def test_short_document_has_overview_summaries_and_sources(opened):
    first, second = samples.shipped()
    memo = samples.memo_of([second, first], [first, second], is_short=True)
    file = opened(memo)
    assert file.styled("Kop kort") == ["Overzicht", "Kort verteld", "Bronnen"]
    assert len(file.tables()) == 1
    assert file.styled("Kort")[-len(memo.sources) - 2 : -len(memo.sources)] == [
        f"De Bakfiets. {second.summary} Vindplaats: {PLACES[1]}.",
        f"Coronamaatjes Almere. {first.summary} Vindplaats: {PLACES[0]}.",
    ]
    assert file.styled("Kort")[-len(memo.sources) :] == [
        f"[{number}] {source}" for number, source in enumerate(memo.sources, 1)
    ]
    pages = [f"{samples.SITE}/initiatieven/{slug}/" for slug in reversed(samples.SHIPPED)]
    names = ["De Bakfiets", "Coronamaatjes Almere"]
    assert file.links() == [
        *zip(names, pages, strict=True),
        *zip(names, pages, strict=True),
        ("Open deze selectie op de site", samples.SELECTION),
    ]


def test_sources_close_the_document(opened):
    memo = samples.memo_of(samples.shipped())
    texts = opened(memo).texts()
    made = "Gemaakt op 22 november 2026. Open deze selectie op de site."
    assert texts[-len(memo.sources) - 2 :] == ["Bronnen", *memo.sources, made]


def test_links_lead_to_the_pages_and_within_the_document(opened):
    file = opened(samples.memo_of(samples.shipped()))
    pages = [f"{samples.SITE}/initiatieven/{slug}/" for slug in samples.SHIPPED]
    assert file.links() == [
        ("Coronamaatjes Almere", "#initiatief_1"),
        ("De Bakfiets", "#initiatief_2"),
        (pages[0], pages[0]),
        (pages[1], pages[1]),
        ("Open deze selectie op de site", samples.SELECTION),
    ]
    assert file.anchors() == ["initiatief_1", "initiatief_2"]


@pytest.mark.parametrize(("number", "subject"), [(1, "één initiatief"), (2, "2 initiatieven")])
def test_opening_counts(opened, number, subject):
    texts = opened(samples.memo_of(samples.shipped()[:number])).texts()
    assert f"{MADE} {subject} uit de catalogus Corona-initiatieven. {THEN}" in texts


def test_file_is_described_without_a_person(opened):
    file = opened(samples.memo_of(samples.shipped()))
    assert file.described() == ("Hulp voor ouderen", {"Corona-initiatieven"}, "nl-NL", samples.DAY)
    assert file.languages() == {"nl-NL"}


def test_page_is_a4(opened):
    assert opened(samples.memo_of(samples.shipped())).page() == (21.0, 29.7)


def test_texts_that_could_break_a_file_are_kept_as_they_are(opened):
    file = opened(samples.nasty())
    assert file.styled("Title") == [samples.WHOLE]
    assert file.headings() == [
        (1, "Overzicht"),
        (1, "Naast elkaar"),
        (1, samples.WHOLE),
        (2, "Wat is het?"),
        (2, "Waar staat dit in de bron?"),
        (1, "Bronnen"),
    ]
    assert file.styled("Samenvatting") == [samples.RTL]
    overview, comparison, facts = file.tables()
    assert overview[1:] == [[samples.WHOLE, samples.LONG, samples.WHOLE, samples.RTL, ""]]
    assert comparison == [
        ["Kenmerk", samples.WHOLE, samples.LONG],
        ["Samenvatting", samples.RTL, samples.WHOLE],
        ["Lessen", "—", f"{samples.LONG[:238]} …"],
    ]
    assert facts == [
        ["Waar", samples.LONG],
        ["Organisaties", "Stichting <&> " * 200],
        ["Op de site", f"{samples.SITE}/initiatieven/a/?b=<c>&d=e"],
    ]
    assert file.described()[0] == samples.WHOLE


def test_title_longer_than_word_takes_in_its_description():
    memo = samples.memo_of(samples.shipped(), title="Hulp " * 100)
    assert Docx(memo).described()[0] == ("Hulp " * 100)[:255]


def test_xml_safe_reaches_texts_at_any_depth():
    memo = samples.nasty()
    assert xml_safe(memo).entries[0].mentions == (samples.WHOLE,)
    assert xml_safe(xml_safe(memo)) == xml_safe(memo)
    assert xml_safe(replace(memo, entries=())).made_on == samples.DAY


# The templates


STYLES = {
    *(outline.BODY, outline.TITLE, outline.HEADING, outline.SUBHEADING, outline.LEAD, outline.NOTE),
    *(outline.ITEM, outline.LABEL, outline.FACT, outline.REFERENCE, outline.FINE_PRINT),
    *(outline.COLUMN_HEAD, outline.CELL, outline.SHORT_HEADING, outline.SHORT_TEXT),
}


def test_word_template_has_every_style_and_the_footer():
    template = WordDocument(docx.TEMPLATE)
    assert (STYLES | {docx.LINK, docx.TABLE, docx.GRID}) - {style.name for style in template.styles} == set()
    assert template.sections[0].footer.paragraphs[0].text.startswith(f"{AUTHOR}\tPagina ")
    assert template.core_properties.author == AUTHOR
    assert template.paragraphs == []


def test_opendocument_template_has_every_style_and_the_footer():
    template = OpenDocument(odt.TEMPLATE)
    named = {name for style in template.get_styles() for name in (style.name, getattr(style, "display_name", ""))}
    own = {odt.TABLE, odt.LABEL_COLUMN, odt.FACT_COLUMN, odt.ROW, odt.CELL, odt.BULLETS, odt.LINK}
    own |= {odt.GRID, odt.GRID_HEAD, odt.GRID_CELL}
    assert (own | {odt.NAMES.get(style, style) for style in STYLES}) - named == set()
    assert AUTHOR in template.get_style("master-page", "Standard").get_page_footer().inner_text
    assert template.meta.creator == AUTHOR
    assert list(template.body.children) == []
