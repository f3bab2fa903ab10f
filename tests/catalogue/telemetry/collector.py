"""A collector of OpenTelemetry over HTTP: it reads what is sent to it, and keeps it."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

MESSAGES = {"/v1/traces": ExportTraceServiceRequest, "/v1/metrics": ExportMetricsServiceRequest}


class Collector(ThreadingHTTPServer):
    """What came in, as messages and as they were sent."""

    def __init__(self) -> None:
        self.messages: dict[str, list[Any]] = {path: [] for path in MESSAGES}
        self.sent: list[bytes] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def spans(self) -> list[Any]:
        scopes = (scope for message in self.messages["/v1/traces"] for one in message.resource_spans
                  for scope in one.scope_spans)  # fmt: skip
        return [span for scope in scopes for span in scope.spans]

    def metric_names(self) -> set[str]:
        scopes = (scope for message in self.messages["/v1/metrics"] for one in message.resource_metrics
                  for scope in one.scope_metrics)  # fmt: skip
        return {metric.name for scope in scopes for metric in scope.metrics}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        content = gzip.decompress(content) if self.headers.get("Content-Encoding") == "gzip" else content
        self.server.messages[self.path].append(MESSAGES[self.path].FromString(content))
        self.server.sent.append(content)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def collector() -> Iterator[Collector]:
    """A collector that runs while the context lasts."""
    with Collector() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def attributes(span: Any) -> dict[str, Any]:
    """The attributes of a span."""
    return {pair.key: pair.value.string_value or pair.value.int_value for pair in span.attributes}
