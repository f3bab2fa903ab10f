"""No text that somebody wrote runs in a browser, also where nothing but escaping keeps it from that."""

from itertools import product
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from initiatives.choices import EventKind, ImportStatus, RowOutcome
from initiatives.models import (
    Event,
    ImportRow,
    Initiative,
    Link,
    Mention,
    Organisation,
    Proposal,
    Source,
    TableImport,
    UnansweredQuestion,
)
from initiatives.search.index import writer
from tests.admin.browsers import sign_in
from tests.browser import running
from tests.factories import make_initiative
from tests.hostile.scripts import PAYLOADS
from tests.other_database import connected_to
from tests.proof import amount, chance, sample

HOOK = "window.ran = []; window.alert = (what) => window.ran.push(what);"
INJECTED = """() => [...window.ran, ...[...document.querySelectorAll(
  "[data-xss], [href^='javascript:'], [formaction^='javascript:'], [action^='javascript:']"
)].map((element) => element.outerHTML)]"""
LISTS = (
    *(
        "/initiatieven/",
        "/bronnen/",
        "/kaart/",
        "/beheer/",
        "/beheer/inlezen/",
        "/beheer/vragen/",
        "/beheer/onvolledig/",
    ),
    *(
        "/beheer/initiatives/event/",
        "/beheer/auth/user/",
        "/beheer/initiatives/proposal/",
        "/beheer/initiatives/source/",
    ),
)
PAGES = (
    "/initiatieven/xss-{number}/",
    "/initiatieven/?q={text}",
    "/initiatieven/?gemeente={text}&doelgroep={text}&sorteer={text}&{text}={text}",
    "/embed/initiatieven/?kop={text}&letter={text}&kleur-link={text}&q={text}",
    "/insluiten/?kop={text}&letter={text}",
    "/selectie/?i=xss-{number}&i={text}&titel={text}&zoek={text}",
    "/bronnen/xss-{number}/",
    "/voorbeeld/{text}/",
    "/{text}",
    "/beheer/initiatives/initiative/{initiative}/change/",
    "/beheer/initiatives/initiative/{initiative}/samenvoegen/",
    "/beheer/initiatives/initiative/{initiative}/delete/",
    "/beheer/initiatives/initiative/?q={text}&status__exact={text}",
    "/beheer/initiatives/initiative/add/?title={text}&description={text}",
    "/beheer/initiatives/organisation/{organisation}/change/",
    "/beheer/initiatives/source/{source}/change/",
    "/beheer/initiatives/proposal/initiative/{initiative}/",
    "/beheer/auth/user/{account}/change/",
    "/beheer/inlezen/{table}/",
)


@pytest.fixture(scope="module")
def injected(django_db_blocker):
    """A site with payloads in every text; yields its address, a session of a beheerder and the keys of records."""
    payloads = sample(PAYLOADS, 20)
    with running.catalogue("injection") as (address, database_url):
        with connected_to(database_url, django_db_blocker):
            with transaction.atomic():
                records = [_make(number, payloads) for number in range(len(payloads))]
            writer.reindex(Initiative.objects.filter(slug__startswith="xss-"))
            session = sign_in({"ans": "beheerder"})["ans"]
        yield address, session, records


def _make(number, payloads):
    """Make one of each kind of record, every text another payload; return the keys and the text for addresses."""

    def text(place, longest=200):
        return payloads[(number + place) % len(payloads)][:longest]

    source = Source.objects.create(
        slug=f"xss-{number}", title=text(1), publisher=text(2), published="2020-05-01", description=text(3)
    )
    names = ("summary", "description", "problem", "participants", "needs", "results", "lessons", "costs")
    texts = {name: text(place) for place, name in enumerate(names)}
    locators = {f"{name}_locator": text(4) for name in names[2:]}
    record = make_initiative(f"xss-{number}", title=text(0), searchable=False, **texts, **locators)
    Mention.objects.create(initiative=record, source=source, locator=text(5), printed_name=text(6))
    Link.objects.create(initiative=record, url=f"https://example.org/{quote(text(7))}", label=text(8))
    organisation = Organisation.objects.create(slug=f"xss-{number}", name=f"{text(9, 140)}{number}")
    record.organisations.add(organisation)
    user = User.objects.create(username=f"{text(10, 140)}{number}", first_name=text(11), email=f"{text(12, 80)}@a.nl")
    Event.objects.create(user=user, kind=EventKind.CHANGED, model="initiative", object_id=record.pk, title=text(13))
    Proposal.objects.create(
        model="initiative", object_id=record.pk, title=text(14), field="summary", old=text(0), new=text(15), author=user
    )
    table = TableImport.objects.create(
        file_name=text(16), content=b"", user=user, status=ImportStatus.FAULTY, number=1, notes=[text(17)]
    )
    faults, changes = [[text(18), text(19), text(1)]], [[text(2), text(3), text(4)]]
    ImportRow.objects.create(
        table_import=table, line=1, title=text(5), outcome=RowOutcome.FAULTY, changes=changes, faults=faults
    )
    UnansweredQuestion.objects.create(day=timezone.localdate(), words=f"{text(6, 50)}{number}")
    keys = {"initiative": record, "source": source, "organisation": organisation, "account": user, "table": table}
    return {name: row.pk for name, row in keys.items()} | {"number": number, "text": quote(text(0), safe="")}


@pytest.mark.usefixtures("db")
def test_no_text_runs_in_a_browser(injected, browser):
    address, session, records = injected
    visited = [page.format(**record) for record, page in product(records, PAGES)]
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(HOOK)
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page, faults = context.new_page(), {}
    page.goto(f"{address}/robots.txt")
    page.set_content(f"<p>{PAYLOADS[0]}")
    assert page.evaluate(INJECTED) != []  # what is not escaped would be seen
    for path in [*LISTS, *chance().sample(visited, amount(25, thorough=1_500))]:
        response = page.goto(address + path)
        injected = page.evaluate(INJECTED)
        if injected or response.status >= 500:
            faults[path] = (response.status, injected)
    context.close()
    assert faults == {}
