"""Every page that is worth finding, with the day on which what it shows last changed: https://www.sitemaps.org/."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.contrib.sitemaps import Sitemap, views
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from initiatives.models import Category, Initiative, Municipality, Source, TargetGroup

# Of initiatives: with the other pages, which are some hundreds, one file may have 50,000.
MOST_IN_ONE = 45_000
# By the names of their addresses: pages that show initiatives, and pages that tell something else.
LISTS = ("home", "browse", "map", "matrix", "municipalities", "target_groups", "categories", "sources")
TEXTS = (
    "recommendations",
    "builder",
    "about",
    "open_data",
    "api_documentation",
    "search_tips",
    "privacy",
    "accessibility",
)


class Pages(Sitemap):
    """The pages that are always there; those that show initiatives are as new as the newest of them."""

    def items(self) -> Iterable[tuple[str, datetime | None]]:
        _, changed = Initiative.objects.published().period()
        return [(name, changed) for name in LISTS] + [(name, None) for name in TEXTS]

    def location(self, item: tuple[str, datetime | None]) -> str:
        return reverse(item[0])

    def lastmod(self, item: tuple[str, datetime | None]) -> datetime | None:
        return item[1]


class Initiatives(Sitemap):
    """The page of every initiative that is public."""

    def items(self) -> QuerySet:
        return Initiative.objects.published().only("slug", "modified").order_by("pk")

    def lastmod(self, item: Initiative) -> datetime:
        return item.modified

    def get_latest_lastmod(self) -> datetime | None:
        """Asked of the database; Django would read them all."""
        return Initiative.objects.published().period()[1]


class Subjects(Sitemap):
    """The pages of one kind of subject; one without initiatives has no date.

    Args:
        rows: gives those that have a page.
        paths: by which lookups reach the initiatives that the page shows.
    """

    def __init__(self, rows: Callable[[], QuerySet], *paths: str) -> None:
        self._rows, self._paths = rows, paths

    def items(self) -> QuerySet:
        return self._rows().with_change(*self._paths).order_by("slug")

    def lastmod(self, item: Model) -> datetime | None:
        return item.changed


SECTIONS = {
    "paginas": Pages,
    "initiatieven": Initiatives,
    "gemeenten": partial(Subjects, Municipality.objects.existing, "initiatives", "predecessors__initiatives"),
    "doelgroepen": partial(Subjects, TargetGroup.objects.all, "initiatives", "children__initiatives"),
    "categorieen": partial(Subjects, Category.objects.all, "initiatives"),
    "bronnen": partial(Subjects, Source.objects.all, "mentions__initiative"),
}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page in one file; where they are too many for one, the addresses of a file for each section."""
    if Initiatives().paginator.count <= MOST_IN_ONE:
        return views.sitemap(request, SECTIONS)
    return views.index(request, SECTIONS, sitemap_url_name="sitemap_section")


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    """The pages of one of `SECTIONS`."""
    return views.sitemap(request, SECTIONS, section)
