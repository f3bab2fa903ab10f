"""The configuration of gunicorn: `gunicorn -c python:catalogue.gunicorn`; .env.example lists the variables."""

import gc
import os
from typing import Any

from django.db import connection
from gunicorn import glogging

from catalogue import health
from catalogue.database import use_web_sessions
from catalogue.logs import TokenFilter


class Logger(glogging.Logger):
    """The logs of gunicorn, that of requests too, without the tokens of preview links."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            log.addFilter(TokenFilter())


wsgi_app = "catalogue.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("THREADS", "4"))
# Loaded once, before the workers: a wrong setting stops the start in one line instead of a loop of dying workers.
preload_app = True
# A long address is refused by catalogue.middleware.ingress_guard, with a Dutch page; gunicorn's own is English.
limit_request_line = 0
# No header may change the path prefix (SCRIPT_NAME) of the application.
forwarder_headers = ""
# The control socket would be in the home folder, shared by every copy.
control_socket_disable = True
logger_class = Logger
accesslog = os.environ.get("ACCESS_LOG")
graceful_timeout = 10


def when_ready(server: Any) -> None:
    """Read what the workers can share, before they fork, and keep the garbage collector off it.

    A full collection that walks all modules and templates takes some 80 milliseconds, in which nobody gets an answer.
    """
    health.preload()
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Warm a worker up before it takes requests; without a database, `/readyz` does it later."""
    use_web_sessions()
    health.prepare()
    connection.close()
