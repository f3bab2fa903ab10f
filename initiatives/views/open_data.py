"""The data as a whole, described: for people on a page, for portals by DCAT-AP-NL."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.exports.columns import COLUMNS
from initiatives.exports.sheets import MAX_ROWS
from initiatives.metadata import dcat
from initiatives.metadata.dataset import Dataset, dataset
from initiatives.metadata.schema_org import data_block, dataset_linked_data
from initiatives.responses.page_cache import cacheable
from initiatives.search.index.snapshot import current_index
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.search import Search

# Where programs find the data: the names of addresses, and what stands there.
PROGRAMS = (
    ("json", "JSON", "alles in één bestand"),
    ("api_documentation", "API", "per pagina, met dezelfde filters als de lijst"),
    ("catalogue_ttl", "DCAT in Turtle", "een beschrijving van deze gegevens"),
    ("catalogue_jsonld", "DCAT in JSON-LD", "dezelfde beschrijving"),
)


@cacheable
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What can be taken along, how, and what every column means."""
    answer = AnswerPage(Search.of())
    json_ld = data_block(dataset_linked_data(dataset(request.build_absolute_uri, answer.search.index)))
    context = {
        "columns": COLUMNS,
        "most": MAX_ROWS,
        "programs": PROGRAMS,
        "answer": answer,
        "json_ld": json_ld,
    }
    return render(request, "pages/open_data.html", context)


@cacheable
@require_safe
def turtle(request: HttpRequest) -> HttpResponse:
    """The dataset by DCAT-AP-NL, as Turtle."""
    return _described(request, dcat.as_turtle, "text/turtle; charset=utf-8")


@cacheable
@require_safe
def json_ld(request: HttpRequest) -> HttpResponse:
    """The dataset by DCAT-AP-NL, as JSON-LD."""
    return _described(request, dcat.as_json_ld, "application/ld+json")


def _described(request: HttpRequest, written: Callable[[Dataset], str], content_type: str) -> HttpResponse:
    return HttpResponse(written(dataset(request.build_absolute_uri, current_index())), content_type=content_type)
