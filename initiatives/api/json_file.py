"""All results in one JSON file, each as the API gives it."""

import json
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from rest_framework.utils.encoders import JSONEncoder

from initiatives.api.serializers import InitiativeSerializer
from initiatives.search.full_records import iterate_all
from initiatives.search.page.answer_page import AnswerPage


def json_parts(answer: AnswerPage, request: HttpRequest) -> Iterator[str]:
    """Yield the file in parts, the metadata first, then an initiative at a time."""
    metadata = {
        "titel": answer.sentence,
        "licentie": settings.LICENCE["url"],
        "datum": answer.search.index.day,
        "aantal": answer.total,
        "url": request.build_absolute_uri(answer.list_address.url()),
    }
    # One serializer for all: creating it takes longer than using it.
    serialized = InitiativeSerializer(context={"request": request}).to_representation
    yield _json(metadata)[:-1] + ', "initiatieven": ['
    for number, initiative in enumerate(iterate_all(answer.search)):
        yield ("," if number else "") + "\n" + _json(serialized(initiative))
    yield "\n]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, cls=JSONEncoder)
