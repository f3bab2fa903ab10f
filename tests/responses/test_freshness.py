"""A page that a visitor has, is sent anew when any row that it shows has changed, whatever changed the row."""

import pytest
from django.apps import apps

from initiatives.models import (
    AdviceExample,
    Approach,
    CatalogueVersion,
    Category,
    Editor,
    Event,
    Finding,
    Illustration,
    ImportRow,
    Initiative,
    KeptInput,
    Link,
    LinkCheck,
    LoadedRecord,
    Mention,
    Merger,
    Municipality,
    NotDouble,
    Organisation,
    OutdatedRow,
    Presence,
    PreviewLink,
    Proposal,
    Province,
    Publication,
    Recommendation,
    SearchRow,
    SearchWord,
    SeeAlso,
    SlugHistory,
    Source,
    Synonym,
    TableImport,
    TargetGroup,
    UnansweredQuestion,
)
from tests.proof import sample
from tests.sites import ASKED

# Words are written together with search rows, and only then read again. The fixed groups of an approach are for checks.
NOT_SHOWN = {CatalogueVersion, LoadedRecord, SearchWord, UnansweredQuestion, Approach.target_groups.through}
# Of the editors' workplace.
NOT_SHOWN |= {Editor, Editor.municipalities.through, Event, KeptInput, Presence, PreviewLink, Proposal}
NOT_SHOWN |= {ImportRow, Merger, NotDouble, OutdatedRow, TableImport}
MADE = """
made = make_initiative({slug!r}, title='Kenmerk', municipalities=('ede',), target_groups=('ouderen',))
made.organisations.add(Organisation.objects.create(slug={slug!r}, name='Stichting {slug}'))
Link.objects.create(initiative=made, url='https://example.org', label='Kenmerkende site')
Illustration.objects.create(initiative=made, recommendation=Recommendation.objects.first(), why='Kenmerkend')
group = TargetGroup.objects.exclude(attention='').get(slug='kwetsbare-ouderen')
AdviceExample.objects.create(initiative=made, target_group=group, kind='aanpak', advice=group.approach[0])
number = 900 + Finding.objects.count()
finding = Finding.objects.create(approach=made.approaches.get(), number=number, text='Kenmerkend was {slug}.')
finding.initiatives.add(made)
"""
OWN = "/initiatieven/{slug}/"
APPROACH = "/aanpakken/maatje-of-buddy/"


def of(rows: str, **values: str) -> str:
    """Python that changes rows in the database, and does nothing else that saving them in the admin does."""
    return f"{rows}.update({', '.join(f'{name}={value!r}' for name, value in values.items())})"


