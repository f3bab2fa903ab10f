"""The metrics as Prometheus reads them, from a socket of their own (METRICS_BIND)."""

import logging
from collections.abc import Iterable, Iterator
from http import HTTPStatus

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from catalogue.telemetry import folder, processes
from catalogue.telemetry.service import RELEASE

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PATH = b"/metrics"
log = logging.getLogger("catalogue.metrics")


class Collector:
    """What is not counted but read: of the machine, and what the functions of settings.METRIC_COLLECTORS read."""

    def collect(self) -> Iterator[Metric]:
        release = GaugeMetricFamily("catalogue_release", "The release, as a label.", labels=["version"])
        release.add_metric([RELEASE], 1)
        yield release
        memory = GaugeMetricFamily("catalogue_worker_memory_bytes", "Resident memory of a worker.", labels=["pid"])
        for process in processes.workers():
            memory.add_metric([str(process.pid)], process.memory)
        yield memory
        for name in settings.METRIC_COLLECTORS:
            yield from _collected(name)


def _collected(name: str) -> Iterable[Metric]:
    """What a function reads; nothing when it fails, since the rest is needed then more than ever."""
    try:
        return list(import_string(name)())
    except Exception:
        log.exception("Some metrics cannot be read: %s", name)
        return []
    finally:
        connection.close()


def metrics_text() -> bytes:
    """Return all metrics of this web server, in the text format of Prometheus."""
    registry = CollectorRegistry()
    if folder.path():
        MultiProcessCollector(registry, folder.path())
        registry.register(Collector())
        return generate_latest(registry)
    registry.register(Collector())
    return generate_latest(REGISTRY) + generate_latest(registry)


def respond(head: bytes) -> bytes:
    """Return a whole HTTP/1.1 response to a request, of which `head` has at least the first line."""
    method, _, rest = head.partition(b" ")
    is_known = method in (b"GET", b"HEAD") and rest.partition(b" ")[0].partition(b"?")[0] == PATH
    content = metrics_text() if is_known else b"Only GET /metrics.\n"
    status = HTTPStatus.OK if is_known else HTTPStatus.NOT_FOUND
    lines = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"Content-Type: {CONTENT_TYPE}",
        f"Content-Length: {len(content)}",
        "Connection: close",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + (b"" if method == b"HEAD" else content)
