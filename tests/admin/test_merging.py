"""The pages of merging: choose, look, confirm, undo; and the warning for a name that is there already."""

import re

import pytest
from lxml import html

from initiatives.actions.merging.plan import plan_merger
from initiatives.models import Approach, Category, Event, Initiative, Merger, Organisation, Synonym, TargetGroup
from initiatives.revisions.recording import recorded
from tests.admin.forms import address, form_of, save
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db

MERGERS = "/beheer/samenvoegen/"


def page_of(record):
    return address(type(record), "samenvoegen", record.pk)


def confirm(browser, record, into, **changes):
    """Send the form of the preview as it stands."""
    (form,) = [form for form in html.fromstring(preview(browser, record, into)).forms if form.fields.get("seen")]
    return browser.post(page_of(record), {**dict(form.form_values()), **changes})


def preview(browser, record, into):
    return browser.get(page_of(record), {"in": into.pk}).content.decode()


@pytest.fixture
def pair():
    with recorded(how="Proef"):
        goes = Organisation.objects.create(slug="zonnepit", name="Zonnepit", website="https://zonnepit.example.org/")
        stays = Organisation.objects.create(slug="stichting-zonnepit", name="Stichting De Zonnepit")
    return goes, stays


def test_other_is_found_by_its_words_or_because_it_looks_alike(editor, pair):
    goes, stays = pair
    url = f'href="{page_of(goes)}?in={stays.pk}"'
    page = editor.get(page_of(goes)).content.decode()
    assert "Lijkt op “Zonnepit”" in page
    assert url in page
    assert "Voedselbank" not in page
    page = editor.get(page_of(goes), {"zoek": "zonnepit"}).content.decode()
    assert page.count(url) == 2
    assert f"in={goes.pk}" not in page
    assert "Niets gevonden voor “qqq”" in editor.get(page_of(goes), {"zoek": "qqq"}).content.decode()
    for key in ("abc", "²", "9" * 30, goes.pk, "-1"):
        assert "bestaat niet of niet meer" in editor.get(page_of(goes), {"in": key}).content.decode()


def test_preview_names_every_record_that_changes_and_writes_nothing(editor):
    goes = max(Category.objects.all(), key=lambda category: category.initiatives.count())
    stays = Category.objects.exclude(pk=goes.pk).first()
    events = Event.objects.count()
    page = preview(editor, goes, stays)
    for initiative in goes.initiatives.all():
        assert f'href="{address(Initiative, "change", initiative.pk)}"' in page
    assert f"({goes.initiatives.count()})" in page
    assert goes.get_absolute_url() in page
    assert Event.objects.count() == events


def test_chosen_text_stays_and_message_leads_to_undoing(editor):
    goes, stays = (make_initiative(slug, summary=f"Tekst van {slug}.") for slug in ("gaat", "blijft"))
    response = confirm(editor, goes, stays, **{"keuze-summary": "ander"})
    assert (response.status_code, response["Location"]) == (302, address(Initiative, "change", stays.pk))
    stays.refresh_from_db()
    assert stays.summary == "Tekst van gaat."
    merger = Merger.objects.get()
    url = f"{MERGERS}{merger.pk}/"
    assert re.search(f"href=['\"]{url}", editor.get(response["Location"]).content.decode())
    for page in (address(Initiative, "history", stays.pk), address(Event, ""), MERGERS):
        assert f'href="{url}"' in editor.get(page).content.decode(), page
    response = editor.post(url)
    assert response["Location"] == address(Initiative, "change", goes.pk)
    stays.refresh_from_db()
    assert stays.summary == "Tekst van blijft."
    assert Initiative.objects.get(pk=goes.pk).mentions.count() == 1
    assert Event.objects.first().detail == "samenvoegen met Blijft ongedaan gemaakt"
    assert url not in editor.get(address(Initiative, "history", stays.pk)).content.decode()
    assert "al ongedaan gemaakt" in editor.post(url).content.decode()


