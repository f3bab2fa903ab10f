"""Log lines as JSON: one object on one line, and nothing in it that a visitor typed."""

import io
import json
import logging
from datetime import timedelta
from random import Random
from types import SimpleNamespace

import pytest

from catalogue.logs import AddressFilter
from catalogue.telemetry import request_ids
from catalogue.telemetry.lines import EcsFormatter, LineFormatter, access_fields
from catalogue.telemetry.service import RELEASE
from tests.hostile.texts import hostile_texts
from tests.proof import SEED

SECRET = "geheimewoorden"
NUMBER = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def log():
    """A logger with the handler of the settings; `log.lines()` are the objects that it wrote."""
    stream, log = io.StringIO(), logging.Logger("catalogue.proef")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(EcsFormatter())
    handler.addFilter(AddressFilter())
    log.addHandler(handler)
    log.lines = lambda: [json.loads(line) for line in stream.getvalue().split("\n")[:-1]]
    return log


@pytest.fixture
def request_id(settings):
    settings.BEHIND_PROXY = True
    request_ids.begin({"HTTP_X_REQUEST_ID": NUMBER})
    yield NUMBER
    request_ids.end()


def test_line_has_the_names_of_ecs(log, request_id):
    log.warning("Two %s", "things", extra={"ecs": {"event.action": "proof", "event.duration": 5}})
    (line,) = log.lines()
    assert line.pop("@timestamp").endswith("Z")
    assert line.pop("ecs.version")
    assert line.pop("process")["pid"] > 0
    assert line == {
        "message": "Two things",
        "log.level": "warning",
        "log": {"logger": "catalogue.proef"},
        "service": {"name": "corona-initiatieven", "version": RELEASE},
        "http": {"request": {"id": NUMBER}},
        "event": {"action": "proof", "duration": 5},
    }


def test_hostile_text_is_one_line_of_json(log):
    texts = hostile_texts(40, Random(SEED))
    for text in texts:
        log.error("%s", text)
        log.error("Refused", extra={"request": text, "status_code": 500, "user": text, "ecs": {"event.action": text}})
    lines = log.lines()
    assert len(lines) == 2 * len(texts)
    assert [line["event"]["action"] for line in lines[1::2]] == json.loads(json.dumps(texts))
    assert all(line["message"] == "Refused" and "user" not in line for line in lines[1::2])


def test_what_django_adds_to_a_line_is_left_out(log, rf):
    request = rf.get(f"/x/?q={SECRET}", headers={"user-agent": SECRET})
    log.error("Internal Server Error: %s", request.path, extra={"request": request, "status_code": 500})
    (line,) = log.lines()
    assert SECRET not in json.dumps(line)
    assert (line["message"], line["http"]) == ("Internal Server Error: /x/", {"response": {"status_code": 500}})


def test_traceback_is_masked_and_that_of_a_refusal_is_left_out(log):
    for status in (500, 400):
        try:
            raise ValueError(f"No page: /initiatieven/?q={SECRET}\n{{}}")
        except ValueError:
            log.exception("Answered", extra={"status_code": status})
    fault, refusal = log.lines()
    assert fault["error"]["type"] == "ValueError"
    assert "No page: /initiatieven/?***" in fault["error"]["stack_trace"]
    assert "error" not in refusal
    assert SECRET not in json.dumps(log.lines())


def test_line_of_a_request_names_neither_who_asked_nor_what():
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": f"/initiatieven/ {SECRET}",
        "QUERY_STRING": f"q={SECRET}",
        "REMOTE_ADDR": "192.0.2.7",
        "HTTP_USER_AGENT": SECRET,
        request_ids.KEY: NUMBER,
    }
    fields = access_fields(SimpleNamespace(status="200 OK", sent=12), environ, timedelta(milliseconds=3))
    assert fields == {
        "event.category": ["web"],
        "http.request.method": "GET",
        "url.path": "/initiatieven/***",
        "http.response.status_code": 200,
        "http.response.body.bytes": 12,
        "event.duration": 3_000_000,
        "http.request.id": NUMBER,
    }


def test_line_of_text_ends_with_the_id_of_its_request(request_id):
    record = logging.LogRecord("catalogue.proef", logging.INFO, "", 0, "Done.", (), None)
    assert LineFormatter().format(record).endswith(f"INFO catalogue.proef Done. [{NUMBER}]")
    request_ids.end()
    assert LineFormatter().format(record).endswith("INFO catalogue.proef Done.")
