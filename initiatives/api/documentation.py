"""The documentation page of the API, made from its OpenAPI description, with live examples."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve
from django.views.decorators.http import require_safe

from initiatives.api.schema import REFUSALS, generated
from initiatives.responses.etags import conditional
from initiatives.responses.page_cache import cacheable

MAX_LINES = 60  # of a response in an example
NOT_COPIED = ("HTTP_ACCEPT", "HTTP_IF_NONE_MATCH")
# The query of the example at each path of the description.
QUERIES = {
    "/initiatieven": "doelgroep=ouderen&gemeente=almere&aantal=1",
    "/initiatieven/{slug}": "",
    "/facetten": "q=bellen&gemeente=almere",
    "/gemeenten": "provincie=flevoland&aantal=1",
    "/provincies": "aantal=1",
    "/doelgroepen": "hoortBij=ouderen&aantal=1",
    "/categorieen": "naam=een",
    "/aanpakken": "naam=maatje",
    "/bronnen": "titel=lijst",
    "/openapi.json": "",
}
REFUSED_QUERY = "gemeente=atlantis&kleur=rood&pagina=nul"


@dataclass(frozen=True)
class Parameter:
    """A query parameter; `values` are its closed list, else an example."""

    name: str
    description: str
    values: list[str]
    is_closed: bool
    repeats: bool


@dataclass(frozen=True)
class Example:
    """A request and its current response."""

    address: str
    status: HTTPStatus
    text: str
    is_cut: bool


@dataclass(frozen=True)
class Operation:
    """An operation; `like` is the path of an earlier one with the same parameters."""

    name: str
    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    like: str
    example: Example


@cacheable
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The rules of the API, its addresses, and an example of each."""
    return conditional(request, lambda: render(request, "api/documentation.html", _about(request)))


def _about(request: HttpRequest) -> dict[str, object]:
    return {
        "base": request.build_absolute_uri(request.path.rstrip("/")),
        "version": settings.API_VERSION,
        "licence": settings.LICENCE,
        "operations": list(_operations(request)),
        "refused": _example(request, "/initiatieven", REFUSED_QUERY),
        "refusals": REFUSALS.items(),
    }


def _operations(request: HttpRequest) -> Iterator[Operation]:
    earlier: dict[str, list[Parameter]] = {}
    for path, query in QUERIES.items():
        operation = generated()["paths"][path]["get"]
        parameters = [_parameter(description) for description in operation.get("parameters", [])]
        like = next((other for other, same in earlier.items() if same and same == parameters), "")
        earlier[path] = parameters
        example_path = path.format(**{parameter.name: parameter.values[0] for parameter in parameters})
        example = _example(request, example_path, query)
        summary, description = operation["summary"], operation["description"]
        yield Operation(operation["operationId"], path, summary, description, parameters, like, example)


def _parameter(description: dict) -> Parameter:
    schema = description["schema"]
    closed = schema.get("items", schema).get("enum", [])
    example = description["examples"]["Voorbeeld"]["value"]
    repeats = "items" in schema
    values = closed or (example if repeats else [example])
    return Parameter(description["name"], description["description"], values, bool(closed), repeats)


def _example(request: HttpRequest, path: str, query: str) -> Example:
    """Call the view at a path below that of the documentation page."""
    environ = {key: value for key, value in request.META.items() if key not in NOT_COPIED}
    environ |= {"REQUEST_METHOD": "GET", "PATH_INFO": request.path_info.rstrip("/") + path, "QUERY_STRING": query}
    example = WSGIRequest(environ)
    match = resolve(example.path_info)
    response = match.func(example, **match.kwargs)
    content = response.render().content if hasattr(response, "render") else response.content
    lines = json.dumps(json.loads(content), indent=2, ensure_ascii=False).splitlines()
    return Example(
        address=example.build_absolute_uri(),
        status=HTTPStatus(response.status_code),
        text="\n".join(lines[:MAX_LINES]),
        is_cut=len(lines) > MAX_LINES,
    )
