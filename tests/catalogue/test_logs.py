"""The logs keep no word that a visitor typed."""

import io
import logging

import pytest

from catalogue.logs import AddressFilter, logged_path


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/initiatieven/maatjes-almere/", "/initiatieven/maatjes-almere/"),
        ("/static/css/base.ad8a597bb91c.css", "/static/css/base.ad8a597bb91c.css"),
        ("/initiatieven/?q=mijn geheim", "/initiatieven/***"),
        ('/initiatieven?q="geheim"', "/initiatieven***"),
        ("/initiatieven%3Fq=geheim", "/initiatieven***"),
        ("/initiatieven/&q=geheim", "/initiatieven/***"),
        ("/initiatieven/é ?q=geheim", "/initiatieven/***"),
        ("/voorbeeld/abc geheim/", "/voorbeeld/***"),
    ],
)
def test_path_in_the_log_ends_where_ours_do(path, logged):
    assert logged_path(path) == logged


def logged(fault, status):
    """What the log has of a fault that was answered with a status."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.addFilter(AddressFilter())
    log = logging.Logger("a")
    log.addHandler(handler)
    try:
        raise ValueError(fault)
    except ValueError:
        log.exception("%s: %s", "Answered", "/initiatieven/;q=geheim", extra={"status_code": status})
    return lines.getvalue()


def test_line_has_neither_words_of_a_path_nor_a_query_in_its_traceback():
    text = logged("Invalid: /initiatieven/?q=geheim", 500)
    assert "Answered: /initiatieven/***" in text
    assert "Invalid: /initiatieven/?***" in text
    assert "geheim" not in text


def test_refusal_has_no_traceback():
    assert logged("The list has no geheim.", 400) == "Answered: /initiatieven/***\n"


def test_refusal_of_django_leaves_only_its_path(rf):
    record = logging.LogRecord("django.security.SuspiciousOperation", 40, "", 0, "The field geheim is none.", (), None)
    record.request = rf.get("/beheer/x geheim/", {"_to_field": "geheim"})
    AddressFilter().filter(record)
    assert record.getMessage() == "Refused: /beheer/x***"