def test_outdated_preview_is_refused_and_shown_again(editor, pair):
    goes, stays = pair
    seen = plan_merger(goes, stays).digest
    save(editor, stays, website="https://nieuw.example.org/")
    response = editor.post(page_of(goes), {"into": stays.pk, "seen": seen, "keuze-website": "eigen"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Er is intussen iets gewijzigd" in page
    assert "https://nieuw.example.org/" in page
    assert Organisation.objects.filter(pk=goes.pk).exists()
    assert confirm(editor, goes, stays).status_code == 302


def test_answers_that_no_page_offers_are_refused(editor, pair):
    goes, stays = pair
    Organisation.objects.filter(pk=stays.pk).update(website="https://ander.example.org/")
    response = confirm(editor, goes, stays, **{"keuze-website": "zomaar"})
    assert "Kies bij elk veld welke tekst blijft." in response.content.decode()
    assert not Merger.objects.exists()
    assert confirm(editor, goes, stays, **{"keuze-name": "ander"}).status_code == 302
    assert Organisation.objects.get(pk=stays.pk).name == stays.name


def test_refused_merger_has_no_button_and_leads_the_other_way(editor):
    public, draft = make_initiative("openbaar"), make_initiative("concept", status="draft", published_at=None)
    page = preview(editor, public, draft)
    assert "Dan zou een openbare pagina verdwijnen" in page
    assert f'href="{page_of(draft)}?in={public.pk}"' in page
    assert 'value="Samenvoegen"' not in page
    assert 'value="Samenvoegen"' in preview(editor, draft, public)
    assert confirm(editor, public, draft).status_code == 200
    assert Initiative.objects.filter(pk=public.pk).exists()


def test_undoing_names_what_was_changed_and_puts_back_the_rest(editor):
    goes, stays = Category.objects.get(slug="taal"), Category.objects.get(slug="werk")
    changed, other = (make_initiative(slug, categories=("taal",)) for slug in ("gewijzigd", "gelijk"))
    confirm(editor, goes, stays)
    save(editor, changed, categories=[Category.objects.get(slug="eenzaamheid").pk])
    url = f"{MERGERS}{Merger.objects.get().pk}/"
    page = editor.post(url).content.decode()
    assert "na het samenvoegen iets gewijzigd" in page
    assert re.search(r">Gewijzigd</a>\s*\(categorieën\)", page)
    assert 'name="partly"' in page
    assert not Category.objects.filter(slug="taal").exists()
    assert editor.post(url, {"partly": "ja"}).status_code == 302
    assert other.categories.get().slug == "taal"
    assert changed.categories.get().slug == "eenzaamheid"


def test_page_of_mergers_has_what_looks_alike(editor, pair):
    goes, stays = pair
    page = editor.get(MERGERS).content.decode()
    assert f"?in={stays.pk}" in page or f"?in={goes.pk}" in page
    confirm(editor, goes, stays)
    page = editor.get(MERGERS).content.decode()
    assert "Er zijn geen namen die op elkaar lijken" in page
    assert "“Zonnepit” (organisatie) ging op in “Stichting De Zonnepit”" in page


def test_gone_records_and_mergers_are_not_found(editor, pair):
    goes, stays = pair
    confirm(editor, goes, stays)
    assert editor.get(page_of(goes)).status_code == 404
    assert editor.get(f"{MERGERS}999999/").status_code == 404


NAMES = [
    (Organisation, {"name": "De Vierde Wand", "slug": "vierde-wand"}, {"name": "Stichting vierde wand", "slug": "w"}),
    (Category, {"name": "Rouw & verlies", "slug": "rouw"}, {"name": "rouw en verlies", "slug": "verlies"}),
    (TargetGroup, {"name": "Belgische grensgangers", "slug": "bg"}, {"name": "belgische-grensgangers", "slug": "g"}),
    (Approach, {"name": "Café op wielen", "slug": "cow", "summary": "Zo."}, {"name": "Cafe op wielen", "slug": "c"}),
    (Synonym, {"word": "zweefsigaar", "also": ["luchtschip"]}, {"word": "Luchtschip", "also": "zeppelin"}),
]


@pytest.mark.parametrize(("model", "known", "typed"), NAMES, ids=lambda value: getattr(value, "__name__", ""))
def test_name_that_is_there_already_is_warned_of_and_never_blocked(editor, model, known, typed):
    if model is Category:
        Category.objects.last().delete()  # there can be no more than 24
    existing = model.objects.create(**known)
    url = address(model, "add")
    values = {**form_of(editor.get(url)), "summary": "Zo.", **typed}
    response = editor.post(url, values)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Bedoelt u dit?" in page
    assert f'href="{address(model, "change", existing.pk)}"' in page
    assert model.objects.filter(pk__gt=existing.pk).count() == 0
    response = editor.post(url, {**form_of(response), "is_another": "on"})
    assert response.status_code == 302
    made = model.objects.get(pk__gt=existing.pk)
    assert "Bedoelt u" not in save(editor, made, order=3).content.decode()


def test_other_names_are_not_warned_of(editor):
    url = address(Organisation, "add")
    Organisation.objects.create(slug="een", name="Welzijn Noord")
    values = {**form_of(editor.get(url)), "name": "Welzijn Zuid", "slug": "twee"}
    assert editor.post(url, values).status_code == 302


def test_writers_who_may_not_merge_are_warned_too(signed_in):
    Organisation.objects.create(slug="een", name="Welzijn Noord")
    writer, url = signed_in("redacteur"), address(Organisation, "add")
    values = {**form_of(writer.get(url)), "name": "Stichting Welzijn Noord", "slug": "twee"}
    assert "Bedoelt u dit?" in writer.post(url, values).content.decode()
    assert writer.get(MERGERS).status_code == 403
    assert "samenvoegen" not in writer.get("/beheer/").content.decode().lower()
