"""How the API describes itself: OpenAPI 3, in Dutch; what is written here, the documentation page shows too."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers

from initiatives.api.errors import unclear
from initiatives.api.parameters import PAGES
from initiatives.api.problems import MEDIA_TYPE
from initiatives.api.query import parameter_faults
from initiatives.api.serializers import ProblemSerializer

_settings: Any = settings.SPECTACULAR_SETTINGS
TAGS = [tag["name"] for tag in _settings["TAGS"]]
REFUSALS = {
    400: "De vraag klopt niet. Alle fouten staan erbij.",
    404: "Dit bestaat niet.",
    405: "Hier kan alleen GET, HEAD en OPTIONS.",
    406: "Wij geven alleen JSON.",
    410: "Dit stond hier vroeger, maar is weggehaald.",
    414: "Het adres is te lang.",
}
ALWAYS = (400, 405, 406, 414)
MOVED = "Een waarde heet nu anders, of een gemeente is opgegaan in een andere: dezelfde vraag staat op een nieuw adres."

# What is answered to ?kleur=rood, as it is really answered.
UNKNOWN = OpenApiExample(
    "Een parameter die niet bestaat",
    value=json.loads(unclear([*parameter_faults(QueryDict("kleur=rood"), ())]).content),
)


def described(
    operation: str,
    summary: str,
    description: str,
    answer: object,
    *,
    parameters: tuple = (),
    also: tuple[int, ...] = (),
) -> Callable[[type], type]:
    """A decorator that describes the one operation of a view.

    Args:
        operation: its name for programs, which stays the same.
        summary: what it gives in a few words, in Dutch.
        description: the same in sentences.
        answer: a serializer, or a schema.
        parameters: what can be asked; a view adds its filters.
        also: statuses besides 200, 304 and those in `ALWAYS`.
    """
    get = extend_schema(
        operation_id=operation,
        summary=summary,
        description=description,
        parameters=[*parameters, *_headers(also, has_pages=404 in also and PAGES[0] in parameters)],
        responses=_responses(OpenApiResponse(answer, summary), also),
        tags=TAGS,
    )
    return extend_schema_view(get=get)


def _responses(answer: OpenApiResponse, also: tuple[int, ...]) -> dict[Any, OpenApiResponse]:
    """The answers by status, or by status and media type where they have a body."""
    refused: dict[Any, OpenApiResponse] = {
        (code, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, REFUSALS[code], [UNKNOWN] if code == 400 else [])
        for code in sorted({*ALWAYS, *also} & REFUSALS.keys())
    }
    moved: dict[Any, OpenApiResponse] = {301: OpenApiResponse(description=MOVED)} if 301 in also else {}
    known: dict[Any, OpenApiResponse] = {304: OpenApiResponse(description="Wat u al had, is nog goed.")}
    return {(200, "application/json"): answer, **moved, **known, **refused}


def _headers(also: tuple[int, ...], *, has_pages: bool) -> list[OpenApiParameter]:
    def header(name: str, description: str, codes: bool | list[int], **schema: object) -> OpenApiParameter:
        kind = {"type": "string", **schema}
        return OpenApiParameter(
            name, kind, OpenApiParameter.HEADER, description=description, required=True, response=codes
        )

    headers = [
        header("API-Version", "De versie van de API.", True, pattern=r"^\d+\.\d+\.\d+$"),
        header("ETag", "Stuur dit mee als If-None-Match: dan krijgt u 304 zolang er niets is veranderd.", [200, 304]),
        header("Allow", "Wat hier wel kan.", [405]),
    ]
    if has_pages:
        headers.append(header("Link", "De adressen van andere pagina’s: first, prev, next, last (RFC 8288).", [200]))
    if 301 in also:
        headers.append(header("Location", "Het nieuwe adres.", [301]))
    return headers


def page(name: str, item: type[serializers.Serializer], **more: serializers.Field) -> serializers.Serializer:
    """A page of a list, as an answer: a component with this name, in which the fields of `more` come first."""
    counted = {
        "aantal": serializers.IntegerField(min_value=0, help_text="Hoeveel er zijn, op alle pagina’s samen."),
        "pagina": serializers.IntegerField(min_value=1),
        "aantalPaginas": serializers.IntegerField(min_value=1),
    }
    return inline_serializer(name, {**more, **counted, "resultaten": item(many=True)})


def postprocess(result: dict, **_: object) -> dict:
    """Hook of drf-spectacular: declare that no operation needs credentials, and remove its internal enum hashes."""
    return {**_without_enum_ids(result), "security": []}


def _without_enum_ids(part: Any) -> Any:
    """A part of the description without `x-spec-enum-id`, which only drf-spectacular's own hook removes."""
    if isinstance(part, dict):
        return {key: _without_enum_ids(value) for key, value in part.items() if key != "x-spec-enum-id"}
    return [_without_enum_ids(value) for value in part] if isinstance(part, list) else part


@cache
def generated() -> dict:
    """The description, wherever the site is."""
    return SchemaGenerator().get_schema(request=None, public=True)


def document(request: HttpRequest) -> dict:
    """The description, with the addresses that depend on where the site is."""
    about, base = (request.build_absolute_uri(reverse(name)) for name in ("about", "api_documentation"))
    info = generated()["info"]
    info = info | {"contact": info["contact"] | {"url": about}}
    return generated() | {"info": info, "servers": [{"url": base.rstrip("/")}]}
