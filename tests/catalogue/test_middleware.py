"""Requests that no page can answer."""

from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client

from catalogue.middleware import MAX_QUERY_LENGTH

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/%00/", "/gemeenten/a%00b/", "/beheer/%00", "/beheer/login/?next=%00"])
def test_nul_in_an_address_is_a_dutch_400(client, path):
    response = client.get(path)
    assert response.status_code == 400
    assert "Deze vraag klopt niet" in response.content.decode()


def test_very_long_question_is_a_dutch_414(client):
    response = client.get("/initiatieven/?q=" + "a" * MAX_QUERY_LENGTH)
    assert response.status_code == 414
    assert "Dit adres is te lang" in response.content.decode()


def test_question_of_ten_thousand_characters_is_answered(client):
    assert client.get("/initiatieven/?q=" + "%C3%A9" * 10_000).status_code == 200


@pytest.mark.parametrize("path", ["/", "/initiatieven/", "/selectie/", "/bestaat-niet/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_visitors_only_read_whatever_they_send_along(path, method):
    response = Client(enforce_csrf_checks=True).generic(method, path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "Dit kan hier niet" in response.content.decode()


def test_editors_form_still_needs_its_token():
    assert Client(enforce_csrf_checks=True).post("/beheer/login/").status_code == 403


@pytest.mark.parametrize("path", ["/", "/initiatieven/", "/healthz", "/beheer/", "/api/v1/initiatieven"])
@pytest.mark.parametrize(
    "named", [{"SERVER_NAME": "elders.example"}, {"HTTP_HOST": "elders.example"}, {"HTTP_HOST": "a b"}]
)
def test_request_without_host_or_for_another_one_is_a_dutch_400(client, path, named):
    response = client.get(path, **named)
    assert response.status_code == 400
    assert "Deze vraag klopt niet" in response.content.decode()


# Encodings


def answer(content_type, method, address, **headers):
    """The status, the media type and the text of a response, through WSGI: the test client makes its own request."""
    from catalogue.wsgi import application  # which wants the collected static files

    path, _, query = address.partition("?")
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "CONTENT_TYPE": content_type}
    environ |= headers
    setup_testing_defaults(environ)
    started = []
    page = b"".join(application(environ, lambda status, headers: started.extend([status, dict(headers)])))
    return int(started[0][:3]), started[1]["Content-Type"], page.decode()


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain; charset=hex",
        "text/plain; charset=rot13",
        "text/plain; charset=base64",
        "text/plain; charset=idna",
        "text/plain; charset=undefined",
        "text/plain; charset=banana",
        "text/plain; charset=",
        "text/plain; charset=latin-1",
        "text/plain; charset=us-ascii",
        "application/x-www-form-urlencoded; charset=utf-7",
        "multipart/form-data; boundary=x; charset=utf-16",
        "text/plain; charset*=banana''a%41",
    ],
)
@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/initiatieven/?q=+2AA-%C3%A9"),
        ("HEAD", "/initiatieven/"),
        ("GET", "/embed/initiatieven/?q=bellen"),
        ("GET", "/beheer/login/?next=/"),
        ("POST", "/beheer/login/"),
        ("POST", "/initiatieven/"),
        ("GET", "/api/v1/initiatieven?q=bellen"),
    ],
)
def test_request_in_another_encoding_than_utf_8_is_a_400(content_type, method, address):
    media_type = "application/problem+json" if address.startswith("/api/") else "text/html; charset=utf-8"
    status, returned_type, page = answer(content_type, method, address)
    assert (status, returned_type) == (400, media_type)
    assert method == "HEAD" or "Deze vraag klopt niet" in page


@pytest.mark.parametrize("charset", ["", "; charset=utf-8", "; charset=UTF8", '; charset="utf-8"', "; boundary=x"])
@pytest.mark.parametrize(
    "address", ["/initiatieven/?q=bellen", "/beheer/account/login/", "/api/v1/initiatieven?q=bellen"]
)
def test_request_in_utf_8_is_answered(client, charset, address):
    assert client.get(address, headers={"content-type": f"text/plain{charset}"}).status_code == 200


def test_too_many_fields_in_utf_8_are_a_400():
    query = "&".join(f"x{number}=1" for number in range(1_500))
    assert answer("text/plain; charset=utf-8", "GET", f"/initiatieven/?{query}")[0] == 400


@pytest.mark.parametrize("address", ["/", "/beheer/account/login/", "/api/v1/initiatieven", "/healthz"])
@pytest.mark.parametrize("cookie", [r'sessionid="a\000"', r'x="\000"', "sessionid=a\0b", "a=\x01"])
def test_cookie_with_a_control_character_is_a_400(address, cookie):
    assert answer("", "GET", address, HTTP_COOKIE=cookie)[0] == 400
