"""Traces and metrics for a collector of OpenTelemetry, where OTEL_EXPORTER_OTLP_ENDPOINT names one.

The spans are our own: the instrumentations of OpenTelemetry put queries, clients and their programs in them. The SDK
reads the other variables of the standard itself, such as OTEL_TRACES_SAMPLER and OTEL_EXPORTER_OTLP_HEADERS. A
`traceparent` that a visitor sends is not looked at.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol
from uuid import uuid4

from django.conf import settings

from catalogue.telemetry import metrics, request_ids
from catalogue.telemetry.service import RELEASE, SERVICE

MAX_STATEMENT = 2_000  # characters


class RequestSpan(Protocol):
    """The span of a request, of which the route is known at its end."""

    def finish(self, method: str, route: str, status: int, seconds: float) -> None: ...


class _NoSpan:
    def finish(self, method: str, route: str, status: int, seconds: float) -> None:
        """No-op: nobody asked for traces."""


class _Span:
    """A span of OpenTelemetry, and the measured duration of its request."""

    def __init__(self, span: Any, durations: Any) -> None:
        self._span, self._durations = span, durations

    def finish(self, method: str, route: str, status: int, seconds: float) -> None:
        from opentelemetry.trace import Status, StatusCode

        fields = {"http.request.method": method, "http.route": route, "http.response.status_code": status}
        self._span.update_name(f"{method} {route}")
        self._span.set_attributes(fields | {"catalogue.request.id": request_ids.current()})
        if status >= 500:
            self._span.set_status(Status(StatusCode.ERROR))
        self._durations.record(seconds, fields)


class _Telemetry:
    """The providers of a process, once it has started them."""

    tracer: Any = None
    durations: Any = None
    providers: tuple[Any, ...] = ()


_telemetry = _Telemetry()
NO_SPAN = _NoSpan()


def start() -> None:
    """Begin to send, in a process that serves; its threads would not survive a fork. No-op without a collector."""
    if not settings.TRACES_ENDPOINT:
        return
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    names = {"service.name": SERVICE, "service.version": RELEASE, "service.instance.id": str(uuid4())}
    resource = Resource.create(names)
    traces = TracerProvider(resource=resource)
    traces.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    measures = MeterProvider([PeriodicExportingMetricReader(OTLPMetricExporter())], resource=resource)
    meter = measures.get_meter("catalogue", RELEASE)
    for counter in metrics.COUNTERS:
        name = next(iter(counter.describe())).name.replace("catalogue_", "catalogue.", 1)
        meter.create_observable_counter(name, [partial(_observed, counter)])
    _telemetry.durations = meter.create_histogram("http.server.request.duration", unit="s")
    _telemetry.tracer = traces.get_tracer("catalogue", RELEASE)
    _telemetry.providers = (traces, measures)


def stop() -> None:
    """Send what is left, and send nothing more."""
    for provider in _telemetry.providers:
        provider.shutdown()
    _telemetry.tracer, _telemetry.providers = None, ()


@contextmanager
def request_span() -> Iterator[RequestSpan]:
    """A span for a request while the context lasts."""
    if _telemetry.tracer is None:
        yield NO_SPAN
        return
    from opentelemetry.trace import SpanKind

    with _open("request", SpanKind.SERVER) as span:
        yield _Span(span, _telemetry.durations)


@contextmanager
def query_span(statement: str) -> Iterator[None]:
    """A span for a statement of the database, without the values of its parameters, while the context lasts."""
    if _telemetry.tracer is None:
        yield
        return
    from opentelemetry.trace import SpanKind

    with _open(statement.split(maxsplit=1)[0].upper() if statement.strip() else "query", SpanKind.CLIENT) as span:
        span.set_attributes({"db.system.name": "postgresql", "db.query.text": statement[:MAX_STATEMENT]})
        yield


def _open(name: str, kind: Any) -> Any:
    """Start a span. An exception in it is not recorded: its message can have what a visitor typed."""
    return _telemetry.tracer.start_as_current_span(
        name, kind=kind, record_exception=False, set_status_on_exception=False
    )


def _observed(counter: Any, options: Any) -> Iterable[Any]:
    """What this process counted."""
    from opentelemetry.metrics import Observation

    for metric in counter.collect():
        for sample in metric.samples:
            if sample.name.endswith("_total"):
                yield Observation(sample.value, sample.labels)
