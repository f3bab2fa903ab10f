"""The page with links: who sees which, checking again, and the address of a copy."""

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from initiatives.choices import Role
from initiatives.linkcheck.uses import count_broken
from initiatives.models import Event, Initiative, Link, LinkCheck, Organisation, Proposal, Publication, Source
from initiatives.revisions.recording import record_first_versions
from initiatives.revisions.versions import versions_of
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db
PAGE = "/beheer/links/"
GONE, COPY = "https://weg.voorbeeld.nl/pagina", "https://web.archive.org/web/2020/https://weg.voorbeeld.nl/pagina"
ELSEWHERE = "https://elders.voorbeeld.nl/"


@pytest.fixture
def used():
    """A broken link of two initiatives and a source, and one of an initiative elsewhere."""
    one, two = make_initiative("een"), make_initiative("twee", status="draft")
    other = make_initiative("urk", municipalities=("urk",))
    for initiative, url in ((one, GONE), (two, GONE), (other, ELSEWHERE)):
        Link.objects.create(initiative=initiative, url=url, label="Link")
    Publication.objects.create(source=Source.objects.first(), title="Boek", url=GONE)
    for url in (GONE, ELSEWHERE):
        LinkCheck.objects.create(
            url=url, state="kapot", problem="De pagina is er niet (404).", failed_days=3, checked_at=timezone.now()
        )
    return one


def copies():
    return [row.archived_url for model in (Link, Publication) for row in model.objects.filter(url=GONE).order_by("pk")]


def keep(browser, url=COPY, check=GONE):
    key = LinkCheck.objects.get(url=check).pk
    return browser.post(f"{PAGE}?toestand=kapot", {"link": key, f"{key}-archived_url": url})


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_the_links_of_what_it_sees(signed_in, used, role, django_assert_max_num_queries):
    browser = signed_in(role, municipalities=["almere"] if role == Role.MUNICIPAL else [])
    with django_assert_max_num_queries(45):
        page = browser.get(PAGE).text
    assert GONE in page
    assert (ELSEWHERE in page) == (role != Role.MUNICIPAL)
    assert count_broken(browser.user) == (1 if role == Role.MUNICIPAL else 2)
    assert "De pagina is er niet (404)." in page
    assert "Werkte niet op 3 dagen" in page
    assert all(f"/{model}/" in page for model in ("initiative", "source"))


def test_page_without_links_says_so(signed_in):
    page = signed_in(Role.CHIEF).get(f"{PAGE}?toestand=paars&p=x")
    assert (page.status_code, "Er is niets." in page.text) == (200, True)


def test_copy_is_kept_with_every_use_in_one_revision(signed_in, used):
    record_first_versions()
    before = {record: versions_of(record).count() for record in (used, Source.objects.first())}
    chief = signed_in(Role.CHIEF)
    assert keep(chief).status_code == 302
    assert copies() == [COPY] * 3
    assert {record: versions_of(record).count() for record in before} == {key: n + 1 for key, n in before.items()}
    assert Event.objects.filter(detail=f"bewaarde kopie van {GONE}").count() == 3
    assert Initiative.objects.get(pk=used.pk).version == used.version + 1
    events = Event.objects.count()
    keep(chief)
    assert Event.objects.count() == events  # nothing changed
    keep(chief, "")
    assert copies() == [""] * 3


def test_copy_by_who_may_not_publish_is_a_proposal_where_the_public_sees_it(signed_in, used):
    keep(signed_in(Role.EDITOR))
    assert sorted(copies()) == ["", "", COPY]  # that of the draft is written
    link = used.links.get()
    proposal = Proposal.objects.get(field=f"links:{link.pk}")
    assert (proposal.old["archived_url"], proposal.new["archived_url"]) == ("", COPY)
    chief = signed_in(Role.CHIEF)
    data = {f"besluit-{key}": "overnemen" for key in Proposal.objects.values_list("pk", flat=True)}
    for model, key in set(Proposal.objects.values_list("model", "object_id")):
        chief.post(f"/beheer/initiatives/proposal/{model}/{key}/", data)
    assert copies() == [COPY] * 3


def test_municipal_editor_changes_own_initiatives_only(signed_in, used):
    browser = signed_in(Role.MUNICIPAL, municipalities=["almere"])
    assert keep(browser, check=ELSEWHERE).status_code == 404
    keep(browser)
    assert Publication.objects.get(url=GONE).archived_url == ""
    assert {proposal.model for proposal in Proposal.objects.all()} == {"initiative"}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://voorbeeld.nl/", "geen adres", "https://" + "x" * 500])
def test_what_is_no_address_is_refused_in_place(signed_in, used, url):
    response = keep(signed_in(Role.CHIEF), url)
    assert response.status_code == 400
    assert 'class="errorlist"' in response.text
    assert copies() == [""] * 3


def test_checking_again_is_left_to_the_worker(signed_in, used):
    browser, key = signed_in(Role.EDITOR), LinkCheck.objects.get(url=GONE).pk
    response = browser.post(PAGE, {"link": key, "opnieuw": "ja"}, follow=True)
    assert "1 link wordt gecontroleerd" in response.text
    assert "Wordt gecontroleerd" in response.text
    assert LinkCheck.objects.get(pk=key).requested_at
    assert DBTaskResult.objects.count() == 1
    assert [browser.post(PAGE, data).status_code for data in ({}, {"link": "x"}, {"link": "9" * 30})] == [404] * 3


@pytest.mark.parametrize("model", ["initiative", "source"])
def test_list_has_the_links_of_a_selection_checked(signed_in, used, model):
    organisation = Organisation.objects.create(slug="x", name="X", website="https://x.voorbeeld.nl/")
    used.organisations.add(organisation)
    row = used if model == "initiative" else Source.objects.first()
    data = {"action": "check_links", "_selected_action": [row.pk]}
    response = signed_in(Role.CHIEF).post(f"/beheer/initiatives/{model}/", data, follow=True)
    asked = set(LinkCheck.objects.exclude(requested_at=None).values_list("url", flat=True))
    assert GONE in asked
    assert (organisation.website in asked) == (model == "initiative")
    assert ELSEWHERE not in asked
    assert "gecontroleerd. Kijk over een minuut" in response.text
