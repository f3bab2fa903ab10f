"""The WSGI application, for gunicorn."""

import os
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")

django_application = get_wsgi_application()


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """Answer a request.

    When a Content-Type names a charset, Django reads the query in it while making the request: before any middleware,
    and outside its own error handling. What fails there is answered as a request in an unknown charset.
    """
    try:
        return django_application(environ, start_response)
    except Exception:
        environ["CONTENT_TYPE"] = "text/plain; charset=unknown"
        return django_application(environ, start_response)
