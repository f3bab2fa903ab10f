"""What was public once and is not now answers 410, with a reason and a way on, and tells nothing of what it was."""

import pytest

from initiatives.actions.publishing import publish
from initiatives.models import Category, Initiative, Municipality, TargetGroup
from tests.factories import make_initiative
from tests.views.pages import text, titles

pytestmark = pytest.mark.django_db

FOR_NOW = "De redactie heeft dit initiatief weggehaald. Misschien komt het later terug."
FOR_GOOD = "De redactie heeft {} verwijderd."


@pytest.fixture
def secret():
    """An initiative with an address of before and one of now, in which nothing of its texts stands."""
    made = make_initiative("oud", title="Geheimzinnig plan", summary="Sssst.", description="Niemand mag dit weten.")
    Initiative.objects.filter(pk=made.pk).update(slug="soep-op-straat")
    return made


def answer(client, path, reason):
    """The page, once it is sure that it says 410 for this reason, and no more."""
    response = client.get(path)
    page = " ".join(text(response).split())
    assert (response.status_code, reason in page, page.count("<h1")) == (410, True, 1)
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page
    assert [word for word in ("Geheimzinnig", "Sssst", "Niemand mag") if word in page] == []
    return page


@pytest.mark.parametrize("status", ["draft", "review", "archived"])
def test_withdrawn_initiative_is_gone_until_it_is_published_again(client, secret, status):
    rows = Initiative.objects.filter(pk=secret.pk)
    rows.update(status=status)
    page = answer(client, "/initiatieven/soep-op-straat/?a=b", FOR_NOW)
    assert titles(client.get("/initiatieven/oud/")) == ["Dit staat niet meer in de catalogus · Corona-initiatieven"]
    assert '<a href="/initiatieven/?q=soep%20op%20straat">zoek op “soep op straat”</a>' in page
    assert client.get("/initiatieven/?q=soep%20op%20straat").status_code == 200
    assert "soep-op-straat" not in answer(client, "/initiatieven/oud/", FOR_NOW)
    if status == "archived":
        rows.update(status="draft")
    publish(initiatives=rows)
    assert client.get("/initiatieven/soep-op-straat/").status_code == 200
    assert client.get("/initiatieven/oud/")["Location"] == "/initiatieven/soep-op-straat/"


def test_deleted_initiative_is_gone_for_good_by_each_of_its_addresses(client, secret):
    secret.delete()
    for slug in ("oud", "soep-op-straat"):
        answer(client, f"/initiatieven/{slug}/", FOR_GOOD.format("dit initiatief"))


@pytest.mark.parametrize("status", ["draft", "review", "archived"])
def test_initiative_that_was_never_public_is_not_gone_but_unknown(client, status):
    draft = make_initiative("concept", status=status)
    assert client.get("/initiatieven/concept/").status_code == 404
    Initiative.objects.filter(pk=draft.pk).update(slug="ander-concept")
    draft.delete()
    assert [client.get(f"/initiatieven/{slug}/").status_code for slug in ("concept", "ander-concept")] == [404, 404]


@pytest.mark.parametrize(
    ("model", "path", "key", "slug", "name"),
    [
        (Municipality, "/gemeenten/", "gemeente", "urk", "deze gemeente"),
        (TargetGroup, "/doelgroepen/", "doelgroep", "kwetsbare-ouderen", "deze doelgroep"),
        (Category, "/categorieen/", "categorie", "taal", "deze categorie"),
    ],
)
def test_deleted_subject_is_gone_as_a_page_and_unknown_as_a_filter(client, model, path, key, slug, name):
    thing = model.objects.get(slug=slug)
    model.objects.filter(pk=thing.pk).update(slug="nieuw")
    thing.delete()
    codes = ["GM0184", "gm0184"] if model is Municipality else []
    for address in (slug, "nieuw", *codes):
        answer(client, f"{path}{address}/", FOR_GOOD.format(name))
        listed = client.get(f"/initiatieven/?{key}={address}&q=bellen")
        assert (listed.status_code, f"kennen wij “{address}” niet" in text(listed)) == (200, True)
