"""Whether a process can answer requests, and what makes its first answer as fast as the others."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.database import connect, is_read_only, outage

PLAIN_TEXT = "text/plain; charset=utf-8"


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process runs."""
    return HttpResponse("ok", content_type=PLAIN_TEXT)


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and has every migration, and this process is warm. It may be one that can only be read."""
    obstacle = prepare()
    state = obstacle or ("ready, read-only" if _is_read_only() else "ready")
    return HttpResponse(state, status=503 if obstacle else 200, content_type=PLAIN_TEXT)


def prepare() -> str:
    """Warm this process up when the database allows; returns what prevents that, or an empty text."""
    for alias in _answering():
        try:
            executor = MigrationExecutor(connections[alias])
            is_behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except Error:
            continue
        if is_behind:
            return "migrations missing"
        _warm_up()
        return ""
    return "no database"


def _answering() -> Iterator[str]:
    """Yield the aliases of the primary and, without it, of replicas; each a server that takes connections.

    Where there are replicas that is tried first: the pool would wait a second for a server that is away, which is as
    long as those wait that ask whether this process is ready.
    """
    if not settings.REPLICAS:
        yield DEFAULT_DB_ALIAS
        return
    for alias in (DEFAULT_DB_ALIAS, *settings.REPLICAS):
        if alias == DEFAULT_DB_ALIAS and outage.is_known:
            continue
        try:
            connect(alias).close()
        except psycopg.Error:
            if alias == DEFAULT_DB_ALIAS:
                outage.note()
            continue
        yield alias


def _is_read_only() -> bool:
    """Whether nothing can be written now, since the primary says so or only a replica answers."""
    return bool(settings.REPLICAS and outage.is_known) or is_read_only()


def preload() -> None:
    """Read all that needs no database: the views, the templates, and what the functions of settings.PRELOAD read.

    To be called before workers fork, so that they share it.
    """
    get_resolver().url_patterns  # noqa: B018 (imports the views)
    for folder in map(Path, settings.TEMPLATES[0]["DIRS"]):
        for path in folder.rglob("*.html"):
            get_template(path.relative_to(folder).as_posix())
    for name in settings.PRELOAD:
        import_string(name)()


@cache
def _warm_up() -> None:
    """Answer the addresses of settings.WARM_UP, once in each process: what is read on first use, is then read."""
    from catalogue.wsgi import django_application

    for address in settings.WARM_UP:
        # HEAD, since a GET counts questions that find nothing.
        django_application.get_response(_own_requests().head(address, secure=True))


def own_environ(path: str) -> dict:
    """Return the WSGI environment of a GET that the process itself makes."""
    return _own_requests().get(path, secure=True).environ


def _own_requests() -> RequestFactory:
    host = settings.ALLOWED_HOSTS[0].strip(".*") or "localhost"
    proxy_header: dict[str, Any] = dict([settings.SECURE_PROXY_SSL_HEADER]) if settings.SECURE_PROXY_SSL_HEADER else {}
    return RequestFactory(headers={"host": host}, **proxy_header)
