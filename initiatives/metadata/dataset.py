"""The catalogue as a dataset: the facts that its descriptions in every vocabulary share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from initiatives.models import Initiative, Source

TITLE = "Lokale initiatieven uit de coronajaren"
CATALOGUE_TITLE = "Open data van Corona-initiatieven"
DESCRIPTION = (
    "Wat Nederlandse gemeenten, welzijnsorganisaties en inwoners in de coronajaren voor elkaar deden. Bij elk"
    " initiatief staan een samenvatting en een beschrijving in eigen woorden, de gemeenten, de doelgroepen, de"
    " categorieën, de vorm, de fase, en de plaats in de bron die erover vertelt."
    " De teksten beschrijven de initiatieven zoals zij toen waren."
)
CATALOGUE_DESCRIPTION = "De gegevens achter de catalogus van lokale corona-initiatieven, als downloads en via een API."
API_TITLE = "API van Corona-initiatieven"
API_DESCRIPTION = (
    "Alle initiatieven, gemeenten, doelgroepen, categorieën en bronnen als JSON, met dezelfde filters als de site."
)
KEYWORDS = ("corona", "COVID-19", "gemeenten", "sociaal domein", "welzijn", "vrijwilligers", "initiatieven")


@dataclass(frozen=True)
class Licence:
    """The licence of the texts: its name, and its addresses in several vocabularies."""

    name: str
    url: str
    deed: str  # what Dutch data portals list
    authority: str  # of the European Union


LICENCE = Licence(
    **settings.LICENCE,
    deed="http://creativecommons.org/licenses/by/4.0/deed.nl",
    authority="http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
)


@dataclass(frozen=True)
class Format:
    """A way to download everything: its title, the name of its address, its media type and its code in EU lists."""

    title: str
    outlet: str
    media_type: str
    code: str


FORMATS = (
    Format("Alle initiatieven als CSV", "csv", "text/csv", "CSV"),
    Format(
        "Alle initiatieven als Excel-bestand",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "XLSX",
    ),
    Format("Alle initiatieven als ODS-bestand", "ods", "application/vnd.oasis.opendocument.spreadsheet", "ODS"),
    Format("Alle initiatieven als JSON", "json", "application/json", "JSON"),
)


@dataclass(frozen=True)
class Dataset:
    """The catalogue as it is now, on one site.

    `absolute` makes a full address of a path. `issued` and `modified` are of the publication, `start` and `end` of the
    period that it covers; all are None when the catalogue is empty.
    """

    absolute: Callable[[str], str]
    issued: date | None
    modified: date | None
    start: date | None
    end: date | None
    sources: Sequence[Source]
    email: str

    @property
    def home(self) -> str:
        return self.absolute(reverse("home"))

    @property
    def page(self) -> str:
        """The page that explains the data."""
        return self.absolute(reverse("open_data"))

    @property
    def api(self) -> str:
        return self.absolute(reverse("api_documentation"))

    def download(self, form: Format) -> str:
        """The address of everything in a format."""
        return self.absolute(reverse(form.outlet))


def dataset(absolute: Callable[[str], str]) -> Dataset:
    """Return the dataset of the current catalogue; two queries.

    Args:
        absolute: makes a full address of a path, as `request.build_absolute_uri`.
    """
    issued, modified = (moment and timezone.localdate(moment) for moment in Initiative.objects.published().period())
    sources = list(Source.objects.all())
    years = [source.published.year for source in sources]
    start, end = (date(min(years), 1, 1), date(max(years), 12, 31)) if years else (None, None)
    return Dataset(absolute, issued, modified, start, end, sources, settings.CONTACT_EMAIL)
