"""How gunicorn serves the catalogue; `gunicorn -c python:catalogue.gunicorn` and the environment do the rest."""

import os
from typing import Any

from django.utils.module_loading import import_string

wsgi_app = "catalogue.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("THREADS", "4"))
# Loaded once, before the workers: a wrong setting then stops the start in one line instead of a loop of dying workers.
preload_app = True
# A long address gets the catalogue's own page (catalogue.middleware.ingress_guard) instead of gunicorn's English one.
limit_request_line = 0
# No header changes the path that the application believes to stand at.
forwarder_headers = ""
# Its control socket would stand in the home folder, shared by every copy.
control_socket_disable = True
accesslog = os.environ.get("ACCESS_LOG")
graceful_timeout = 10


def when_ready(server: Any) -> None:
    """Read the Dutch dictionary before the workers begin: they share its memory, and no visitor waits for it."""
    import_string("initiatives.search.language.analysis.word")("wandelen")
