"""Everything that was found, in one JSON file."""

import json
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from rest_framework.utils.encoders import JSONEncoder

from initiatives.api.serializers import InitiativeSerializer
from initiatives.exports.file_name import file_name
from initiatives.responses.redirects import handle_address_errors
from initiatives.responses.streaming import read_ahead
from initiatives.search.full_records import every
from initiatives.search.request import ask
from initiatives.search.search import Search


@require_safe
@handle_address_errors
def initiatives(request: HttpRequest) -> StreamingHttpResponse:
    """The initiatives that match the query string, as the API says them, below what was asked and when."""
    search = ask(request.GET, "json", strict=True)
    response = StreamingHttpResponse(read_ahead(_written(request, search)), content_type="application/json")
    name = file_name(search, timezone.localdate(), "json")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _written(request: HttpRequest, search: Search) -> Iterator[str]:
    """The file in parts: a batch of initiatives in memory at a time."""
    head = {
        "titel": search.sentence,
        "licentie": settings.LICENCE["url"],
        "datum": search.index.day,
        "aantal": search.total,
        "url": request.build_absolute_uri(search.list_address.url()),
    }
    say = InitiativeSerializer(context={"request": request}).to_representation  # one for all: to make it takes long
    yield _json(head)[:-1] + ', "initiatieven": ['
    for number, each in enumerate(every(search)):
        yield ("," if number else "") + "\n" + _json(say(each))
    yield "\n]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, cls=JSONEncoder)
