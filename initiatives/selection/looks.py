"""How documents look, the same in both formats: the page, and a style for each kind of paragraph."""

from dataclasses import dataclass

FONT = "Arial"  # or what the machine has instead: LibreOffice takes Liberation Sans, which has the same widths
LANGUAGE = "nl-NL"
TEXT, MUTED, PRIMARY, LINK, BORDER = "1b2427", "50616a", "0f4c5c", "0b5a73", "cfdade"  # of static/css/tokens.css
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 21.0, 29.7, 2.5  # A4, in centimetres
BOTTOM, FOOTER_FROM_EDGE = 2.8, 1.5
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
LABEL_WIDTH = 3.0
LINE_HEIGHT = 1.15
PADDING = 3  # above and below the text of a fact, in points


@dataclass(frozen=True)
class Look:
    """A paragraph style; measures are in points.

    `name` is the style's name in Word. Those that Word has itself appear in the reader's language; the others are
    Dutch. `odf_name` is what LibreOffice calls its own style for the same.
    """

    name: str
    odf_name: str = ""
    size: float = 10.5
    bold: bool = False
    colour: str = TEXT
    before: float = 0
    after: float = 6
    indent: float = 0
    hanging: float = 0
    level: int = 0  # of a heading
    keep_with_next: bool = False
    bar: bool = False  # a line along the left side

    @property
    def in_odf(self) -> str:
        return self.odf_name or self.name


BODY = Look("Normal", "Standard")
TITLE = Look("Title", size=24, bold=True, colour=PRIMARY, after=10, keep_with_next=True)
HEADING = Look("Heading 1", size=15, bold=True, colour=PRIMARY, before=26, after=4, level=1, keep_with_next=True)
SUBHEADING = Look("Heading 2", size=11, bold=True, colour=PRIMARY, before=9, after=2, level=2, keep_with_next=True)
LEAD = Look("Samenvatting", size=11.5, after=8, keep_with_next=True)
NOTE = Look("Toelichting", before=6, after=6, indent=9, bar=True)
CONTENTS = Look("Inhoud kop", size=11, bold=True, colour=PRIMARY, before=14, after=3, keep_with_next=True)
ITEM = Look("List Bullet", "List 1", after=3, indent=14, hanging=14)
LABEL = Look("Kenmerk", size=9.5, bold=True, colour=MUTED, before=PADDING, after=PADDING)
FACT = Look("Kenmerk tekst", size=9.5, before=PADDING, after=PADDING)
REFERENCE = Look("Bibliography", "Bibliography 1", indent=36, hanging=36, keep_with_next=True)  # APA: half an inch
FINE = Look("Klein", size=9, colour=MUTED, before=12)
FOOTER = Look("Footer", size=8.5, colour=MUTED, after=0)
ALL = (BODY, TITLE, HEADING, SUBHEADING, LEAD, NOTE, CONTENTS, ITEM, LABEL, FACT, REFERENCE, FINE, FOOTER)
