"""Every page of the editors with every kind of account, method and record: who gets in, who writes, what leaks."""

import re
from itertools import product

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from reversion.models import Version

from tests.admin.routes import BLOCKED, EDITOR, EVERYBODY, MANAGER, MUNICIPAL, PAGES, VISITOR, all_routes
from tests.admin.world import READERS, make_world
from tests.proof import sample

pytestmark = pytest.mark.django_db

METHODS = ("get", "head", "options", "post", "put", "delete")
# What would do most harm, whatever the page is: fields, an action, a confirmation.
FORGED = {
    "title": "Gekaapt",
    "name": "Gekaapt",
    "word": "gekaapt",
    "also": "gekaapt",
    "username": "gekaapt",
    "role": "beheerder",
    "status": "published",
    "post": "yes",
    "action": "delete_selected",
    "into": "1",
}
RECORDS = {
    "initiative": ("published", "own draft", "archived", "draft elsewhere", "published elsewhere"),
    "user": ("account", "superuser"),
    "unansweredquestion": ("question",),
}
HIDDEN = {
    MUNICIPAL: ("draft elsewhere", "published elsewhere", "proposal", "question"),
    EDITOR: ("proposal",),
    MANAGER: ("superuser",),
}
# What reading may write: a session, the cache, who is at work in a form, and the task that counts findings anew.
KEPT_BY_READING = "django_session|catalogue_cache|initiatives_presence|django_tasks_database"
WRITE = re.compile(rf'\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE) "(?!{KEPT_BY_READING})')
MODEL = re.compile(r"(?:auth|initiatives)/(\w+)/")


def test_every_page_is_in_the_table():
    assert sorted(all_routes()) == sorted(PAGES)


def test_every_account_gets_what_the_table_says(signed_in, handler):
    world = make_world(signed_in, handler)
    targets = [(route, name) for route in PAGES for name in names_of(route)]
    requests = sample(product(targets, sorted(EVERYBODY), METHODS), 150)
    faults = [fault for (target, account, method) in requests for fault in faults_of(world, *target, account, method)]
    assert not faults, "\n".join(faults)


def names_of(route):
    """The records that a page is tried with; one empty name for a page without a record."""
    model = MODEL.match(route)
    if route.startswith("r/"):
        return ("published", "draft elsewhere")
    if route.startswith("samenvoegen/<"):
        return ("merger",)
    if "<str:model>" in route:
        return RECORDS["initiative"]
    if "<path:rest>" in route or not model or "<" not in route:
        return ("",)
    return RECORDS.get(model[1], (model[1],))


def address_of(world, route, name):
    record = world[name] if name else None
    if route.startswith("r/"):
        return f"/beheer/r/{ContentType.objects.get_for_model(record).pk}/{record.pk}/"
    values = {
        "url": "nergens",
        "pk": 1,
        "provider_id": "organisatie",
        "rest": "1/change/",
        "app_label": "auth",
        "uidb36": "1",
        "key": "1",
        "extension": "csv",
    }
    if record:
        kind = ContentType.objects.get_for_model(record)
        version = Version.objects.filter(content_type=kind, object_id=record.pk).order_by("pk").last()
        values |= {"object_id": record.pk, "model": kind.model, "version_id": version.pk if version else 0}
    path = re.sub(r"\(\?P<(\w+)>(?:\[[^]]*\][+]?|[^)])*\)", lambda match: str(values[match[1]]), route)
    return "/beheer/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), path).strip("^$").replace(
        "^", ""
    )


def faults_of(world, route, name, account, method):
    """Send a request and take back what it did; return what is wrong with the response."""
    address, writes = address_of(world, route, name), []

    def watch(execute, sql, *arguments):
        writes.extend([sql[:80]] if WRITE.match(sql) else [])
        return execute(sql, *arguments)

    with transaction.atomic(), connection.execute_wrapper(watch):
        response, text = world.send(account, method, address, FORGED if method == "post" else None)
        transaction.set_rollback(True)
    expected, may_write = expectation(route, name, account, method)
    expected |= (
        {405} if method in ("options", "post") else set()
    )  # some pages refuse a method before they ask who it is
    faults = [] if response.status_code in expected else [f"{response.status_code} and not {expected}"]
    if account in (VISITOR, BLOCKED) and account not in PAGES[route].read and "/login/" not in location(response):
        faults.append(f"leads to {location(response)}")
    faults += [f"shows {word}" for word, readers in READERS.items() if word in text and account not in readers]
    faults += writes if not may_write else []
    return [f"{account} {method} {address} ({name}): {fault}" for fault in faults]


def location(response):
    return response.headers.get("Location", "/login/")


def expectation(route, name, account, method):
    """The statuses that the table expects, and whether rows may be written."""
    page = PAGES[route]
    if method in ("put", "delete"):
        return {405}, False
    if account not in page.read:
        return ({302} if account in (VISITOR, BLOCKED) else {page.refused}), False
    if name in HIDDEN.get(account, ()):
        return {page.hidden, *((403,) if method == "post" else ())}, False
    if method == "post":
        is_read_only = name == "archived" and account in (EDITOR, MUNICIPAL) and account in page.writes
        is_seen_only = "proposal" in route or "voorvertoning" in route  # pages that take what one may see
        if account not in page.posters or (is_read_only and not is_seen_only):
            return {403, 405}, False
        return set(page.opened), account in page.writes
    return {*page.opened, *((200,) if method == "options" else ())}, False
