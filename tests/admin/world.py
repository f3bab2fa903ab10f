"""A catalogue with something to hide from each account, and a browser for each kind of account."""

from dataclasses import dataclass
from datetime import date
from http.cookies import SimpleCookie

import reversion
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client

from initiatives.actions.log import log
from initiatives.actions.merging.merge import merge
from initiatives.actions.proposing import propose
from initiatives.choices import AdviceKind, EventKind
from initiatives.models import (
    AdviceExample,
    Approach,
    CatalogueVersion,
    Category,
    Event,
    Finding,
    Illustration,
    Initiative,
    Link,
    LoadedRecord,
    Municipality,
    Organisation,
    Province,
    Recommendation,
    SearchRow,
    SearchWord,
    SeeAlso,
    SlugHistory,
    Source,
    Synonym,
    TargetGroup,
    UnansweredQuestion,
)
from initiatives.revisions.recording import recorded
from tests.admin.routes import BLOCKED, CHIEF, EDITOR, EVERYBODY, MANAGER, MUNICIPAL, NO_ROLE, VISITOR
from tests.factories import make_initiative

# A word in each thing that is not for everybody, and who may read it.
DRAFT, PROPOSAL, ACCOUNT, LOG, SUPERUSER = "zzconcept", "zzvoorstel", "zzaccount", "zzlogboek", "zzopper"
READERS = {
    DRAFT: {MANAGER, CHIEF, EDITOR},
    PROPOSAL: {MANAGER, CHIEF},
    ACCOUNT: {MANAGER},
    LOG: {MANAGER},
    SUPERUSER: set(),
}


@dataclass(frozen=True)
class World:
    """The records that requests are about, by name, and a signed-in browser for each kind of account."""

    records: dict[str, Model]
    browsers: dict[str, Client]
    cookies: dict[str, str]

    def __getitem__(self, name: str) -> Model:
        return self.records[name]

    def send(self, account: str, method: str, address: str, data: dict | None = None) -> tuple[HttpResponse, str]:
        """Send a request; return the response with its headers and content as text, in lower case."""
        browser = self.browsers[account]
        browser.cookies = SimpleCookie(self.cookies[account])  # a response may have signed out
        response = getattr(browser, method)(address, data) if data else getattr(browser, method)(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        return response, f"{response.headers}{content.decode(errors='replace')}".lower()


def make_world(sign_in, handler) -> World:
    """Make the records and sign every kind of account in.

    Args:
        sign_in: the fixture `signed_in`.
        handler: the chain of middleware that all browsers share.
    """
    colleague = User.objects.create_user(
        "collega", f"{ACCOUNT}@example.nl", last_name=ACCOUNT, is_staff=True, password="paard batterij"
    )
    chief = User.objects.create_superuser(SUPERUSER, f"{SUPERUSER}@example.nl", last_name=SUPERUSER)
    with recorded(by=colleague, how="Proef"):
        initiatives = _make_initiatives()
        organisation = Organisation.objects.create(slug="ongebruikt", name="Ongebruikt")
    _refer_to_draft(initiatives)
    log(EventKind.ACCOUNT, by=colleague, about=colleague, detail=LOG)
    published = initiatives["published"]
    proposals = propose(record=published, changes={"title": ("Openbaar", PROPOSAL)}, by=colleague, why=PROPOSAL)
    records = initiatives | {
        "account": colleague,
        "superuser": chief,
        "event": Event.objects.filter(detail=LOG).get(),
        "proposal": proposals[0],
        "question": UnansweredQuestion.objects.create(day=date(2026, 1, 5), words="ruimtevaart"),
        "slughistory": SlugHistory.objects.create(kind="category", slug="oud", category=Category.objects.first()),
        "organisation": organisation,
        "merger": merge(record=Organisation.objects.create(slug="weg", name="Weg"), into=organisation, by=colleague),
    }
    for model in (Category, TargetGroup, Approach, Municipality, Province, Source, Recommendation, Synonym):
        records[model._meta.model_name] = model.objects.first()
    records["targetgroup"] = TargetGroup.objects.exclude(reach=[]).first()
    for model in (LoadedRecord, SearchRow, SearchWord, CatalogueVersion):
        records[model._meta.model_name] = model.objects.first()
    browsers = {account: _browser(account, sign_in, handler) for account in EVERYBODY}
    cookies = {account: browser.cookies.output(header="", sep=";") for account, browser in browsers.items()}
    return World(records, browsers, cookies)


def _make_initiatives() -> dict[str, Initiative]:
    texts = {name: f"{DRAFT} {name}" for name in ("title", "summary", "description", "region")}
    made = {
        "published": make_initiative("openbaar"),
        "own draft": make_initiative("eigen-concept", status="draft"),
        "archived": make_initiative("gearchiveerd", status="archived"),
        "draft elsewhere": make_initiative(DRAFT, status="draft", municipalities=("urk",), **texts),
        "published elsewhere": make_initiative("openbaar-elders", municipalities=("urk",)),
    }
    for initiative in made.values():
        reversion.add_to_revision(initiative)
    Link.objects.create(initiative=made["draft elsewhere"], url=f"https://{DRAFT}.example.org/", label=DRAFT)
    return made


def _refer_to_draft(initiatives: dict[str, Initiative]) -> None:
    """Let everything that can refer to an initiative refer to the draft elsewhere."""
    draft = initiatives["draft elsewhere"]
    SeeAlso.objects.create(initiative=initiatives["published"], other=draft)
    SeeAlso.objects.create(initiative=initiatives["own draft"], other=draft)
    group = TargetGroup.objects.exclude(reach=[]).first()
    AdviceExample.objects.create(initiative=draft, target_group=group, kind=AdviceKind.REACH, advice=group.reach[0])
    Illustration.objects.create(initiative=draft, recommendation=Recommendation.objects.first())
    Finding.objects.create(approach=Approach.objects.first(), number=99, text="Proef.").initiatives.add(draft)


def _browser(account: str, sign_in, handler) -> Client:
    if account == VISITOR:
        browser = Client()
    else:
        role = {BLOCKED: MANAGER, NO_ROLE: ""}.get(account, account)
        browser = sign_in(role, f"proef-{account}", ["almere"] if role == MUNICIPAL else [])
        User.objects.filter(pk=browser.user.pk).update(is_active=account != BLOCKED)
    browser.handler, browser.raise_request_exception = handler, False
    return browser
