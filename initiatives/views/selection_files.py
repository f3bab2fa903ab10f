"""A visitor's own selection as a file: a document for a text processor, or a spreadsheet."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from initiatives.exports import xlsx
from initiatives.exports.columns import values
from initiatives.exports.sheets import About
from initiatives.selection import docx, odt
from initiatives.selection.file_types import FILE_TYPES
from initiatives.selection.memo import Memo, memo_of
from initiatives.selection.selection import Selection

FORM_KEY, SHORT = "vorm", "kort"  # any other form is the long one
MAX_NAME_LENGTH = 60  # characters, without the extension


@dataclass(frozen=True)
class Format:
    """A kind of file."""

    write: Callable[[HttpRequest, Selection, str], bytes]  # from the selection and its full address
    has_short_form: bool = True


@dataclass(frozen=True)
class Take:
    """A choice of the page: what a visitor can take along, in one or more kinds of file."""

    label: str
    contents: str  # a sentence
    kinds: tuple[str, ...]
    form: str = ""  # value of `FORM_KEY`

    @property
    def files(self) -> list[tuple[str, str]]:
        """The address and the label of each kind."""
        return [(reverse("selection_document", args=[kind]), FILE_TYPES[kind].label) for kind in self.kinds]


def file_response(request: HttpRequest, kind: str, selected: Selection, address: str) -> HttpResponse:
    """Return a file of a kind in `FORMATS`; the full address of the selection is in it."""
    file_format = FORMATS[kind]
    name = slugify(selected.title)[:MAX_NAME_LENGTH].strip("-") or "selectie"
    if file_format.has_short_form and _is_short(request):
        name += f"-{SHORT}"
    response = HttpResponse(file_format.write(request, selected, address), content_type=FILE_TYPES[kind].media_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    return response


def _is_short(request: HttpRequest) -> bool:
    return request.GET.get(FORM_KEY) == SHORT


def _document(render: Callable[[Memo], bytes]) -> Callable[[HttpRequest, Selection, str], bytes]:
    """Return the writer of a kind of document."""

    def write(request: HttpRequest, selected: Selection, address: str) -> bytes:
        memo = memo_of(
            selected.initiatives,
            title=selected.title,
            note=selected.note,
            address=address,
            made_on=timezone.localdate(),
            address_of=lambda initiative: request.build_absolute_uri(initiative.get_absolute_url()),
            compared=selected.compared,
            is_short=_is_short(request),
        )
        return render(memo)

    return write


def _spreadsheet(request: HttpRequest, selected: Selection, address: str) -> bytes:
    """A workbook like that of the ordinary downloads, in the order of the selection."""
    site = request.build_absolute_uri("/")[:-1]
    number = len(selected.initiatives)
    contents = f"Eigen selectie van {number} initiatieven" if number > 1 else "Eigen selectie van één initiatief"
    about = About(f"{contents}: {selected.title}" if selected.title else contents, timezone.localdate(), address)
    file = BytesIO()
    xlsx.write(file, (values(initiative, site) for initiative in selected.initiatives), about)
    return file.getvalue()


# By their extension.
FORMATS = {
    "odt": Format(_document(odt.render)),
    "docx": Format(_document(docx.render)),
    "xlsx": Format(_spreadsheet, has_short_form=False),
}
TAKES = (
    Take("Lang document", "Overzicht, vergelijking en alle teksten.", ("odt", "docx")),
    Take("Kort document", "Ongeveer twee pagina’s.", ("odt", "docx"), SHORT),
    Take("Tabel", "Alle gegevens, voor een spreadsheet.", ("xlsx",)),
)
