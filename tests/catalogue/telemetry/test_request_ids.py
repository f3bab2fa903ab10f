"""The id of a request: whose it is, and who gets to see it."""

import re

import pytest

from catalogue.telemetry import request_ids
from initiatives.views.errors import server_error

OURS = re.compile(r"[0-9a-f]{32}")
GIVEN = "0123456789abcdef"


@pytest.fixture(autouse=True)
def no_request():
    yield
    request_ids.end()


def begun(header):
    environ = {"HTTP_X_REQUEST_ID": header}
    request_ids.begin(environ)
    assert environ[request_ids.KEY] == request_ids.current()
    return request_ids.current()


@pytest.mark.parametrize("header", [GIVEN, "A-" * 32, "f" * 32])
def test_id_of_a_proxy_is_taken(settings, header):
    settings.BEHIND_PROXY = True
    assert begun(header) == header


@pytest.mark.parametrize("header", ["", "a" * 15, "a" * 65, "a" * 20 + "\n", 'a"' * 10, "é" * 20, "../" * 10])
def test_any_other_header_is_replaced(settings, header):
    settings.BEHIND_PROXY = True
    assert OURS.fullmatch(begun(header))


def test_header_of_a_visitor_is_not_taken(settings):
    settings.BEHIND_PROXY = False
    assert OURS.fullmatch(begun(GIVEN))


def test_page_for_a_fault_has_the_number_of_its_request(client, settings):
    settings.READ_ONLY, settings.BEHIND_PROXY = True, True
    begun(GIVEN)
    response = client.post("/beheer/account/login/")
    assert (response.status_code, response["X-Request-Id"]) == (503, GIVEN)
    assert "no-store" in response["Cache-Control"]
    assert f"<code>{GIVEN}</code>" in response.text


def test_page_for_an_error_of_ours_has_the_number_and_is_not_cached(rf, settings):
    settings.BEHIND_PROXY = True
    begun(GIVEN)
    response = server_error(rf.get("/"))
    assert (response.status_code, response["X-Request-Id"], response["Cache-Control"]) == (500, GIVEN, "no-store")
    assert f"<code>{GIVEN}</code>" in response.text


@pytest.mark.parametrize("path", ["/", "/gemeenten/", "/bestaat-niet/", "/initiatieven.json"])
def test_what_a_cache_may_keep_has_no_number(client, db, path):
    number = begun("")
    response = client.get(path)
    assert number not in f"{response.headers}{response.getvalue().decode()}"
