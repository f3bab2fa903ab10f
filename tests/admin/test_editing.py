"""Adding, changing, publishing and deleting, and what the public sees of it."""

import re

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from initiatives.models import (
    Approach,
    Category,
    Event,
    Initiative,
    Municipality,
    Province,
    Source,
    TargetGroup,
)
from initiatives.models.base import TAKEN
from initiatives.revisions.records import record_of
from initiatives.search.index.version import current_version
from tests.admin.forms import address, errors, form_of, save
from tests.asking import ask
from tests.factories import make_initiative
from tests.proof import sample

pytestmark = pytest.mark.django_db


def test_editor_adds_an_initiative_with_mention_and_link(editor):
    url = "/beheer/initiatives/initiative/add/"
    values = form_of(editor.get(url)) | {
        "title": "De Nieuwe Soep",
        "slug": "de-nieuwe-soep",
        "summary": "Buren koken soep voor elkaar.",
        "status": "published",
        "scope": "lokaal",
        "municipalities": [Municipality.objects.get(slug="urk").pk],
        "categories": [Category.objects.get(slug="eenzaamheid").pk],
        "target_groups": [TargetGroup.objects.get(slug="ouderen").pk],
        "approaches": [Approach.objects.get(slug="maaltijden").pk],
        "channels": ["aan-huis", "buiten"],
        "mentions-TOTAL_FORMS": 1,
        "mentions-0-source": Source.objects.first().pk,
        "mentions-0-locator": "nr. 99",
        "mentions-0-order": 99,
        "links-TOTAL_FORMS": 1,
        "links-0-url": "https://voorbeeld.nl/soep",
        "links-0-label": "De soep",
        "links-0-kind": "website",
    }
    response = editor.post(url, values)
    assert (response.status_code, errors(response)) == (302, [])
    made = Initiative.objects.get(slug="de-nieuwe-soep")
    assert (made.channels, made.mentions.count(), made.links.count()) == (["aan-huis", "buiten"], 1, 1)
    assert made.published_at is not None
    assert [result.slug for result in ask(q="soep", gemeente="urk").search.results] == ["de-nieuwe-soep"]


# What cannot be saved of a published initiative, and what the editor is told.
WRONG = [
    ({"summary": ""}, "Schrijf een samenvatting."),
    ({"scope": "landelijk"}, "Een landelijk initiatief heeft geen gemeenten."),
    ({"municipalities": []}, "Kies bij een lokaal initiatief minstens één gemeente."),
    ({"scope": "regionaal"}, "Vul de regio in bij een regionaal initiatief, en alleen daar."),
    ({"target_groups": []}, "Kies minstens één doelgroep."),
    ({"categories": []}, "Kies minstens één categorie."),
    ({"approaches": []}, "Kies één tot drie aanpakken."),
    ({"costs": "€ 50"}, "Vul de vindplaats in van de kosten."),
    ({"mentions-0-DELETE": "on"}, "Voeg minstens één vermelding toe: waar staat dit initiatief in een bron?"),
    ({"started": "01-05-2021", "ended": "01-05-2020"}, "Een initiatief kan niet gestopt zijn voordat het begon."),
    ({"slug": "Fout Adres"}, "Voer een geldige"),
    ({"summary": "a" * 301}, "300"),
]


@pytest.mark.parametrize(("changes", "message"), sample(WRONG, 5))
def test_editor_is_told_in_dutch_what_is_wrong(editor, changes, message):
    initiative = make_initiative()
    before = Initiative.objects.filter(pk=initiative.pk).values().get()
    response = save(editor, initiative, **changes)
    assert response.status_code == 200
    assert message in " ".join(errors(response)).replace("&#x27;", "'")
    assert Initiative.objects.filter(pk=initiative.pk).values().get() == before


def posted(editor, **values):
    """What the page for a new initiative answers."""
    url = address(Initiative, "add")
    return editor.post(url, form_of(editor.get(url)) | values)


def missing(response):
    """The list of what is missing for publication: (anchor, text) of each."""
    return re.findall(r'<li><a href="#([^"]*)">(.*?)</a></li>', response.content.decode())


def test_title_alone_is_a_draft_that_lists_what_is_missing(editor):
    make_initiative("soep")
    response = posted(editor, title="Soep", _continue="1")
    draft = Initiative.objects.get(slug="soep-2")
    assert (response.status_code, draft.status, draft.place) == (302, "draft", "")
    page = editor.get(response["Location"])
    assert missing(page) == [
        ("id_summary", "Schrijf een samenvatting."),
        ("id_municipalities", "Kies bij een lokaal initiatief minstens één gemeente."),
        ("id_target_groups", "Kies minstens één doelgroep."),
        ("id_categories", "Kies minstens één categorie."),
        ("id_approaches", "Kies één tot drie aanpakken."),
        ("mentions-group", "Voeg minstens één vermelding toe: waar staat dit initiatief in een bron?"),
    ]
    assert all(f'id="{anchor}"' in page.content.decode() for anchor, _ in missing(page))
    assert editor.get("/beheer/initiatives/initiative/?q=soep").status_code == 200


