"""Previews of drafts and proposals: who sees them, for how long, and that nothing public changes by them."""

import logging
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.logs import AddressFilter
from initiatives.actions.previewing import make_link
from initiatives.actions.proposing import decide, propose
from initiatives.choices import AdviceKind
from initiatives.models import (
    Approach,
    Category,
    Event,
    Initiative,
    Municipality,
    Organisation,
    PreviewLink,
    Proposal,
    Recommendation,
    SeeAlso,
    Source,
    TargetGroup,
)
from initiatives.revisions.state import state_of
from initiatives.search.index import snapshot
from initiatives.search.index.version import current_version
from initiatives.views.previews import PAGES
from tests.admin.forms import address, save
from tests.factories import make_initiative
from tests.views.pages import text

pytestmark = pytest.mark.django_db
CANARY = "kanariepietje"


@pytest.fixture
def writer(signed_in):
    return signed_in("redacteur")


@pytest.fixture
def chief(signed_in):
    return signed_in("eindredacteur")


@pytest.fixture
def draft():
    return make_initiative("concept", status="draft", summary=f"Een {CANARY}.", searchable=False)


def page_of(record):
    return address(type(record), "voorvertoning", record.pk)


def shown(record, query=""):
    return f"/beheer/voorvertoning/{record._meta.model_name}/{record.pk}/{query}"


def link(browser, record, shows="nu", days=7):
    """The path of a link that an editor makes."""
    page = text(browser.post(page_of(record), {"shows": shows, "days": days}))
    return re.search(r'value="http://testserver(/voorbeeld/[^"]+)"', page)[1]


def main(response):
    """What a page says of its record, as visitors read it."""
    article = re.search(r'<div class="initiative__text">.*</dl>', text(response), re.DOTALL)
    return article[0]


def test_draft_is_seen_by_its_link_only(writer, client, draft):
    path = link(writer, draft)
    response = client.get(path)
    page = text(response)
    assert (response.status_code, CANARY in page) == (200, True)
    assert "De pagina is nog niet openbaar." in page
    assert "U kunt het bekijken tot" in page
    for public in (
        "/initiatieven/?doelgroep=ouderen",
        "/gemeenten/almere/",
        "/initiatieven.atom",
        "/sitemap-initiatieven.xml",
    ):
        assert CANARY not in text(client.get(public))
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert draft.get_absolute_url() not in page
    assert "canonical" not in page
    assert "ld+json" not in page
    assert path not in page
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "Disallow: /voorbeeld/" in text(client.get("/robots.txt"))


def test_link_shows_the_draft_as_it_will_be(writer, client, draft):
    path = link(writer, draft)
    before = main(client.get(path))
    Initiative.objects.filter(pk=draft.pk).update(status="published", published_at=timezone.now())
    assert main(client.get(draft.get_absolute_url())) == before
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, draft.get_absolute_url())


def test_draft_without_anything_can_be_previewed(writer):
    empty = Initiative.objects.create(slug="leeg", title="Leeg")
    assert writer.get(shown(empty)).status_code == 200


@pytest.mark.parametrize(("path", "status"), [("{}", 200), ("/voorbeeld/onzin/", 404), ("/voorbeeld/\0/", 400)])
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options"])
def test_no_response_can_be_stored_indexed_framed_or_traced(writer, client, draft, path, status, method):
    response = getattr(client, method)(path.format(link(writer, draft)))
    is_refused = method not in ("get", "head") and status != 400
    assert response.status_code == (405 if is_refused else status)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert "ETag" not in response
    assert not response.cookies


