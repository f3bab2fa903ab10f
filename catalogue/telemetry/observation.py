"""Measures each request, and traces it."""

from collections.abc import Callable
from functools import lru_cache
from time import perf_counter

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

from catalogue.middleware import EDITORS
from catalogue.telemetry import metrics, tracing
from catalogue.telemetry.pool import sampler

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
STATIC, UNKNOWN, OTHER = "static", "unknown", "other"


def observation(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: count and time requests by route, method and class of status. Not used when nobody reads that."""
    if not (settings.METRICS_BIND or settings.TRACES_ENDPOINT):
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        with tracing.request_span() as span:
            response = get_response(request)
            route, method = route_of(request), request.method if request.method in METHODS else OTHER
            seconds = perf_counter() - began
            span.finish(method, route, response.status_code, seconds)
        metrics.REQUESTS.labels(route, method, f"{response.status_code // 100}xx").inc()
        metrics.REQUEST_SECONDS.labels(route).observe(seconds)
        sampler.sample()
        return response

    return middleware


def route_of(request: HttpRequest) -> str:
    """Return the name of the view that a request is for; one name for all pages of editors, and one for files."""
    path = request.path_info
    if path.startswith(EDITORS):
        return EDITORS.strip("/")
    if path.startswith(settings.STATIC_URL):
        return STATIC
    match: ResolverMatch | None = request.resolver_match
    return match.view_name if match else _route_at(path)


@lru_cache(maxsize=1_000)
def _route_at(path: str) -> str:
    """The view at a path, which a cache answered for."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return UNKNOWN
