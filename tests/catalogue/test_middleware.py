"""Addresses that no page can answer."""

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
