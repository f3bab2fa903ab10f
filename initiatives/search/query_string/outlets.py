"""Every outlet of an answer, defined once: pages, embed, feed, files and API, which all take the same query string."""

from collections.abc import Collection
from dataclasses import dataclass

PAGE_SIZE, LARGE_PAGE_SIZE = 20, 100  # results on a page of the list


@dataclass(frozen=True)
class PageSizes:
    """The number of results on a page of an outlet."""

    default: int  # without a size in the query string
    allowed: Collection[int]  # sizes that may be asked for
    advice: str  # what to tell who asks for another, in Dutch


LIST_SIZES = PageSizes(PAGE_SIZE, (PAGE_SIZE, LARGE_PAGE_SIZE), f"Kies {PAGE_SIZE} of {LARGE_PAGE_SIZE}.")
EMBED_SIZES = PageSizes(10, range(5, 51), "Kies een aantal van 5 tot en met 50.")
API_SIZES = PageSizes(PAGE_SIZE, range(1, LARGE_PAGE_SIZE + 1), f"Kies een aantal van 1 tot en met {LARGE_PAGE_SIZE}.")


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """A place where an answer is given."""

    name: str  # of its URL pattern
    sizes: PageSizes | None = None  # the sizes of its pages; None when it always gives the whole answer
    title: str = "Initiatieven"  # of its page
    tab: str = ""  # its label among the views of an answer; empty when it is not one of those
    within: str = ""  # name of the outlet whose tab is chosen here
    table_rows: str = ""  # key of the facet whose values are the rows of its tables


@dataclass(frozen=True, kw_only=True)
class Download(Outlet):
    """A file of all results. Its writer stands in `initiatives.downloads`."""

    label: str  # of the link to it
    link_position: int  # place of that link among the others, ascending; people first, programs last
    link_options: str = ""  # query string that the link has besides the question
    media_type: str  # without parameters
    charset: str = ""  # parameters of the media type in the response
    file_type: str  # code in the list of file types of the EU Publications Office
    description: str  # of the file with all initiatives, in Dutch
    is_table: bool = True  # with the columns of `exports.columns`

    @property
    def content_type(self) -> str:
        return self.media_type + self.charset


# The order is that of robots.txt and of the description of the data.
OUTLETS = {
    outlet.name: outlet
    for outlet in (
        Outlet(name="browse", sizes=LIST_SIZES, tab="Lijst"),
        Outlet(name="map", title="Kaart van initiatieven", tab="Kaart"),
        Outlet(name="matrix", title="Witte vlekken", tab="Witte vlekken", table_rows="doelgroep"),
        Outlet(name="approach_matrix", title="Witte vlekken per aanpak", within="matrix", table_rows="doelgroep"),
        Outlet(name="embed", sizes=EMBED_SIZES),
        Outlet(name="builder", sizes=EMBED_SIZES),
        Outlet(name="feed", sizes=LIST_SIZES),
        Download(
            name="csv",
            label="CSV",
            link_position=3,
            # Excel in Dutch only reads semicolons. People follow this link, programs know the plain address.
            link_options="scheiding=puntkomma",
            media_type="text/csv",
            charset="; charset=utf-8; header=present",
            file_type="CSV",
            description="Alle initiatieven als CSV",
        ),
        Download(
            name="xlsx",
            label="Excel",
            link_position=1,
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            file_type="XLSX",
            description="Alle initiatieven als Excel-bestand",
        ),
        Download(
            name="ods",
            label="LibreOffice",
            link_position=2,
            media_type="application/vnd.oasis.opendocument.spreadsheet",
            file_type="ODS",
            description="Alle initiatieven als ODS-bestand",
        ),
        Download(
            name="json",
            label="JSON",
            link_position=4,
            media_type="application/json",
            file_type="JSON",
            description="Alle initiatieven als JSON",
            is_table=False,
        ),
        Outlet(name="api", sizes=API_SIZES),
    )
}
DOWNLOADS = tuple(outlet for outlet in OUTLETS.values() if isinstance(outlet, Download))
DOWNLOAD = {download.name: download for download in DOWNLOADS}
TABS = tuple(outlet for outlet in OUTLETS.values() if outlet.tab)
