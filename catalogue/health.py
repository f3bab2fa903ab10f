"""Whether a process can answer requests, for load balancers and monitoring."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PLAIN_TEXT = "text/plain; charset=utf-8"


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process runs."""
    return HttpResponse("ok", content_type=PLAIN_TEXT)


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and has every migration."""
    obstacle = _obstacle()
    return HttpResponse(obstacle or "ready", status=503 if obstacle else 200, content_type=PLAIN_TEXT)


def _obstacle() -> str:
    """Why no page can be answered now, or an empty text."""
    try:
        executor = MigrationExecutor(connection)
        is_behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "no database"
    return "migrations missing" if is_behind else ""