def test_new_initiative_is_not_published_incomplete(editor):
    response = posted(editor, title="Soep", status="published", summary="Buren koken.")
    assert errors(response) == [
        "Voor publicatie is nog iets nodig. Vul aan wat hieronder staat, of kies een andere status.",
        "Kies bij een lokaal initiatief minstens één gemeente.",
        "Kies minstens één doelgroep.",
        "Kies minstens één categorie.",
        "Kies één tot drie aanpakken.",
        "Voeg minstens één vermelding toe: waar staat dit initiatief in een bron?",
    ]
    assert "id_summary" not in dict(missing(response)), "what was filled in is not listed again"


def test_nothing_is_missing_where_all_is_complete_or_published(editor):
    complete, published = make_initiative("klaar", status="draft"), make_initiative("openbaar", results="Het hielp.")
    incomplete = make_initiative("niet-klaar", status="review", results="Het hielp.")
    pages = [editor.get(address(Initiative, "change", row.pk)) for row in (complete, published, incomplete)]
    assert [missing(page) for page in pages] == [
        [],
        [],
        [("id_results_locator", "Vul de vindplaats in van de resultaten.")],
    ]
    assert ["Nog nodig voor publicatie" in page.content.decode() for page in pages] == [False, False, True]


def test_draft_keeps_what_it_lacks(editor):
    draft = make_initiative(status="draft")
    changes = {"municipalities": [], "scope": "regionaal", "summary": "", "mentions-0-DELETE": "on", "slug": ""}
    response = save(editor, draft, **changes)
    assert (response.status_code, errors(response)) == (302, [])
    draft.refresh_from_db()
    assert (draft.scope, draft.place, draft.mentions.count(), draft.slug) == ("regionaal", "", 0, "proef")


def test_edit_is_searched_at_once_and_raises_the_version(editor):
    initiative = make_initiative()
    assert save(editor, initiative, description="Met een zeppelin.").status_code == 302
    assert [result.slug for result in ask(q="zeppelin").search.results] == ["proef"]
    assert Initiative.objects.get(pk=initiative.pk).version == initiative.version + 1


def test_nobodys_work_is_overwritten(editor):
    initiative = make_initiative()
    url = address(Initiative, "change", initiative.pk)
    opened_earlier = form_of(editor.get(url))
    assert save(editor, initiative, summary="De eerste redacteur.").status_code == 302
    response = editor.post(url, {**opened_earlier, "summary": "De tweede redacteur."})
    assert "Iemand anders heeft dit initiatief intussen gewijzigd." in " ".join(errors(response))
    assert Initiative.objects.get(pk=initiative.pk).summary == "De eerste redacteur."


def test_publish_action_publishes_what_is_ready_and_names_what_is_not(editor):
    ready = make_initiative("klaar", status="draft")
    unready = make_initiative("niet-klaar", status="draft", summary="")
    response = editor.post(
        "/beheer/initiatives/initiative/",
        {"action": "publish", "_selected_action": [ready.pk, unready.pk], "post": "yes"},
        follow=True,
    )
    messages = [str(message) for message in response.context["messages"]]
    assert messages[0].startswith("Niet-klaar is niet gewijzigd: ")
    assert messages[1] == "Gepubliceerd: 1."
    assert dict(Initiative.objects.filter(pk__in=[ready.pk, unready.pk]).values_list("slug", "status")) == {
        "klaar": "published",
        "niet-klaar": "draft",
    }
    assert "klaar" in [result.slug for result in ask(gemeente="almere").search.results]


@pytest.mark.parametrize("query", ["", "?q=almere", "?categories__id__exact={category}&q=proef"])
@pytest.mark.parametrize("action", ["publish", "delete_selected"])
def test_action_works_on_a_searched_and_filtered_list(editor, query, action):
    draft = make_initiative(status="draft")
    data = {"action": action, "_selected_action": [draft.pk], "post": "yes"}
    path = "/beheer/initiatives/initiative/" + query.format(category=Category.objects.get(slug="eenzaamheid").pk)
    assert editor.post(path, data).status_code == 302
    left = list(Initiative.objects.filter(pk=draft.pk).values_list("status", flat=True))
    assert left == (["published"] if action == "publish" else [])


