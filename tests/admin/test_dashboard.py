"""The start page: each number is that of the list behind it, for what the editor may see."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from initiatives.actions.log import log
from initiatives.actions.proposing import propose
from initiatives.checking import stored
from initiatives.choices import EventKind, Role, Status
from initiatives.models import Initiative, LinkCheck, UnansweredQuestion
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(no_initiatives):
    """Something of everything, in Almere and in Leiden."""
    cache.clear()
    for place in ("almere", "leiden"):
        here = {"municipalities": (place,)}
        for slug in (f"openbaar-{place}", f"ook-{place}"):
            text = f"Vrijwilligers bellen in {place} elke week met ouderen die alleen wonen en weinig bezoek krijgen."
            double = make_initiative(slug, title=f"Belmaatjes {place}", summary=text, **here)
            double.links.create(url=f"https://{place}.example/belmaatjes", label="Zelfde")
        make_initiative(f"wacht-{place}", status=Status.REVIEW, **here)
        make_initiative(f"half-{place}", status=Status.DRAFT, approaches=(), **here)
        initiative = Initiative.objects.get(slug=f"openbaar-{place}")
        initiative.links.create(url=f"https://{place}.example/weg", label="Weg")
        LinkCheck.objects.create(url=f"https://{place}.example/weg", state="kapot", failed_days=3)
    UnansweredQuestion.objects.create(day=date(2026, 11, 30), words="zweefsigaar")


def numbers(browser):
    return {tile.label: tile.number for tile in browser.get("/beheer/").context["tiles"]}


def test_chief_sees_everything_that_waits(signed_in, work):
    initiative = Initiative.objects.get(slug="openbaar-almere")
    chief = signed_in(Role.CHIEF)
    propose(record=initiative, changes={"title": ("Belmaatjes almere", "Beter")}, by=chief.user)
    number = len(stored.renew().findings)
    assert numbers(chief) == {
        "Te beoordelen": 2,
        "Voorstellen": 1,
        "Nog niet compleet": 2,
        "Wat kan beter": number,
        "Waarschijnlijk dubbel": 2,
        "Kapotte links": 2,
        "Lang niet nagekeken": 4 + chief.get("/beheer/nakijken/").content.decode().count("Document gezien</button>"),
        "Vragen zonder antwoord": 1,
    }
    assert number >= 2


def test_municipal_editor_sees_the_own_municipality_only(signed_in, work):
    stored.renew()
    municipal = signed_in(Role.MUNICIPAL, municipalities=["almere"])
    assert numbers(municipal) == {
        "Te beoordelen": 1,
        "Voorstellen": 0,
        "Nog niet compleet": 1,
        "Wat kan beter": len([finding for finding in stored.latest().findings if finding.row.endswith("-almere")]),
        "Waarschijnlijk dubbel": 1,
        "Kapotte links": 1,
        "Lang niet nagekeken": 2,
    }
    text = (
        municipal.get("/beheer/bevindingen/").content.decode() + municipal.get("/beheer/onvolledig/").content.decode()
    )
    assert "leiden" not in text.lower()


@pytest.mark.parametrize("role", [Role.CHIEF, Role.EDITOR])
def test_each_number_leads_to_a_list_with_as_many(signed_in, work, role):
    stored.renew()
    browser = signed_in(role)
    for tile in browser.get("/beheer/").context["tiles"]:
        context = browser.get(tile.url).context
        if "cl" in context:
            number = context["cl"].result_count
        elif "number" in context:
            number = context["number"]
        else:
            number = context["page"].paginator.count + len(context.get("sources", ()))
        assert (tile.label, number) == (tile.label, tile.number)


def test_findings_are_those_of_the_command(signed_in, work):
    output = StringIO()
    with pytest.raises(CommandError):
        call_command("check_catalogue", database=True, as_json=True, stdout=output)
    listed = json.loads(output.getvalue())["findings"]
    chief = signed_in(Role.CHIEF)
    context = chief.get("/beheer/bevindingen/").context
    pages = range(1, context["page"].paginator.num_pages + 1)
    rows = [row for page in pages for row in chief.get(f"/beheer/bevindingen/?p={page}").context["rows"]]
    assert [finding.rule for finding in context["result"].findings] == [finding["rule"] for finding in listed]
    assert context["number"] == len(listed)
    assert sum(len(row.findings) for row in rows) == len(listed)


def test_findings_are_counted_in_the_background(signed_in, work):
    chief = signed_in(Role.CHIEF)
    assert numbers(chief)["Wat kan beter"] is None
    assert numbers(chief)["Wat kan beter"] is None
    assert DBTaskResult.objects.filter(task_path="initiatives.tasks.check_catalogue").count() == 1
    number = len(stored.renew().findings)
    assert numbers(chief)["Wat kan beter"] == number
    make_initiative("nieuw")
    assert numbers(chief)["Wat kan beter"] == number
    assert DBTaskResult.objects.filter(task_path="initiatives.tasks.check_catalogue").count() == 2


def test_incomplete_draft_says_what_it_misses(signed_in, work):
    rows = signed_in(Role.CHIEF).get("/beheer/onvolledig/").context["rows"]
    assert {(draft.slug, *(lack.message for lack in missing)) for draft, _, missing in rows} == {
        ("half-almere", "Kies één tot drie aanpakken."),
        ("half-leiden", "Kies één tot drie aanpakken."),
    }


def test_latest_changes_are_of_everybody_but_not_of_elsewhere(signed_in, work):
    chief, municipal = signed_in(Role.CHIEF), signed_in(Role.MUNICIPAL, municipalities=["almere"])
    for slug in ("half-almere", "half-leiden"):
        log(EventKind.CHANGED, by=chief.user, about=Initiative.objects.get(slug=slug))
    log(EventKind.SIGN_IN_FAILED, by=None)
    titles = [event.title for event, _ in municipal.get("/beheer/").context["latest"]]
    assert titles == ["Half-almere"]
    assert len(chief.get("/beheer/").context["latest"]) == 2


@pytest.mark.parametrize("drafts", [1, 25])
def test_start_page_makes_as_many_queries_with_more_drafts(
    signed_in, no_initiatives, django_assert_num_queries, drafts
):
    for number in range(drafts):
        make_initiative(f"half-{number}", status=Status.DRAFT, approaches=(), searchable=False)
    stored.renew()
    chief = signed_in(Role.CHIEF)
    chief.get("/beheer/")
    with django_assert_num_queries(22):
        chief.get("/beheer/")


def test_editor_without_a_role_has_no_tiles(signed_in, work):
    assert signed_in("geen rol").get(reverse("admin:index")).context["tiles"] == []