# By model: a page that shows its rows, what changes one of them, and a text of the page before and after that.
CHANGES = {
    Province: (
        "/gemeenten/urk/",
        of("Province.objects.filter(slug='flevoland')", name="Polder"),
        "Flevoland",
        "Polder",
    ),
    Municipality: ("/gemeenten/", of("Municipality.objects.filter(slug='tiel')", name="Nieuw"), ">Tiel<", ">Nieuw<"),
    Municipality.successors.through: (
        "/gemeenten/almere/",
        "Municipality.objects.get(slug='weesp').successors.add(Municipality.objects.get(slug='almere'))",
        "",
        "Weesp",
    ),
    TargetGroup: (
        "/doelgroepen/",
        of("TargetGroup.objects.filter(slug='jongeren')", name="Jeugd"),
        "Jongeren",
        "Jeugd",
    ),
    Category: ("/categorieen/taal/", of("Category.objects.filter(slug='taal')", description="Lezen."), "", "Lezen."),
    Approach: ("/aanpakken/", of("Approach.objects", summary="Zij deden dat."), "", "Zij deden dat."),
    Finding: (APPROACH, of("Finding.objects.filter(pk=finding.pk)", text="Zo was dat."), "", "Zo was dat."),
    Finding.initiatives.through: (APPROACH, "finding.initiatives.clear()", "Kenmerkend was {slug}.", ""),
    AdviceExample: ("/doelgroepen/kwetsbare-ouderen/", "made.advice_examples.all().delete()", OWN, ""),
    Publication: (
        "/bronnen/moeilijk-bereikbare-groepen/",
        of("Publication.objects", title="Een boek"),
        "",
        "Een boek",
    ),
    Source: ("/bronnen/", of("Source.objects", publisher="De drukkerij"), "", "De drukkerij"),
    Organisation: (OWN, of("made.organisations", name="De vereniging"), "Stichting {slug}", "De vereniging"),
    Initiative: (OWN, of("Initiative.objects.filter(pk=made.pk)", lessons="Bel eerst."), "", "Bel eerst."),
    Initiative.municipalities.through: (
        OWN,
        "made.municipalities.add(Municipality.objects.get(slug='urk'))",
        "",
        "/gemeenten/urk/",
    ),
    Initiative.target_groups.through: (OWN, "made.target_groups.clear()", "/doelgroepen/ouderen/", ""),
    Initiative.categories.through: (OWN, "made.categories.clear()", "/categorieen/eenzaamheid/", ""),
    Initiative.approaches.through: (OWN, "made.approaches.clear()", APPROACH, ""),
    SeeAlso: (
        OWN,
        "SeeAlso.objects.create(initiative=Initiative.objects.get(slug='coronamaatjes-almere'), other=made)",
        "",
        "<h2>Zie ook</h2>",
    ),
    Initiative.organisations.through: (OWN, "made.organisations.clear()", "Stichting {slug}", ""),
    Mention: (OWN, of("made.mentions", locator="bladzijde 99"), "nr. kenmerk", "bladzijde 99"),
    Link: (OWN, of("made.links", label="De andere site"), "Kenmerkende site", "De andere site"),
    LinkCheck: (
        OWN,
        "LinkCheck.objects.update_or_create(url='https://example.org', defaults={{'state': 'kapot'}})",
        "",
        "Deze link werkt misschien niet meer.",
    ),
    Recommendation: ("/aanbevelingen/", of("Recommendation.objects", text="Begin klein."), "", "Begin klein."),
    Illustration: ("/aanbevelingen/", of("made.illustrations", why="Zo moet het"), "", "Zo moet het"),
    Synonym: (
        "/initiatieven/?q=kenmerk",
        "Synonym.objects.create(word='kenmerk', also=['bakfiets'])",
        "",
        "Ook gezocht op bakfiets",
    ),
    SlugHistory: (
        "/initiatieven/?categorie=vroeger",
        "SlugHistory.objects.create(kind='category', slug='vroeger', category=Category.objects.get(slug='taal'))",
        "kennen wij “vroeger” niet",
        "/initiatieven/?categorie=taal",
    ),
    SearchRow: ("/initiatieven/?q=kenmerk&aantal=100", "SearchRow.objects.filter(initiative=made).delete()", OWN, ""),
}


def test_every_table_is_shown_or_not():
    models = set(apps.get_app_config("initiatives").get_models(include_auto_created=True))
    assert models == NOT_SHOWN | CHANGES.keys()


@pytest.mark.parametrize("model", sample(CHANGES, 6), ids=lambda model: model._meta.model_name)
def test_page_is_sent_anew_when_a_row_that_it_shows_has_changed(site, model):
    slug = f"kenmerk-{model._meta.model_name.replace('_', '-')}"
    path, change, before, after = (text.format(slug=slug) for text in CHANGES[model])
    site.edit(MADE.format(slug=slug))
    known = site.ask(path)
    tag = known.headers["ETag"]
    assert {site.ask(path, If_None_Match=tag).status for _ in range(ASKED)} == {304}
    site.edit(change)
    answers = [site.ask(path, If_None_Match=tag) for _ in range(ASKED)]
    assert {(answer.status, answer.headers["ETag"] == tag) for answer in answers} == {(200, False)}
    (text,) = {answer.text for answer in answers}
    assert (before in known.text, after in text) == (True, True)
    assert (before in text, after in known.text) == (before == "", after == "")
