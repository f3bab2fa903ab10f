"""The configuration of gunicorn: `gunicorn -c python:catalogue.gunicorn`; .env.example lists the variables."""

import ctypes
import gc
import os
import sys
from typing import Any

from django.db import connections
from gunicorn import glogging

from catalogue import health
from catalogue.database import use_web_sessions
from catalogue.logs import AddressFilter, logged_path

# Seconds that a thread calculates before another that waits gets its turn. With Python's own 5 ms a page, which waits
# for its turn after each query, takes 2.5 times as long beside a thread that makes a file (`make drill`: exports).
SWITCH_INTERVAL = 0.0005
# Settings of glibc's mallopt(3), by the numbers of malloc.h. By default each thread has free memory of its own, and
# large pieces are kept: workers then grew by a sixth between 5,000 requests and 50,000 (`make drill`: memory).
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
ALLOCATION = {M_ARENA_MAX: 1, M_MMAP_THRESHOLD: 64 * 1024, M_TRIM_THRESHOLD: 64 * 1024}  # pools, bytes, bytes


class Logger(glogging.Logger):
    """The logs of gunicorn, that of requests too, without queries and the tokens of preview links."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            log.addFilter(AddressFilter())

    def atoms(self, *arguments: Any) -> dict[str, Any]:
        """Return what a line of the access log can have; `U` is the path."""
        atoms = super().atoms(*arguments)
        return atoms | {"U": logged_path(str(atoms["U"]))}


wsgi_app = "catalogue.wsgi"
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WORKERS", "2"))
worker_class = "catalogue.worker.Worker"
threads = int(os.environ.get("THREADS", "4"))
# What no request of ours comes near; longer ones are refused with the page of catalogue.worker.
limit_request_line = 8_190  # bytes
limit_request_fields = 60
limit_request_field_size = 8_190  # bytes; cookies of other sites on a host name can be long
keepalive = 5  # seconds; more than nginx keeps an unused connection to us
# Loaded once, before the workers: a wrong setting stops the start in one line instead of a loop of dying workers.
preload_app = True
# No header may change the path prefix (SCRIPT_NAME) of the application.
forwarder_headers = ""
# The control socket would be in the home folder, shared by every copy.
control_socket_disable = True
logger_class = Logger
accesslog = os.environ.get("ACCESS_LOG")
# Time, method, path without its query, status, bytes, milliseconds: nothing that tells who asked, or for what words.
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)s"
graceful_timeout = 10


def bound_memory() -> None:
    """Let this process and those that it forks return free memory to the system; nothing without glibc."""
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        for parameter, value in ALLOCATION.items():
            mallopt(parameter, value)


def when_ready(server: Any) -> None:
    """Read what the workers can share, before they fork, and keep the garbage collector off it.

    A full collection that walks all modules and templates takes some 80 milliseconds, in which nobody gets an answer.
    """
    bound_memory()
    health.preload()
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Warm a worker up before it takes requests; without a database, `/readyz` does it later."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    use_web_sessions()
    health.prepare()
    connections.close_all()
