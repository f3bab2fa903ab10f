"""The catalogue as a dataset: the facts that its descriptions in every vocabulary share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from initiatives.metadata.citation import AUTHOR
from initiatives.models import Initiative, Source
from initiatives.search.index.snapshot import Index
from initiatives.search.query_string.outlets import Download

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
    spdx: str  # its identifier in the list of SPDX
    url: str
    deed: str  # what Dutch data portals list
    authority: str  # of the European Union


LICENCE = Licence(
    **settings.LICENCE,
    spdx="CC-BY-4.0",
    deed="http://creativecommons.org/licenses/by/4.0/deed.nl",
    authority="http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
)


@dataclass(frozen=True)
class Dataset:
    """The catalogue as it is now, on one site.

    `absolute` makes a full address of a path, as `request.build_absolute_uri`. `issued` and `modified` are of the
    publication, `start` and `end` of the period that it covers; all are None when the catalogue is empty.
    """

    absolute: Callable[[str], str]
    issued: date | None
    modified: date | None
    start: date | None
    end: date | None
    sources: Sequence[Source]
    publisher: str  # the owner of the site, or the catalogue itself
    email: str

    @property
    def home(self) -> str:
        return self.absolute(reverse("home"))

    @property
    def page(self) -> str:
        return self.absolute(reverse("open_data"))

    @property
    def table_schema(self) -> str:
        return self.absolute(reverse("table_schema"))

    @property
    def api(self) -> str:
        return self.absolute(reverse("api_documentation"))

    def address_of(self, download: Download) -> str:
        return self.absolute(reverse(download.name))


def dataset(absolute: Callable[[str], str], index: Index) -> Dataset:
    """Return the dataset of the catalogue that the index is of; two queries."""
    issued, modified = (moment and timezone.localdate(moment) for moment in Initiative.objects.published().period())
    sources = list(Source.objects.all())
    years = index.years
    start, end = (date(years.first, 1, 1), date(years.last, 12, 31)) if years else (None, None)
    publisher = settings.OWNER_NAME or AUTHOR
    return Dataset(absolute, issued, modified, start, end, sources, publisher, settings.CONTACT_EMAIL)
