"""The forms of a log line: text for who reads along, JSON with the names of the Elastic Common Schema for programs.

Both are for records that went through catalogue.logs.AddressFilter.
"""

import logging
from datetime import timedelta
from typing import Any

from ecs_logging import StdlibFormatter

from catalogue.logs import logged_path
from catalogue.telemetry import request_ids
from catalogue.telemetry.service import RELEASE, SERVICE

LINE = "{asctime} {levelname} {name} {message}"
# What a line has of a record. Anything else that a logger adds, such as Django's request, could have words of visitors.
TAKEN = ("name", "msg", "args", "levelname", "levelno", "created", "msecs", "process", "exc_info")
# Where a line is written says nothing to who runs the site; the message of an error is in its masked traceback.
LEFT_OUT = ("log.original", "log.origin", "process.name", "process.thread", "error.message", "error.stack_trace")


class LineFormatter(logging.Formatter):
    """Time, level, logger, message; and in brackets the id of the request."""

    def __init__(self) -> None:
        super().__init__(LINE, style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the name is Python's)
        number = request_ids.current()
        return super().formatMessage(record) + (f" [{number}]" if number else "")


class EcsFormatter(StdlibFormatter):
    """A JSON object on one line (https://www.elastic.co/docs/reference/ecs).

    A logger adds fields with `extra={"ecs": {"event.action": …}}`.
    """

    def __init__(self) -> None:
        service = {"service.name": SERVICE, "service.version": RELEASE}
        super().__init__(exclude_fields=LEFT_OUT, extra=service)

    def format_to_ecs(self, record: logging.LogRecord) -> dict[str, Any]:
        kept = logging.makeLogRecord({name: getattr(record, name) for name in TAKEN})
        if number := request_ids.current():
            kept.__dict__["http.request.id"] = number
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            kept.__dict__["http.response.status_code"] = status
        kept.__dict__.update(getattr(record, "ecs", {}))
        fields = super().format_to_ecs(kept)
        if record.exc_info and record.exc_text:
            fields.setdefault("error", {})["stack_trace"] = record.exc_text
        return fields


def access_fields(response: Any, environ: dict, request_time: timedelta) -> dict[str, Any]:
    """Return the fields of a request in the log: nothing that tells who asked, or for what words.

    Args:
        response: of gunicorn, with `status` and `sent` bytes.
        environ: the WSGI environment.
        request_time: that the response took.
    """
    return {
        "event.category": ["web"],
        "http.request.method": environ.get("REQUEST_METHOD", ""),
        "url.path": logged_path(str(environ.get("PATH_INFO", ""))),
        "http.response.status_code": int(str(response.status).partition(" ")[0]),
        "http.response.body.bytes": getattr(response, "sent", None),
        "event.duration": round(request_time.total_seconds() * 1_000_000) * 1_000,  # nanoseconds
        "http.request.id": environ.get(request_ids.KEY),
    }
