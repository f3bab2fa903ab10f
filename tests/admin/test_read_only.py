"""Editors read every page while the database takes no writes."""

import pytest
from django.db import connection, transaction

from tests.admin.routes import MANAGER, PAGES
from tests.admin.test_rights import address_of, names_of
from tests.admin.world import make_world
from tests.proof import sample

pytestmark = pytest.mark.django_db


def test_no_page_fails_when_nothing_can_be_written(signed_in, handler):
    world, faults = make_world(signed_in, handler), []
    for browser in world.browsers.values():
        browser.raise_request_exception = False
    for route in sample(PAGES, 40):
        for name in names_of(route):
            address = address_of(world, route, name)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
                response, _ = world.send(MANAGER, "get", address)
                transaction.set_rollback(True)
            if response.status_code >= 500:
                faults.append(f"{response.status_code} {address}")
    assert not faults, "\n".join(faults)