def test_unknown_expired_revoked_and_orphaned_links_get_the_same_answer(signed_in, chief, client, draft):
    writers = [signed_in("redacteur", name) for name in ("een", "twee", "drie", "vier")]
    paths = [link(writer, draft) for writer in writers]
    assert {client.get(path).status_code for path in paths} == {200}
    links = {made.made_by.username: made for made in PreviewLink.objects.select_related("made_by")}
    moments = {"made_at": timezone.now() - timedelta(days=9), "expires_at": timezone.now() - timedelta(seconds=1)}
    PreviewLink.objects.filter(made_by__username="een").update(**moments)
    writers[1].post(page_of(draft), {"intrekken": links["twee"].pk})
    User.objects.filter(username="drie").update(is_active=False)
    chief.post(page_of(draft), {"intrekken": links["vier"].pk})
    answers = [client.get(path) for path in (*paths, "/voorbeeld/onzin/", f"/voorbeeld/{'a' * 20_000}/")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert "Dit voorbeeld is er niet" in text(answers[0])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(paths[0])
    assert len(queries) == 1


def test_token_is_kept_nowhere(writer, draft):
    token = link(writer, draft).split("/")[2]
    assert len(token) == 43
    made = PreviewLink.objects.get()
    assert token not in str(vars(made))
    assert token not in str(list(Event.objects.values()))
    assert timedelta(days=6.9) < made.expires_at - timezone.now() < timedelta(days=7)
    line = logging.LogRecord("a", 40, "", 0, "%s", (f"Not Found: /voorbeeld/{token}/",), None)
    AddressFilter().filter(line)
    assert line.getMessage() == "Not Found: /voorbeeld/***/"
    assert token not in text(writer.get(page_of(draft)))


def test_making_and_revoking_stand_in_the_log(writer, draft):
    link(writer, draft)
    writer.post(page_of(draft), {"intrekken": PreviewLink.objects.get().pk})
    kinds = Event.objects.filter(object_id=draft.pk).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["link-gemaakt", "link-ingetrokken"]


@pytest.mark.parametrize("days", [0, 15, "abc", "", "9" * 5_000])
def test_link_works_at_most_14_days(writer, draft, days):
    page = text(writer.post(page_of(draft), {"shows": "nu", "days": days}))
    assert "errorlist" in page
    assert not PreviewLink.objects.exists()


def test_database_refuses_a_longer_link(writer, draft):
    with pytest.raises(IntegrityError, match="preview_link_age"), transaction.atomic():
        make_link(record=draft, days=15, by=writer.user)


def test_nobody_else_makes_or_revokes_links(signed_in, writer, client, draft):
    link(writer, draft)
    key = PreviewLink.objects.get().pk
    neighbour = signed_in("gemeenteredacteur", municipalities=["urk"])
    other = signed_in("redacteur", "ander")
    assert client.get(shown(draft)).status_code == client.get(page_of(draft)).status_code == 302
    assert [neighbour.get(url).status_code for url in (shown(draft), page_of(draft))] == [404, 404]
    for browser in (client, neighbour, other):
        browser.post(page_of(draft), {"intrekken": key})
        assert PreviewLink.objects.valid().exists()
    assert "Links die nu werken" not in text(other.get(page_of(draft)))
    local = signed_in("gemeenteredacteur", "plaatselijk", municipalities=["almere"])
    assert CANARY in text(local.get(shown(draft)))


def test_own_preview_leads_back(writer, draft):
    assert page_of(draft) in text(writer.get(address(Initiative, "change", draft.pk)))
    page = text(writer.get(shown(draft)))
    assert "Alleen u ziet dit." in page
    assert page_of(draft) in page


def test_published_initiative_has_nothing_to_preview(writer):
    record = make_initiative()
    assert page_of(record) not in text(writer.get(address(Initiative, "change", record.pk)))
    assert "Er is niets om te bekijken" in text(writer.get(page_of(record)))
    writer.post(page_of(record), {"shows": "nu", "days": 7})
    assert not PreviewLink.objects.exists()
    assert writer.get(shown(record))["Location"] == record.get_absolute_url()


def changed(record):
    """A value for every kind of field that an editor can change, as a state has them."""
    other, another = make_initiative("ander", searchable=False), make_initiative("elders", searchable=False)
    source, mention = Source.objects.last(), record.mentions.get()
    SeeAlso.objects.create(initiative=record, other=another)
    return {
        "title": "Anders genoemd",
        "description": "Een <b>andere</b> tekst.",
        "phase": "afgerond",
        "started": "2020-04-01",
        "channels": ["telefonisch"],
        "municipalities": list(Municipality.objects.filter(slug__in=["urk", "alkmaar"]).values_list("pk", flat=True)),
        "target_groups": list(TargetGroup.objects.filter(slug="jongeren").values_list("pk", flat=True)),
        "organisations": [Organisation.objects.first().pk],
        f"mentions:{mention.pk}": {
            "source": source.pk,
            "locator": "nr. 99",
            "order": None,
            "printed_name": "Zo heet het",
            "printed_category": "",
            "printed_target_group": "",
            "printed_municipality": "",
        },
        "links:999999": {"url": "https://een.example.org/", "label": "Een link", "kind": "website"},
        "see_also_rows:999999": {"other": other.pk},
        f"see_also_rows:{record.see_also_rows.get().pk}": None,
    }


def test_proposals_are_applied_in_memory_only(writer, chief, client):
    record = make_initiative(channels=["digitaal"])
    values = changed(record)
    now = state_of(record)
    propose(record=record, changes={name: (now.get(name), new) for name, new in values.items()}, by=writer.user)
    path = link(writer, record, shows=f"van={writer.user.pk}")
    public = client.get(record.get_absolute_url())
    version, index = current_version(), snapshot.current_index()
    with CaptureQueriesContext(connection) as queries:
        seen = client.get(path)
    assert all(query["sql"].strip().startswith("SELECT") for query in queries)
    assert not any("advisory" in query["sql"] for query in queries)
    assert (current_version(), snapshot._newest) == (version, index)
    assert "De wijzigingen op deze pagina zijn nog niet openbaar." in text(seen)
    assert "Anders genoemd" in text(seen)
    assert client.get(record.get_absolute_url()).content == public.content
    assert state_of(Initiative.objects.get(pk=record.pk)) == now
    answers = dict.fromkeys(Proposal.objects.values_list("pk", flat=True), "")
    decide(record=Initiative.objects.get(pk=record.pk), accepted=answers, refused={}, by=chief.user)
    assert main(client.get(record.get_absolute_url())) == main(seen)
    assert client.get(path)["Location"] == record.get_absolute_url()


def test_one_proposal_or_those_of_one_author(signed_in, writer, chief):
    record = make_initiative()
    save(writer, record, summary="Van de een.", region="")
    save(signed_in("redacteur", "ander"), record, summary="Van de ander.")
    mine, theirs = Proposal.objects.order_by("pk")
    review = f"/beheer/initiatives/proposal/initiative/{record.pk}/"
    assert f'href="{shown(record, f"?voorstel={mine.pk}")}"' in text(chief.get(review))
    assert f'href="{shown(record, f"?van={writer.user.pk}")}"' in text(chief.get(review))
    assert "Van de een." in text(chief.get(shown(record, f"?van={writer.user.pk}")))
    assert "Van de ander." in text(chief.get(shown(record, f"?voorstel={theirs.pk}")))
    assert writer.get(shown(record, f"?voorstel={theirs.pk}")).status_code == 302  # not theirs to see
    assert writer.get(shown(record, "?voorstel=²&van=" + "9" * 40)).status_code == 302
    page = text(writer.post(page_of(record), {"shows": f"voorstel={theirs.pk}", "days": 7}))
    assert ("errorlist" in page, PreviewLink.objects.exists()) == (True, False)
    assert "Van de een." in text(writer.get(link(writer, record, f"van={writer.user.pk}")))


OTHERS = {
    TargetGroup: {"name": "Nieuwe naam", "description": "Nieuwe tekst."},
    Category: {"name": "Nieuwe naam", "description": "Nieuwe tekst."},
    Approach: {"name": "Nieuwe naam", "summary": "Nieuwe tekst."},
    Source: {"title": "Nieuwe naam", "description": "Nieuwe tekst."},
    Municipality: {"name": "Nieuwe naam", "population": 123_456},
    Recommendation: {"title": "Nieuwe naam", "text": "Nieuwe tekst."},
}


@pytest.mark.parametrize("model", OTHERS)
def test_proposals_for_words_places_and_sources_can_be_previewed(writer, chief, client, model):
    assert {Initiative, *OTHERS} == set(PAGES)
    record = model.objects.order_by("pk").last()
    public = client.get(record.get_absolute_url()).content
    propose(record=record, changes={name: (None, new) for name, new in OTHERS[model].items()}, by=writer.user)
    page = text(client.get(link(chief, record, f"van={writer.user.pk}")))
    assert "Nieuwe naam" in page
    assert ("123.500" if model is Municipality else "Nieuwe tekst.") in page
    assert "canonical" not in page
    assert client.get(record.get_absolute_url()).content == public


def test_parts_of_words_show_published_initiatives_only(writer):
    record, hidden = make_initiative("zichtbaar"), make_initiative("verborgen", status="draft", searchable=False)
    group = TargetGroup.objects.exclude(attention="").exclude(reach=[]).first()
    approach = Approach.objects.first()
    recommendation = Recommendation.objects.first()
    example = {"kind": AdviceKind.REACH, "advice": group.reach[0]}
    parts = {
        group: {f"advice_examples:99999{key}": example | {"initiative": key} for key in (record.pk, hidden.pk)},
        approach: {
            f"findings:99999{row.pk}": {"number": 900 + row.pk, "text": f"Zin {row.pk}.", "initiatives": [row.pk]}
            for row in (record, hidden)
        },
        recommendation: {
            f"illustrations:99999{key}": {"initiative": key, "why": f"Zin {key}.", "order": 0}
            for key in (record.pk, hidden.pk)
        },
    }
    for about, values in parts.items():
        propose(record=about, changes={name: (None, new) for name, new in values.items()}, by=writer.user)
        page = text(writer.get(shown(about, f"?van={writer.user.pk}")))
        assert record.get_absolute_url() in page
        assert hidden.get_absolute_url() not in page
        assert f"Zin {hidden.pk}." not in page


def test_part_that_refers_to_what_is_gone_is_left_out(writer):
    record = make_initiative()
    gone = {"other": 999_999_999}
    propose(record=record, changes={"see_also_rows:99": (None, gone), "title": ("", "Anders")}, by=writer.user)
    assert "Anders" in text(writer.get(shown(record, f"?van={writer.user.pk}")))


def test_record_without_a_page_has_no_preview(writer):
    organisation = Organisation.objects.first()
    assert writer.get(page_of(organisation)).status_code in (302, 404)
    assert writer.get(shown(organisation)).status_code == 404