def test_renaming_keeps_the_old_address(editor):
    initiative = make_initiative()
    save(editor, initiative, slug="nieuwe-naam")
    response = editor.get("/initiatieven/proef/")
    assert (response.status_code, response["Location"]) == (301, "/initiatieven/nieuwe-naam/")
    save(editor, Initiative.objects.get(pk=initiative.pk), slug="proef")
    assert editor.get("/initiatieven/proef/").status_code == 200
    assert editor.get("/initiatieven/nieuwe-naam/")["Location"] == "/initiatieven/proef/"


def test_address_of_before_is_not_given_again(editor):
    initiative, other = make_initiative(), make_initiative("ander")
    save(editor, initiative, slug="nieuwe-naam")
    assert TAKEN in errors(save(editor, other, slug="proef"))
    assert Initiative.objects.get(pk=other.pk).slug == "ander"


@pytest.mark.parametrize(("model", "field"), [(Province, "slug"), (Source, "slug"), (Municipality, "code")])
def test_what_addresses_rest_on_is_filled_in_once(editor, model, field):
    row = model.objects.first()
    assert save(editor, row, **{field: "elders"}).status_code == 302
    assert getattr(model.objects.get(pk=row.pk), field) == getattr(row, field)
    forms = [editor.get(address(model, *page)).context["adminform"].form for page in (["add"], ["change", row.pk])]
    assert [field in form.fields for form in forms] == [True, False]


@pytest.mark.parametrize(
    ("row", "changes", "word"),
    [
        (
            lambda: TargetGroup.objects.get(slug="ouderen"),
            {"synonyms": "zilvervossen\ngrijze golf, ook zo"},
            "zilvervossen",
        ),
        (lambda: Category.objects.get(slug="eenzaamheid"), {"synonyms": "zilvervossen"}, "zilvervossen"),
        (lambda: Municipality.objects.get(slug="almere"), {"aliases": "Zilverstad"}, "zilverstad"),
    ],
)
def test_changed_vocabulary_is_searched_at_once(editor, row, changes, word):
    make_initiative(target_groups=("kwetsbare-ouderen",) if "vossen" in word else ("ouderen",))
    if row().pk and isinstance(row(), TargetGroup):
        make_initiative("ander", target_groups=("ouderen",))
    assert save(editor, row(), **changes).status_code == 302
    assert ask(q=word).total >= 1


def test_list_is_one_line_an_item_and_a_comma_is_just_a_comma(editor):
    group = TargetGroup.objects.filter(advice_examples=None).exclude(reach=[]).first()
    assert save(editor, group, reach="Via de huisarts, de kerk of de kapper\r\n\r\nVia buren").status_code == 302
    assert TargetGroup.objects.get(pk=group.pk).reach == ["Via de huisarts, de kerk of de kapper", "Via buren"]


def test_unchanged_form_keeps_lists_as_they_are(editor):
    group = TargetGroup.objects.get(slug="kwetsbare-ouderen")
    assert save(editor, group).status_code == 302
    saved = TargetGroup.objects.get(pk=group.pk)
    assert (saved.reach, saved.approach, saved.synonyms) == (group.reach, group.approach, group.synonyms)


def test_value_in_use_cannot_be_deleted(editor):
    initiative = make_initiative(categories=("taal",), title="Aaaa taalles")
    category = Category.objects.get(slug="taal")
    response = editor.post(address(Category, "delete", category.pk), {"post": "yes"})
    assert f'<a href="{address(Initiative, "change", initiative.pk)}">Aaaa taalles</a>' in response.content.decode()
    assert Category.objects.filter(slug="taal").exists()


def test_value_that_nothing_uses_can_be_deleted(editor):
    group = TargetGroup.objects.create(slug="nieuw", name="Nieuw")
    assert editor.post(address(TargetGroup, "delete", group.pk), {"post": "yes"}).status_code == 302
    assert not TargetGroup.objects.filter(slug="nieuw").exists()


def test_changes_are_logged(editor):
    initiative = make_initiative()
    save(editor, initiative, summary="Anders.")
    assert Event.objects.filter(model="initiative", object_id=initiative.pk, user=User.objects.get()).count() == 1


@pytest.mark.parametrize("way", ["page", "action"])
def test_published_initiative_with_history_can_be_deleted(editor, way):
    initiative = make_initiative()
    save(editor, initiative, slug="nieuwe-naam")
    if way == "page":
        response = editor.post(address(Initiative, "delete", initiative.pk), {"post": "yes"})
    else:
        data = {"action": "delete_selected", "_selected_action": [initiative.pk], "post": "yes"}
        response = editor.post("/beheer/initiatives/initiative/", data)
    assert response.status_code == 302
    assert not Initiative.objects.filter(pk=initiative.pk).exists()
    assert [editor.get(f"/initiatieven/{slug}/").status_code for slug in ("proef", "nieuwe-naam")] == [410, 410]


