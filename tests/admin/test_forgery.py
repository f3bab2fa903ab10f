"""Requests that no form makes: other people's records, values out of range, rights that are gone."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from initiatives.admin import conflicts
from initiatives.models import Category, Editor, Event, Initiative, Link, Mention, Municipality, Proposal, SeeAlso
from initiatives.revisions.recording import recorded
from initiatives.revisions.state import state_of
from initiatives.revisions.versions import versions_of
from tests.admin.forms import address, errors, form_of, save
from tests.admin.routes import CHIEF, EDITOR, MANAGER, MUNICIPAL, NO_ROLE, ROLES
from tests.admin.world import DRAFT, READERS, make_world
from tests.factories import make_initiative
from tests.proof import sample

pytestmark = pytest.mark.django_db

LIST = "/beheer/initiatives/initiative/"
PASSWORD = "paard batterij nietje"
LONG = "9" * 5_000  # more digits than Python reads
IDS = ("abc", "-1", "9" * 30, LONG, "a/b", "_5F", "\uff11", "None", "%2F..")
VALUES = ("(", "", "-1", "NaN", "1e400", "{", "9" * 20, LONG, "99999999", "0001-01-01T00:00:00Z", f"1,2,{'9' * 20}")
LOOKUPS = ("", "__exact", "__in", "__gte", "__lt", "__year", "__day", "__isempty", "__iregex", "__range", "__0")


@pytest.fixture
def world(signed_in, handler):
    return make_world(signed_in, handler)


@pytest.fixture
def municipal(signed_in):
    return signed_in(MUNICIPAL, municipalities=["almere"])


def leaks(account, text):
    return [word for word, readers in READERS.items() if word in text and account not in readers]


def state_by_name(world):
    return {name: state_of(world[name]) for name in ("published", "own draft", "draft elsewhere", "archived")}


def tried(world, account, method, path, data=None):
    """Send a request, take back what it did, and return its status with what it leaks."""
    with transaction.atomic():
        response, text = world.send(account, method, path, data)
        transaction.set_rollback(True)
    return response.status_code, leaks(account, text)


def test_page_of_the_admin_does_not_check_the_password_of_another(signed_in):
    other = User.objects.create_user("bea", password=PASSWORD, is_staff=True)
    other.groups.set(Group.objects.filter(name=MANAGER))
    Authenticator.objects.create(user=other, type="totp", data={})
    browser = signed_in(EDITOR)
    response = browser.post("/beheer/login/", {"username": "bea", "password": PASSWORD, "next": "/beheer/auth/user/"})
    assert (response.status_code, response["Location"]) == (302, "/beheer/")
    assert browser.get("/beheer/").wsgi_request.user == browser.user


@pytest.mark.parametrize("role", [EDITOR, MUNICIPAL])
def test_nothing_is_published_or_deleted_by_who_may_not(world, role):
    before, browser = state_by_name(world), world.browsers[role]
    browser.raise_request_exception = True
    keys = [world[name].pk for name in before]
    for action in ("publish", "tag", "delete_selected"):
        form = {"action": action, "_selected_action": keys, "select_across": "1", "post": "yes", "value": "category:1"}
        browser.post(LIST, form)
    for name in ("published", "own draft"):
        url = address(Initiative, "change", world[name].pk)
        form = form_of(browser.get(url))
        browser.post(url, form | {"title": "Anders", "status": "published", "_popup": "1"})
        browser.post(url, form | {"title": "Anders", "slug": f"nog-een-{name[:3]}", "_saveasnew": "1"})
        drafts = Initiative.objects.filter(title="Anders").exclude(pk=world["own draft"].pk)
        assert not drafts.filter(status="published").exists()
        assert form["title"] == Initiative.objects.get(pk=world["published"].pk).title or name == "own draft"
    after = state_by_name(world)
    assert after["published"] == before["published"]
    assert after["own draft"]["status"] == "draft"
    assert (after["draft elsewhere"], after["archived"]) == (before["draft elsewhere"], before["archived"])
    browser.post(address(Initiative, "add"), form_of(browser.get(address(Initiative, "add"))) | {"status": "published"})
    assert not Initiative.objects.filter(status="published", created__gt=world["published elsewhere"].created).exists()


def test_municipal_editor_acts_on_own_records_only(world):
    """Whatever ids are posted, and though the rows to act on are “all”."""
    before, browser = state_by_name(world), world.browsers[MUNICIPAL]
    keys = [world[name].pk for name in ("draft elsewhere", "published elsewhere", "published")]
    for action in ("send_to_review", "archive"):
        for across in ("0", "1"):
            form = {"action": action, "_selected_action": keys, "select_across": across, "post": "yes"}
            _, text = world.send(MUNICIPAL, "post", LIST, form)
            assert leaks(MUNICIPAL, text) == []
    assert state_of(Initiative.objects.get(pk=keys[0])) == before["draft elsewhere"]
    assert {row.status for row in Initiative.objects.filter(pk__in=keys[1:])} == {"published"}
    draft = world["draft elsewhere"]
    for page in ("change", "history", "delete", f"history/{versions_of(draft)[0].pk}"):
        status, shown = tried(
            world, MUNICIPAL, "post", address(Initiative, page, draft.pk), {"title": "X", "post": "yes"}
        )
        assert (status in (302, 403, 404), shown) == (True, [])
    part = Link.objects.get(initiative=draft)
    moved = browser.get(f"/beheer/initiatives/link/{part.pk}/change/")
    assert moved["Location"] == LIST
    kinds = {name: ContentType.objects.get_for_model(world[name]).pk for name in ("draft elsewhere", "account")}
    assert {browser.get(f"/beheer/r/{kind}/{world[name].pk}/").status_code for name, kind in kinds.items()} == {404}


@pytest.mark.parametrize("role", [CHIEF, EDITOR, MUNICIPAL])
def test_parts_of_another_record_stay_there(signed_in, role):
    record, other = make_initiative("eigen", status="draft"), make_initiative("ander", municipalities=("urk",))
    link = Link.objects.create(initiative=other, url="https://een.example.org/", label="Een")
    before = state_of(other)
    browser = signed_in(role, municipalities=["almere"] if role == MUNICIPAL else [])
    stolen = {
        "mentions-0-id": other.mentions.get().pk,
        "mentions-0-locator": "nr. gekaapt",
        "mentions-0-initiative": other.pk,
        "links-TOTAL_FORMS": 1,
        "links-INITIAL_FORMS": 1,
        "links-0-id": link.pk,
        "links-0-url": "https://gekaapt.example.org/",
        "links-0-label": "Gekaapt",
        "links-0-initiative": other.pk,
        "links-0-DELETE": "on",
    }
    save(browser, record, **stolen)
    save(browser, record, **stolen | {"mentions-0-initiative": record.pk, "links-0-initiative": record.pk})
    assert state_of(Initiative.objects.get(pk=other.pk)) == before
    assert Mention.objects.filter(locator="nr. gekaapt", initiative=other).count() == 0


def test_part_that_somebody_else_added_too_is_an_error(signed_in):
    record, browser = make_initiative(status="draft"), signed_in(EDITOR)
    assert errors(save(browser, record, **{"mentions-0-id": "99999"})) == ["Deze vermelding is er al."]


def test_emptied_title_and_slug_are_errors(signed_in):
    response = save(signed_in(CHIEF), make_initiative(), title="", slug="")
    assert errors(response) == ["Dit veld is verplicht."]


def held_of(browser, record, **changes):
    """The signed change that the page shows to who saves a form that somebody else made old."""
    page = save(browser, record, state_seen="anders", **changes)
    return re.search(r'name="_held" value="([^"]+)"', page.content.decode())[1]


def test_held_change_is_for_one_record_and_one_editor(signed_in):
    chief, colleague = signed_in(CHIEF), signed_in(CHIEF, "collega")
    record, other = make_initiative("een", status="draft"), make_initiative("twee", status="draft")
    form = {"_held": held_of(chief, record, summary="Nieuw.", status="published"), "keuze-summary": "mijn"}
    pages = [
        address(Initiative, "change", other.pk),
        address(Initiative, "add"),
        address(Category, "change", record.pk),
    ]
    assert {chief.post(page, form).status_code for page in pages} == {400}
    own = address(Initiative, "change", record.pk)
    assert colleague.post(own, form).status_code == 400
    chief.user.groups.set(Group.objects.filter(name=EDITOR))
    assert chief.post(own, form | {"keuze-status": "mijn"}).status_code == 403
    assert {row.summary for row in Initiative.objects.filter(pk__in=[record.pk, other.pk])} == {"Een proef."}
    assert chief.post(own, form | {"keuze-status": "andere"}).status_code == 302
    assert Initiative.objects.get(pk=record.pk).summary == "Nieuw."
    chief.user.groups.clear()
    chief.post(own, form)
    assert Initiative.objects.get(pk=record.pk).version == 2


def test_municipal_editor_keeps_an_own_municipality(signed_in, municipal):
    chief, almere, urk = signed_in(CHIEF), *(Municipality.objects.get(slug=slug) for slug in ("almere", "urk"))
    with recorded(by=chief.user, how="Proef"):
        record = make_initiative(status="draft", municipalities=("urk",))
    elsewhere = versions_of(record)[0]
    assert municipal.get(address(Initiative, "history", record.pk)).status_code == 404
    save(chief, record, municipalities=[almere.pk])
    save(municipal, record, municipalities=[urk.pk])
    municipal.post(address(Initiative, f"history/{elsewhere.pk}", record.pk))
    assert [place.slug for place in record.municipalities.all()] == ["almere"]
    save(municipal, record, municipalities=[almere.pk, urk.pk])
    assert record.municipalities.count() == 2


def test_mergers_give_rights_when_they_take_effect(municipal):
    """Dronten went into Urk; Zeewolde and Urk go into Almere, one of them today and one tomorrow."""
    today = timezone.localdate()
    merged = {"dronten": ("urk", today), "zeewolde": ("almere", today), "urk": ("almere", today + timedelta(days=1))}
    drafts = {slug: make_initiative(f"concept-{slug}", status="draft", municipalities=(slug,)) for slug in merged}
    for slug, (into, day) in merged.items():
        place = Municipality.objects.get(slug=slug)
        Municipality.objects.filter(pk=place.pk).update(valid_until=day)
        place.successors.set(Municipality.objects.filter(slug=into))

    def seen():
        pages = {slug: municipal.get(address(Initiative, "change", row.pk)) for slug, row in drafts.items()}
        return sorted(slug for slug, page in pages.items() if page.status_code == 200)

    assert seen() == ["zeewolde"]
    Municipality.objects.filter(slug="urk").update(valid_until=today)
    assert seen() == ["dronten", "urk", "zeewolde"]


def test_municipal_editor_cannot_refer_to_a_draft_elsewhere_or_touch_such_a_reference(municipal):
    own, hidden = (
        make_initiative("eigen", status="draft"),
        make_initiative("x", status="draft", municipalities=("urk",)),
    )
    reference = SeeAlso.objects.create(initiative=own, other=hidden)
    new = {"see_also_rows-TOTAL_FORMS": 1, "see_also_rows-INITIAL_FORMS": 0, "see_also_rows-0-other": hidden.pk}
    assert errors(save(municipal, own, **new)) != []
    posted = new | {"see_also_rows-INITIAL_FORMS": 1, "see_also_rows-0-id": reference.pk}
    save(municipal, own, **posted, **{"see_also_rows-0-DELETE": "on"})
    assert save(municipal, own, summary="Beter.").status_code == 302
    assert (own.see_also_rows.get(), Initiative.objects.get(pk=own.pk).summary) == (reference, "Beter.")


def test_rights_end_with_the_next_request(signed_in):
    record, browser = make_initiative(status="draft"), signed_in(MUNICIPAL, municipalities=["almere"])
    page = address(Initiative, "change", record.pk)
    form = form_of(browser.get(page)) | {"title": "Te laat"}
    Editor.objects.get(user=browser.user).municipalities.clear()
    assert browser.post(page, form).status_code == 302
    browser.user.groups.clear()
    assert browser.post(page, form).status_code == 403
    browser.user.groups.set(Group.objects.filter(name=MANAGER))
    User.objects.filter(pk=browser.user.pk).update(is_active=False)
    assert "/login/" in browser.post(page, form)["Location"]
    assert Initiative.objects.get(pk=record.pk).title == "Proef"


def test_method_cannot_be_overridden(signed_in):
    record, browser = make_initiative(status="draft"), signed_in(MANAGER)
    page = address(Initiative, "delete", record.pk)
    browser.get(page, {"_method": "POST", "post": "yes"}, headers={"X-HTTP-Method-Override": "POST"})
    assert Initiative.objects.filter(pk=record.pk).exists()


def test_account_form_takes_names_and_rights_only(signed_in):
    manager, other = signed_in(MANAGER), User.objects.create_user("rik", is_staff=True, password=PASSWORD)
    other.groups.set(Group.objects.filter(name=EDITOR))
    more = {"is_superuser": "on", "is_staff": "on", "user_permissions": "1", "groups": "1", "password": "x", "id": "1"}
    more |= {"last_login": "2020-01-01", "date_joined": "2020-01-01", "is_active": "", "pk": manager.user.pk}
    before = User.objects.filter(pk=other.pk).values().get()
    url = f"/beheer/auth/user/{other.pk}/change/"
    assert manager.post(url, form_of(manager.get(url)) | more).status_code == 302
    assert User.objects.filter(pk=other.pk).values().get() == before
    assert [group.name for group in other.groups.all()] == [EDITOR]
    manager.post("/beheer/auth/user/add/", {"username": "nieuw", "role": MANAGER} | more)
    made = User.objects.get(username="nieuw")
    assert (made.is_superuser, made.is_active, made.has_usable_password()) == (False, True, False)
    assert not made.user_permissions.exists()
    own = f"/beheer/auth/user/{manager.user.pk}/change/"
    manager.post(own, form_of(manager.get(own)) | more | {"role": EDITOR, "blocked": "on"})
    assert [group.name for group in manager.user.groups.all()] == [MANAGER]


@pytest.mark.parametrize(
    "parameter", ["_to_field=password", "_to_field=email", "_to_field=title", "_to_field=is_staff"]
)
def test_popup_gives_no_other_field_than_the_key(signed_in, parameter):
    browser, record = signed_in(MANAGER), make_initiative()
    for page in (address(Initiative, "change", record.pk), LIST, "/beheer/auth/user/", address(Initiative, "add")):
        assert browser.get(f"{page}?_popup=1&{parameter}").status_code == 400


def test_lookups_reach_no_other_table(world):
    """By the difference between two answers a secret could be guessed letter by letter."""
    lookups = (
        "events__user__password__startswith=a",
        "municipalities__editors__user__password__gte=p",
        "municipalities__editors__user__email__exact=a",
        "see_also_rows__other__title__gte=a",
    )
    pages = [f"{LIST}?{lookup}" for lookup in lookups]
    pages += [f"/beheer/initiatives/proposal/?{name}=a" for name in ("author__password__gte", "author__email__exact")]
    assert {tried(world, role, "get", page)[0] for role in ROLES for page in pages} == {400}
    _, text = world.send(EDITOR, "get", f"/beheer/initiatives/proposal/?author__id__exact={world['account'].pk}")
    assert leaks(EDITOR, text) == []


def test_autocomplete_offers_nothing_secret(world):
    """Every relation of every model, from both sides."""
    fields = [
        (model, field.name) for model in apps.get_models() for field in model._meta.get_fields(include_hidden=True)
    ]
    faults = []
    for model, name in sample(fields, 12):
        query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": name}
        for account in (*ROLES, NO_ROLE):
            for term in ("zz", ""):
                answer = tried(world, account, "get", "/beheer/autocomplete/", query | {"term": term})
                if answer not in ((200, []), (403, [])) or (account == NO_ROLE and answer[0] == 200):
                    faults.append((account, query, answer))
    assert faults == []
    offered = {"app_label": "initiatives", "model_name": "seealso", "field_name": "other", "term": "zz"}
    _, text = world.send(EDITOR, "get", "/beheer/autocomplete/", offered)
    assert "zzconcept" in text
    own = {"app_label": "initiatives", "model_name": "event", "field_name": "user", "term": "proef"}
    assert [tried(world, role, "get", "/beheer/autocomplete/", own)[0] for role in (CHIEF, EDITOR)] == [403, 403]


def test_download_names_no_draft_elsewhere_among_the_relations_of_its_rows(world):
    address = "/beheer/initiatives/recommendation/downloaden/csv/"
    texts = {account: world.send(account, "get", address)[1] for account in (MUNICIPAL, EDITOR)}
    assert {account: DRAFT in text for account, text in texts.items()} == {MUNICIPAL: False, EDITOR: True}


def test_odd_values_are_no_server_error(world):
    models = [model for model in apps.get_app_config("initiatives").get_models() if model not in (Editor, Category)]
    lists = {f"/beheer/initiatives/{model._meta.model_name}/": model for model in models}
    requests = [
        (f"{page}?{field.name}{lookup}={value}", None)
        for page, model in lists.items()
        for field in model._meta.get_fields()
        if not field.auto_created
        for lookup in LOOKUPS
        for value in VALUES
    ]
    odd = (
        "e=1",
        "o=9.-9",
        f"o={LONG}",
        "p=-1",
        f"p={LONG}",
        "all=",
        "_facets=1",
        "q=%27%22%5C",
        "q=%ED%A0%80",
        "q=%00",
    )
    odd += (f"q={'a%20' * 3_000}", f"q={'a' * 10_000}", "at__year=9999", f"at__year={LONG}", "day__year=9999")
    pages = ("change", "history", "delete", "history/1", "samenvoegen", "")
    queries = [(f"{page}?{query}", None) for page in (*lists, "/beheer/auth/user/") for query in odd]
    queries += [(f"{address(Initiative, '', key)}{page}/", {"post": "yes"}) for key in IDS for page in pages]
    queries += [(f"/beheer/auth/user/{key}/{page}/", {"post": "yes"}) for key in IDS for page in (*pages, "block")]
    queries += [(f"{LIST}", {"action": "archive", "_selected_action": key, "post": "yes"}) for key in IDS]
    statuses = {
        (path[:99], status): shown
        for path, data in [*sample(requests, 25), *sample(queries, 25)]
        for status, shown in [tried(world, MANAGER, "post" if data else "get", path, data)]
        if status >= 500 or shown
    }
    assert statuses == {}


def test_odd_decisions_are_no_server_error(world):
    record, proposal = world["published"], world["proposal"]
    page = f"/beheer/initiatives/proposal/initiative/{record.pk}/"
    for key in ("9" * 30, "²", "٣", "-1", "abc"):
        assert tried(world, CHIEF, "post", page, {f"besluit-{key}": "overnemen", "intrekken": key})[0] == 302
        assert tried(world, EDITOR, "post", page, {"intrekken": key})[0] == 302
    world.send(EDITOR, "post", page, {"intrekken": proposal.pk, f"besluit-{proposal.pk}": "overnemen"})
    assert Proposal.objects.get(pk=proposal.pk).status == "open"
    world.send(CHIEF, "post", page, {f"besluit-{proposal.pk}": "afwijzen", f"antwoord-{proposal.pk}": "Nee\0."})
    assert Proposal.objects.get(pk=proposal.pk).answer == "Nee."
    assert Event.objects.filter(kind="afgewezen").exists()


def test_huge_number_of_parts_takes_no_memory():
    post = QueryDict(f"links-TOTAL_FORMS={10**12}&links-INITIAL_FORMS=1&links-0-id=99999")
    assert conflicts._with_vanished_as_new(post, "links", set()) is post
