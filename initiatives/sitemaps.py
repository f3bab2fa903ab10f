"""Sitemaps (https://www.sitemaps.org/): every page to index, with the day of its last change."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from initiatives.models import Approach, Category, Initiative, Municipality, Source, TargetGroup
from initiatives.models.base import NaturalKeyQuerySet
from initiatives.responses.page_cache import cacheable

# Addresses of initiatives in one sitemap. It may have 50,000, but Django's template takes a second for 12,000.
MAX_INITIATIVES = 5_000
# URL names of pages that list initiatives, and of pages with other texts.
LISTS = (
    "home",
    "browse",
    "map",
    "matrix",
    "approach_matrix",
    "municipalities",
    "target_groups",
    "categories",
    "approaches",
    "sources",
)
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
    """The fixed pages; a list changed when the newest of its initiatives did."""

    def items(self) -> Iterable[tuple[str, datetime | None]]:
        changed = _last_change()
        return [(name, changed) for name in LISTS] + [(name, None) for name in TEXTS]

    def location(self, item: tuple[str, datetime | None]) -> str:
        return reverse(item[0])

    def lastmod(self, item: tuple[str, datetime | None]) -> datetime | None:
        return item[1]


class Initiatives(Sitemap):
    """The pages of published initiatives."""

    limit = MAX_INITIATIVES

    def items(self) -> QuerySet:
        return Initiative.objects.published().only("slug", "modified").order_by("pk")

    def lastmod(self, item: Initiative) -> datetime:
        return item.modified

    def get_latest_lastmod(self) -> datetime | None:
        """Aggregate in the database; Django would load every row."""
        return _last_change()


class Subjects(Sitemap):
    """The pages of one model; a page without initiatives has no date.

    The paths are lookups from a row to the initiatives on its page.
    """

    def __init__(self, rows: Callable[[], NaturalKeyQuerySet], *paths: str) -> None:
        self._rows, self._paths = rows, paths

    def items(self) -> QuerySet:
        return self._rows().order_by("slug")

    @cached_property
    def _changes(self) -> dict[int, datetime]:
        return self._rows().last_changes(*self._paths)

    def lastmod(self, item: Any) -> datetime | None:
        return self._changes.get(item.pk)

    def get_latest_lastmod(self) -> datetime | None:
        """Return that of all initiatives: nearly every one is on a page of each section."""
        return _last_change()


def _last_change() -> datetime | None:
    """When the newest change of a published initiative was."""
    return Initiative.objects.published().period()[1]


SECTIONS: Any = {
    "paginas": Pages,
    "initiatieven": Initiatives,
    "gemeenten": partial(Subjects, Municipality.objects.existing, "initiatives", "predecessors__initiatives"),
    "doelgroepen": partial(Subjects, TargetGroup.objects.all, "initiatives", "children__initiatives"),
    "categorieen": partial(Subjects, Category.objects.all, "initiatives"),
    "aanpakken": partial(Subjects, Approach.objects.all, "initiatives"),
    "bronnen": partial(Subjects, Source.objects.all, "mentions__initiative"),
}


@cacheable
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All pages in one sitemap, or an index of a sitemap per section when they are too many."""
    if Initiatives().paginator.count <= MAX_INITIATIVES:
        return views.sitemap(request, SECTIONS)
    return views.index(request, SECTIONS, sitemap_url_name="sitemap_section")


@cacheable
@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, SECTIONS, section)
