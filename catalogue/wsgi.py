"""The WSGI application, for gunicorn."""

import os
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application

from catalogue import health
from catalogue.middleware import refusal, refused
from catalogue.telemetry import request_ids

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")

django_application = get_wsgi_application()


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """Answer a request (PEP 3333).

    What Django cannot make a request object of is refused here: that happens before any middleware, and outside its
    handling of errors.
    """
    request_ids.begin(environ)
    status = refusal(environ)
    return django_application(refused(environ, status) if status else environ, start_response)


def refuse(status: int, path: str = "/") -> tuple[list[tuple[str, str]], bytes]:
    """Return the response with a status from 400 that the catalogue gives itself, for servers around it.

    Args:
        status: of the response.
        path: below /api/ the response is for programs.

    Returns:
        Its headers and its content.
    """
    started: list = []
    environ = refused(health.own_environ(path), status)
    content = b"".join(application(environ, lambda _, headers: started.extend(headers)))
    return started, content
