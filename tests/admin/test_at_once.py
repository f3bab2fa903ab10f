"""Two editors who save one record in the same moment, on a server with several processes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest

from initiatives.models import (
    Approach,
    Category,
    Initiative,
    Municipality,
    Organisation,
    Province,
    Recommendation,
    Source,
    Synonym,
    TargetGroup,
)
from tests.admin.browsers import Browser, sign_in
from tests.admin.forms import address
from tests.browser import running
from tests.other_database import connected_to
from tests.proof import sample

# A field of each kind of record, and values that it accepts.
FIELDS = {
    Initiative: ("description", "Tekst van {}"),
    TargetGroup: ("description", "Tekst van {}"),
    Category: ("description", "Tekst van {}"),
    Approach: ("description", "Tekst van {}"),
    Organisation: ("website", "https://{}.example.org/"),
    Municipality: ("official_name", "Naam van {}"),
    Province: ("name", "Naam van {}"),
    Source: ("description", "Tekst van {}"),
    Recommendation: ("text", "Tekst van {}"),
    Synonym: ("also", "woord van {}"),
}
PAIRS = [(model, number) for model in FIELDS for number in range(4)]
NAMES = ("een", "twee")


@pytest.fixture(scope="module")
def site():
    with running.catalogue("at_once", workers=2) as running_site:
        yield running_site


@pytest.fixture(scope="module")
def browsers(site, django_db_blocker):
    with connected_to(site[1], django_db_blocker):
        sessions = sign_in(dict.fromkeys(NAMES, "eindredacteur"))
    return [Browser(site[0], sessions[name]) for name in NAMES]


def value_of(database_url, model, field, key):
    with psycopg.connect(database_url) as connection:
        query = f"SELECT {field}::text FROM {model._meta.db_table} WHERE id = %s"
        return connection.execute(query, [key]).fetchone()[0]


def key_of(database_url, model, number):
    with psycopg.connect(database_url) as connection:
        query = f"SELECT id FROM {model._meta.db_table} ORDER BY id OFFSET %s LIMIT 1"
        return connection.execute(query, [number]).fetchone()[0]


@pytest.mark.parametrize(("model", "number"), sample(PAIRS, 2), ids=lambda part: getattr(part, "__name__", part))
def test_of_two_saves_at_once_one_is_written_and_the_other_is_shown(site, browsers, model, number):
    field, text = FIELDS[model]
    key = key_of(site[1], model, number)
    url = address(model, "change", key)
    texts = [text.format(f"{name}{number}") for name in NAMES]
    forms = [browser.form(url, **{field: value}) for browser, value in zip(browsers, texts, strict=True)]
    start = Barrier(2)

    def send(browser, form):
        start.wait()
        return browser.ask(url, form)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, browsers, forms))
    assert sorted(status for status, _ in answers) == [200, 302]
    first, second = sorted(range(2), key=lambda number: -answers[number][0])
    assert "intussen gewijzigd." in answers[second][1]
    assert texts[first] in answers[second][1]
    assert texts[first] in value_of(site[1], model, field, key)