def test_municipality_with_initiatives_cannot_be_deleted(editor):
    initiative = make_initiative(municipalities=("urk",))
    urk = Municipality.objects.get(slug="urk")
    response = editor.post(address(Municipality, "delete", urk.pk), {"post": "yes"})
    assert f'initiatief: <a href="{address(Initiative, "change", initiative.pk)}">' in response.content.decode()
    assert Municipality.objects.filter(slug="urk").exists()


def test_target_group_cannot_belong_to_itself(editor):
    group = TargetGroup.objects.get(slug="alle-inwoners")
    response = save(editor, group, parent=group.pk)
    assert "Een doelgroep kan niet bij zichzelf horen." in errors(response)


def test_list_left_out_of_a_form_is_no_server_error(editor):
    category = Category.objects.first()
    url = address(Category, "change", category.pk)
    values = {name: value for name, value in form_of(editor.get(url)).items() if name != "synonyms"}
    assert editor.post(url, values).status_code == 302


def test_renamed_successor_is_found_with_what_it_took_over(editor):
    make_initiative("in-weesp", municipalities=("weesp",))
    save(editor, Municipality.objects.get(slug="amsterdam"), slug="mokum")
    assert "in-weesp" in [result.slug for result in ask(gemeente="mokum").search.results]


def test_mention_saved_by_somebody_else_makes_an_open_form_outdated(editor):
    initiative = make_initiative()
    url = address(Initiative, "change", initiative.pk)
    opened_earlier = form_of(editor.get(url))
    save(editor, initiative, **{"mentions-0-printed_name": "Door een ander verbeterd"})
    response = editor.post(url, {**opened_earlier, "summary": "Anders."})
    assert "Iemand anders heeft dit initiatief intussen gewijzigd." in " ".join(errors(response))
    assert initiative.mentions.get().printed_name == "Door een ander verbeterd"


@pytest.mark.parametrize("part", ["mention", "link", "seealso", "illustration", "finding", "publication"])
def test_addresses_of_parts_lead_to_the_record_they_are_in(editor, part):
    model = apps.get_model("initiatives", part)
    row = model.objects.first()
    owner = record_of(row)
    response = editor.get(address(model, "change", row.pk))
    assert (response.status_code, response["Location"]) == (302, address(type(owner), "change", owner.pk))
    response = editor.get(address(model, ""))
    assert (response.status_code, response["Location"]) == (302, address(type(owner), ""))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"story_figure": "13", "story_text": "mensen"}, "“13” staat niet in de samenvatting"),
        ({"story_figure": "12"}, "Vul voor de startpagina het getal en de tekst erbij in, of geen van beide."),
        ({"story_text": "mensen"}, "Vul voor de startpagina het getal en de tekst erbij in, of geen van beide."),
        ({"story_figure": "twaalf", "story_text": "mensen"}, "Schrijf het getal in cijfers."),
        ({"story_figure": "12", "story_text": "mensen", "results": ""}, "“12” staat niet in de samenvatting"),
    ],
)
def test_story_that_cannot_be_shown_is_refused_with_what_to_do(editor, changes, message):
    initiative = make_initiative(results="Er kwamen 12 mensen, dus twaalf.", results_locator="blz. 1")
    response = save(editor, initiative, **changes)
    assert response.status_code == 200
    assert [error for error in errors(response) if message in error] != []
    initiative.refresh_from_db()
    assert initiative.story_figure == ""


def test_story_of_an_editor_is_saved_and_makes_a_new_version_of_the_catalogue(editor):
    initiative = make_initiative(results="Er kwamen 12 mensen.", results_locator="blz. 1")
    before = current_version()
    response = save(editor, initiative, story_figure="12", story_text="mensen in Almere", story_order="0")
    assert (response.status_code, errors(response)) == (302, [])
    assert Initiative.objects.stories()[0] == initiative
    assert current_version() > before


def test_editors_can_list_what_is_on_the_home_page(editor):
    make_initiative(results="Er kwamen 12 mensen.", story_figure="12", story_text="mensen", title="Met een getal")
    make_initiative("zonder", title="Zonder een getal")
    page = editor.get("/beheer/initiatives/initiative/?story_figure__isempty=0&q=een+getal").content.decode()
    assert "Met een getal" in page
    assert "Zonder een getal" not in page
