"""The page that explains the API: made from its description, with examples that are really answered."""

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

LONGEST = 60  # lines of an answer that are shown
OF_THIS_REQUEST = ("HTTP_ACCEPT", "HTTP_IF_NONE_MATCH")
# What the page asks at each address, as it stands in the description; the last one shows what is refused.
QUESTIONS = {
    "/initiatieven": "doelgroep=ouderen&gemeente=almere&aantal=1",
    "/initiatieven/{slug}": "",
    "/facetten": "q=bellen&gemeente=almere",
    "/gemeenten": "provincie=flevoland&aantal=1",
    "/provincies": "aantal=1",
    "/doelgroepen": "hoortBij=ouderen&aantal=1",
    "/categorieen": "naam=een",
    "/bronnen": "titel=lijst",
    "/openapi.json": "",
}
REFUSED = "gemeente=atlantis&kleur=rood&pagina=nul"


@dataclass(frozen=True)
class Parameter:
    """What can be asked; `values` are all that it takes, or an example where there is no closed list."""

    name: str
    description: str
    values: list[str]
    is_closed: bool
    repeats: bool


@dataclass(frozen=True)
class Example:
    """A question and its answer of now."""

    address: str
    status: HTTPStatus
    text: str
    is_cut: bool


@dataclass(frozen=True)
class Operation:
    """Something to ask the API; `like` is where the same parameters are told already."""

    name: str
    path: str
    summary: str
    parameters: list[Parameter]
    like: str
    example: Example


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
        "refused": _answered(request, "/initiatieven", REFUSED),
        "refusals": REFUSALS.items(),
    }


def _operations(request: HttpRequest) -> Iterator[Operation]:
    told: dict[str, list[Parameter]] = {}
    for path, query in QUESTIONS.items():
        said = generated()["paths"][path]["get"]
        parameters = [_parameter(each) for each in said.get("parameters", [])]
        like = next((other for other, its in told.items() if its and its == parameters), "")
        told[path] = parameters
        asked = path.format(**{each.name: each.values[0] for each in parameters})
        example = _answered(request, asked, query)
        yield Operation(said["operationId"], path, said["summary"], parameters, like, example)


def _parameter(said: dict) -> Parameter:
    schema = said["schema"]
    closed = schema.get("items", schema).get("enum", [])
    example = said["examples"]["Voorbeeld"]["value"]
    repeats = "items" in schema
    values = closed or (example if repeats else [example])
    return Parameter(said["name"], said["description"], values, bool(closed), repeats)


def _answered(request: HttpRequest, path: str, query: str) -> Example:
    """What the API answers to a question, asked just now.

    Args:
        request: for this page, from whose address that of the question follows.
        path: within the API.
        query: of the question.
    """
    environ = {key: value for key, value in request.META.items() if key not in OF_THIS_REQUEST}
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": request.path_info.rstrip("/") + path, "QUERY_STRING": query}
    question = WSGIRequest(environ | asked)
    view = resolve(question.path_info)
    response = view.func(question, **view.kwargs)
    content = response.render().content if hasattr(response, "render") else response.content
    lines = json.dumps(json.loads(content), indent=2, ensure_ascii=False).splitlines()
    return Example(
        address=question.build_absolute_uri(),
        status=HTTPStatus(response.status_code),
        text="\n".join(lines[:LONGEST]),
        is_cut=len(lines) > LONGEST,
    )
