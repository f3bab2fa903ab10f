"""The data as a whole, described: for people on a page, for portals by DCAT-AP-NL, for programs by Data Package."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.exports.columns import COLUMNS
from initiatives.exports.data_package import data_package, table_schema
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
    ("data_package", "Data Package", "de tabellen met alles, en waar zij staan"),
    ("table_schema", "Table Schema", "de kolommen van die tabellen: hun soort, en welke waarden er kunnen zijn"),
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
    return _description(dcat.as_turtle(_dataset(request)), "text/turtle; charset=utf-8")


@cacheable
@require_safe
def json_ld(request: HttpRequest) -> HttpResponse:
    """The dataset by DCAT-AP-NL, as JSON-LD."""
    return _description(dcat.as_json_ld(_dataset(request)), "application/ld+json")


@cacheable
@require_safe
def package(request: HttpRequest) -> HttpResponse:
    """The tables and their addresses, as a Data Package."""
    return _description(_json(data_package(_dataset(request))))


@cacheable
@require_safe
def columns(request: HttpRequest) -> HttpResponse:
    """The columns of the tables, as a Table Schema."""
    return _description(_json(table_schema()))


def _dataset(request: HttpRequest) -> Dataset:
    return dataset(request.build_absolute_uri, current_index())


def _json(description: dict) -> str:
    return json.dumps(description, ensure_ascii=False, indent=2)


def _description(text: str, content_type: str = "application/json") -> HttpResponse:
    return HttpResponse(text, content_type=content_type)
