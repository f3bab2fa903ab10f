"""Links on public pages for editors who are signed in; visitors get the page that is kept, and pay nothing."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from initiatives.actions.proposing import propose
from initiatives.models import Editor, Initiative, Municipality
from initiatives.search.index.version import version_reader
from tests.views.pages import PAGES, text

pytestmark = pytest.mark.django_db
EDITABLE = ["initiative", "target_group", "category", "approach", "municipality", "source", "recommendations"]
LINE = "Bewerk deze pagina"


def browser(role, *municipalities):
    user = User.objects.create_user(f"proef-{role}", is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    if municipalities:
        Editor.objects.create(user=user).municipalities.set(Municipality.objects.filter(slug__in=municipalities))
    signed_in = Client()
    signed_in.force_login(user)
    signed_in.user = user
    return signed_in


@pytest.mark.parametrize("name", EDITABLE)
def test_editor_gets_a_link_to_the_form(client, name):
    editor = browser("redacteur")
    response = editor.get(PAGES[name])
    assert LINE in text(response)
    assert response["Cache-Control"] == "private, no-store"
    assert "Cookie" in response["Vary"]
    assert "ETag" not in response
    assert not response.cookies
    href = text(response).split(LINE)[0].rpartition('href="')[2].partition('"')[0]
    assert editor.get(href).status_code == 200
    public = client.get(PAGES[name])
    assert LINE not in text(public)
    line = text(response).index('<nav class="editors-line'), text(response).index("</nav>") + len("</nav>")
    assert len(text(response)) - (line[1] - line[0]) - len(text(public)) < 200  # and its style sheet


def test_municipal_editor_gets_it_in_the_own_municipality_only():
    editor = browser("gemeenteredacteur", "almere")
    pages = [PAGES["initiative"], "/initiatieven/de-bakfiets-alkmaar/", PAGES["category"], PAGES["municipality"]]
    assert [LINE in text(editor.get(page)) for page in pages] == [True, False, False, False]


def test_open_proposals_are_counted_for_who_may_see_them():
    record = Initiative.objects.get(slug="coronamaatjes-almere")
    propose(record=record, changes={"title": ("", "A"), "summary": ("", "B")}, by=browser("redacteur").user)
    assert "2 voorstellen voor deze pagina" in text(browser("eindredacteur").get(record.get_absolute_url()))
    assert "voorstellen voor" not in text(browser("gemeenteredacteur", "almere").get(record.get_absolute_url()))


def test_expired_and_made_up_sessions_and_blocked_accounts_get_nothing():
    editor = browser("redacteur")
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    stranger = Client()
    stranger.cookies["sessionid"] = "verzonnen"
    blocked = browser("eindredacteur")
    User.objects.filter(pk=blocked.user.pk).update(is_active=False)
    for browser_ in (editor, stranger, blocked):
        response = browser_.get(PAGES["initiative"])
        assert (response.status_code, LINE in text(response)) == (200, False)
        assert response["Cache-Control"] == "private, no-store"
        assert all(cookie["max-age"] == 0 for cookie in response.cookies.values())  # at most taken away


def test_account_without_a_role_gets_nothing():
    user = User.objects.create_user("bezoeker")
    visitor = Client()
    visitor.force_login(user)
    assert LINE not in text(visitor.get(PAGES["initiative"]))


@pytest.fixture
def kept(client):
    """Pages are kept, as outside the transaction of a test."""
    yield client
    if version_reader._connection:
        version_reader._connection.close()


class Outside:
    """Requests as outside a transaction, in which nothing is kept."""

    def __enter__(self):
        connection.in_atomic_block = False

    def __exit__(self, *error):
        connection.in_atomic_block = True


def test_signing_in_and_out_between_two_visits(kept):
    editor = browser("redacteur")
    kept.get(PAGES["category"])  # what a process reads once
    with Outside():
        public = kept.get(PAGES["category"])
        tag = {"if-none-match": public["ETag"]}
        assert kept.get(PAGES["category"], headers=tag).status_code == 304
    editor.handler = kept.handler
    signed_in = editor.get(PAGES["category"], headers=tag)
    assert (signed_in.status_code, LINE in text(signed_in)) == (200, True)
    any_tag = editor.get(PAGES["category"], headers={"if-none-match": "*"})
    assert any_tag.status_code == 200
    with Outside():
        assert kept.get(PAGES["category"]).content == public.content
        assert kept.get(PAGES["category"], headers=tag).status_code == 304


def test_visitor_costs_no_query_for_a_session(client):
    client.get(PAGES["initiative"])
    with CaptureQueriesContext(connection) as queries:
        response = client.get(PAGES["initiative"])
    assert not [query for query in queries if "session" in query["sql"] or "auth_user" in query["sql"]]
    assert not response.cookies
    assert "Vary" not in response or "Cookie" not in response["Vary"]
