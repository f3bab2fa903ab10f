"""What machines find of the site as a whole: the data, described."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from initiatives.documents import dcat
from initiatives.documents.dataset import Dataset, dataset
from initiatives.search.index import current
from initiatives.views.finished import finished


@require_safe
def turtle(request: HttpRequest) -> HttpResponse:
    """The dataset by DCAT-AP-NL, as Turtle."""
    return _described(request, dcat.as_turtle, "text/turtle; charset=utf-8")


@require_safe
def json_ld(request: HttpRequest) -> HttpResponse:
    """The dataset by DCAT-AP-NL, as JSON-LD."""
    return _described(request, dcat.as_json_ld, "application/ld+json")


def _described(request: HttpRequest, written: Callable[[Dataset], str], content_type: str) -> HttpResponse:
    index = current()  # before the data is read: what is kept must not be older than it says
    response = HttpResponse(written(dataset(request.build_absolute_uri)), content_type=content_type)
    response["Access-Control-Allow-Origin"] = "*"  # data portals also read it from other sites
    return finished(response, index)
