"""The editors' lists: every model, searching, filtering, odd questions."""

from datetime import date
from html import unescape
from io import StringIO

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command

from initiatives.actions.proposing import propose
from initiatives.models import (
    CatalogueVersion,
    Category,
    Event,
    Initiative,
    LoadedRecord,
    Municipality,
    Organisation,
    Proposal,
    SearchRow,
    SearchWord,
    SlugHistory,
    Source,
    TargetGroup,
    UnansweredQuestion,
)
from tests.admin.forms import address
from tests.factories import make_initiative
from tests.proof import sample

pytestmark = pytest.mark.django_db

MODELS = [model for model in apps.get_app_config("initiatives").get_models() if admin.site.is_registered(model)]
READ_ONLY = (Event, Proposal, SlugHistory, LoadedRecord, SearchRow, SearchWord, CatalogueVersion, UnansweredQuestion)


def test_account_is_made_once_and_its_password_is_kept_for_its_owner_only(client, tmp_path):
    path, out = tmp_path / "password", StringIO()
    for _ in range(2):
        call_command("make_editor", password_file=path, stdout=out)
    password = path.read_text().strip()
    assert client.login(username="redacteur", password=password)
    assert out.getvalue().count(password) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert not User.objects.get(username="redacteur").is_superuser


def test_visitor_must_sign_in(client):
    response = client.get("/beheer/")
    assert (response.status_code, response["Location"]) == (302, "/beheer/login/?next=/beheer/")


@pytest.mark.parametrize("model", sample(MODELS, 7))
def test_every_model_has_a_list_that_can_be_searched(editor, model):
    UnansweredQuestion.objects.create(day=date(2026, 1, 2), words="ruimtevaart")
    Event.objects.create(kind="aangemeld")
    if model is Proposal:
        initiative = make_initiative()
        propose(record=initiative, changes={"title": ("Proef", "Beter")}, by=User.objects.get())
    if not model.objects.exists():
        SlugHistory.objects.create(kind="category", slug="oud", category=Category.objects.first())
    assert editor.get(address(model, "")).status_code == 200
    assert editor.get(address(model, ""), {"q": "almere"}).status_code == 200
    assert editor.get(address(model, "change", model.objects.first().pk), follow=True).status_code == 200


@pytest.mark.parametrize("model", sample(MODELS, 7))
def test_every_model_can_be_added_unless_the_catalogue_keeps_it(editor, model):
    assert editor.get(address(model, "add")).status_code == (403 if model in READ_ONLY else 200)


@pytest.mark.parametrize(
    "model", [Category, Initiative, Municipality, Organisation, Source, TargetGroup], ids=lambda model: model.__name__
)
def test_relations_can_be_found_while_typing(editor, model):
    relation = {
        Category: ("initiative", "categories", "eenz"),
        Municipality: ("initiative", "municipalities", "almere"),
        Organisation: ("initiative", "organisations", "anbo"),
        TargetGroup: ("initiative", "target_groups", "senioren"),
        Source: ("mention", "source", "lijst"),
        Initiative: ("mention", "initiative", "coronamaatjes"),
    }[model]
    query = {"app_label": "initiatives", "model_name": relation[0], "field_name": relation[1], "term": relation[2]}
    assert len(editor.get("/beheer/autocomplete/", query).json()["results"]) >= 1


@pytest.mark.parametrize(
    "query",
    [
        "status__exact=published",
        "scope__exact=regionaal",
        "phase__exact=lopend",
        "municipalities__province__id__exact=1",
        "q=kerst&status__exact=published",
    ],
)
def test_list_filters_work(editor, query):
    assert editor.get(f"/beheer/initiatives/initiative/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("channels=a", "Dit filter kennen wij niet: channels=a."),
        ("status__exact=weg", "Dit filter kennen wij niet: status__exact=weg."),
        ("status__regex=%28", "Dit filter kennen wij niet: status__regex=(."),
        ("municipalities__province__id__exact=a", "Dit filter kennen wij niet: municipalities__province__id__exact=a."),
        ("p=99", "Deze lijst heeft geen pagina 99."),
        ("p=abc", "Deze lijst heeft geen pagina abc."),
        ("o=99", "Dit filter kennen wij niet: o=99."),
        ("all=ja", "Dit filter kennen wij niet: all=ja."),
        ("_to_field=title", "Dit filter kennen wij niet: _to_field=title."),
    ],
)
def test_unknown_parameter_is_named_above_the_list_without_it(editor, query, message):
    page = editor.get(f"/beheer/initiatives/initiative/?{query}&q=almere")
    assert (page.status_code, message in unescape(page.content.decode())) == (400, True)
    assert page.context["cl"].get_query_string() == "?q=almere"
    assert page.context["cl"].result_count > 0


def test_action_and_download_with_an_unknown_parameter_are_refused(editor):
    record = make_initiative(status="draft")
    form = {"action": "publish", "_selected_action": record.pk, "select_across": "1", "post": "yes"}
    assert editor.post("/beheer/initiatives/initiative/?x=1", form).status_code == 400
    assert editor.get("/beheer/initiatives/initiative/downloaden/csv/?x=1").status_code == 400
    assert Initiative.objects.get(pk=record.pk).status == "draft"


def test_view_on_site_is_there_for_what_is_public_only(editor):
    public, draft = make_initiative("openbaar"), make_initiative("concept", status="draft")
    seen = [
        f'href="{initiative.get_absolute_url()}"'
        in editor.get(address(Initiative, "change", initiative.pk)).content.decode()
        for initiative in (public, draft)
    ]
    assert seen == [True, False]


def test_list_queries_do_not_grow(editor, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = "/beheer/initiatives/initiative/?status__exact=published"
    with CaptureQueriesContext(connection) as first:
        editor.get(url)
    for n in range(10):
        make_initiative(f"proef-{n}")
    with django_assert_num_queries(len(first)):
        editor.get(url)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/beheer/initiatives/initiative/add/?municipalities=abc", None),
        ("/beheer/initiatives/initiative/add/", {"municipalities": "abc"}),
        ("/beheer/initiatives/initiative/add/", {"mentions-0-source": "abc"}),
        ("/beheer/initiatives/initiative/", {"action": "publish", "_selected_action": "abc"}),
        ("/beheer/initiatives/initiative/", {"action": "publish", "_selected_action": "9" * 30}),
    ],
)
def test_relation_that_is_no_number_is_a_dutch_400(editor, path, data):
    response = editor.get(path) if data is None else editor.post(path, data)
    assert response.status_code == 400
    assert "Deze vraag klopt niet" in response.content.decode()


def test_form_from_elsewhere_is_a_dutch_403(client):
    strict = client.__class__(enforce_csrf_checks=True)
    response = strict.post("/beheer/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "Dit mag niet" in response.content.decode()
