"""What editors have and the public has not: words in drafts, proposals, archived records and accounts stay inside."""

import logging

import pytest
from django.contrib.auth.models import User

from initiatives.actions.proposing import propose
from initiatives.models import Category, Initiative, Link, Mention, Organisation, Source
from initiatives.models.knowledge import LOCATED
from initiatives.revisions.state import state_of
from initiatives.search.index.writer import reindex
from tests.factories import make_initiative
from tests.views.pages import ALL_PAGES, EMBEDS

pytestmark = pytest.mark.django_db

CANARY = "zzkanariepiet"
ASKED = CANARY[:-2]  # pages repeat what was asked
FILES = [f"/initiatieven.{name}" for name in ("csv", "json", "xlsx", "ods", "atom")]
ELSEWHERE = [
    f"/initiatieven/?q={ASKED}",
    f"/initiatieven/?q={ASKED}+maatje",
    f"/suggesties?q={ASKED}",
    f"/api/v1/initiatieven?q={ASKED}",
    f"/initiatieven.csv?q={ASKED}",
    f"/embed/initiatieven/?q={ASKED}",
    *FILES,
    "/api/v1/initiatieven",
    "/api/v1/openapi.json",
    "/sitemap.xml",
    "/sitemap-initiatieven.xml",
    "/catalogus.ttl",
    "/catalogus.jsonld",
    "/datapackage.json",
    "/bronnen/lijst-initiatieven-kwetsbare-doelgroepen/",
    "/gemeenten/almere/",
    "/doelgroepen/ouderen/",
    "/categorieen/eenzaamheid/",
    "/aanpakken/maatje-of-buddy/",
    "/selectie/?i=concept&i=openbaar",
]


def hide(status):
    """An initiative that is not public, with the canary in every text and in what only it has."""
    texts = {name: f"{CANARY} {name}" for name in ("title", "summary", "description", "region", "story_text")}
    texts |= {name: CANARY for name in LOCATED if name != "continues"}
    texts |= {f"{name}_locator": CANARY for name in LOCATED if name != "continues"}
    initiative = make_initiative(f"{CANARY}-{status}", status=status, scope="regionaal", story_figure="7", **texts)
    organisation = Organisation.objects.create(slug=f"{CANARY}-{status}", name=f"{CANARY} {status}")
    initiative.organisations.add(organisation)
    Link.objects.create(initiative=initiative, url=f"https://{CANARY}.example.org/", label=CANARY)
    Mention.objects.create(initiative=initiative, source=Source.objects.last(), locator=CANARY, printed_name=CANARY)


@pytest.fixture
def hidden():
    """The canary wherever editors can leave a word that is not public; a public neighbour for each relation."""
    user = User.objects.create_user(CANARY, f"{CANARY}@example.org", first_name=CANARY, is_staff=True)
    for status in ("draft", "review", "archived"):
        hide(status)
    public = make_initiative("openbaar")
    category = Category.objects.get(slug="eenzaamheid")
    for record in (public, category):
        state = state_of(record)
        names = [name for name, value in state.items() if isinstance(value, str) and name not in ("slug", "status")]
        propose(record=record, changes={name: (state[name], CANARY) for name in names}, by=user, why=CANARY)
    reindex(Initiative.objects.all())


def content_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content + str(response.headers).encode()


def test_nothing_of_it_is_in_any_public_answer_or_log(hidden, client, caplog):
    caplog.set_level(logging.DEBUG)
    paths = [*ALL_PAGES.values(), *EMBEDS.values(), *ELSEWHERE]
    leaks = [path for path in paths if CANARY.encode() in content_of(client.get(path)).lower()]
    assert leaks == []
    for status in ("draft", "review", "archived"):
        slug = f"{CANARY}-{status}"
        answers = [client.get(f"/initiatieven/{slug}/"), client.get(f"/api/v1/initiatieven/{slug}")]
        assert {answer.status_code for answer in answers} <= {404, 410}
        assert f"{CANARY} title".encode() not in b"".join(answer.content for answer in answers)
    assert CANARY not in "".join(record.getMessage() for record in caplog.records if "GET" not in record.getMessage())
