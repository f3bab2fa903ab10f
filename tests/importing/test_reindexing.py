"""A load makes anew the search rows of what it changes, and no others."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from initiatives.models import CatalogueVersion, Category, Initiative, Municipality, SearchRow, SearchWord
from initiatives.search.index import writer
from initiatives.search.index.version import current_version
from tests.asking import ask
from tests.factories import make_initiative
from tests.proof import sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_are_loaded")]
LIST = "initiatives/lijst-initiatieven-kwetsbare-doelgroepen.yaml"


def load(folder, **options):
    call_command("load_catalogue", folder=folder, verbosity=0, **options)


def edit(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old} does not stand in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def reindexed_since(version):
    """Primary keys of the initiatives whose search rows were written after a version."""
    return {key for row in CatalogueVersion.objects.filter(number__gt=version) for key in row.initiatives}


def index():
    """All that the search index says."""
    words = SearchWord.objects.filter(uses__gt=0).values_list("form", "lemma", "bases", "uses")
    return list(SearchRow.objects.order_by("pk").values()), sorted(words)


def keys(**lookups):
    return set(Initiative.objects.filter(**lookups).values_list("pk", flat=True))


def test_load_without_changes_writes_no_search_row(folder):
    before = current_version()
    load(folder)
    assert current_version() == before


def test_load_reindexes_everything_on_request(folder):
    before = current_version()
    load(folder, reindex=True)
    assert reindexed_since(before) == keys()


EDITS = {
    "category": ("categories.yaml", "name: Eenzaamheid", "name: Alleenigheid", {"categories__slug": "eenzaamheid"}),
    "main-group": ("target_groups.yaml", "name: Ouderen\n", "name: Senioren\n", None),
    "organisation": ("organisations.yaml", "name: ANBO\n", "name: Bond\n", {"organisations__slug": "anbo"}),
    "province": ("provinces.yaml", "name: Flevoland", "name: Polder", {"municipalities__province__code": "PV24"}),
    "municipality": ("municipalities.yaml", "name: Almere\n", "name: Zand\n", {"municipalities__code": "GM0034"}),
    "source": ("sources.yaml", "published: 2020-12-01", "published: 2020-11-01", None),
    "initiative": (LIST, "title: Coronamaatjes Almere", "title: Maatje", None),
    "mention": (LIST, "printed_name: Coronamaatjes\n", "printed_name: Kompas\n", {"slug": "coronamaatjes-almere"}),
    "mention-removed": (LIST, "locator: nr. 1\n", "locator: rij 1\n", {"slug": "coronamaatjes-almere"}),
}


@pytest.mark.parametrize("name", sample(EDITS, 4))
def test_changed_fixture_leaves_the_index_as_if_everything_was_reindexed(folder, name):
    before, (file, old, new, dependents) = current_version(), EDITS[name]
    edit(folder, file, old, new)
    load(folder)
    changed = reindexed_since(before)
    assert changed
    assert dependents is None or changed >= keys(**dependents)
    after = index()
    writer.reindex(Initiative.objects.all())
    assert index() == after


def test_renamed_category_reindexes_its_initiatives_and_no_others(folder):
    before = current_version()
    edit(folder, "categories.yaml", "name: Eenzaamheid", "name: Kwzx")
    load(folder)
    expected = keys(categories__slug="eenzaamheid")
    assert 0 < len(expected) < Initiative.objects.count()
    assert reindexed_since(before) == expected
    assert ask(q="“kwzx”").total == len(expected)


def test_new_name_that_is_part_of_a_compound_reindexes_what_has_the_compound(folder, no_initiatives):
    """No initiative belongs to the renamed category, but its name is now a known word."""
    made = make_initiative("een", title="Knikkerzeppelin", summary="Een knikker.", categories=("taal",))
    before = current_version()
    edit(folder, "categories.yaml", "name: Eenzaamheid", "name: Zeppelin")
    load(folder)
    assert reindexed_since(before) == {made.pk}
    assert ask(q="zeppelin").total == 1


FIELDS = {"valid_until", "successors"}


def merge(folder, day):
    """Urk becomes part of Almere on a day, as the fixtures say."""
    text = (folder / "municipalities.yaml").read_text(encoding="utf-8")
    start = text.index("code: GM0184")
    end = text.find("- model:", start)
    urk = "\n".join(line for line in text[start:end].splitlines() if line.split(":")[0].strip() not in FIELDS)
    urk = f"{urk}\n    valid_until: {day}\n    successors: [[GM0034]]\n"
    (folder / "municipalities.yaml").write_text(text[:start] + urk + text[end:], encoding="utf-8")


def test_changed_successor_reindexes_the_initiatives_of_its_predecessors_too(folder, no_initiatives):
    made = [make_initiative("urk", municipalities=("urk",)), make_initiative("tiel", municipalities=("tiel",))]
    other = make_initiative("weert", municipalities=("weert",))
    tiel = Municipality.objects.get(slug="tiel")
    tiel.valid_until = timezone.localdate() - timedelta(days=9)
    tiel.save()
    tiel.successors.set(Municipality.objects.filter(slug="urk"))
    before = current_version()
    merge(folder, timezone.localdate() - timedelta(days=1))
    load(folder)
    assert reindexed_since(before) == {row.pk for row in made}
    assert {result.slug for result in ask(q="“almere”").search.results} == {"urk", "tiel"}
    assert other.pk not in reindexed_since(before)


def test_merger_whose_day_came_between_two_loads_reindexes_its_initiatives_once(folder, no_initiatives, monkeypatch):
    made = make_initiative("urk", municipalities=("urk",))
    day = timezone.localdate() + timedelta(days=30)
    merge(folder, day)
    load(folder)
    assert (SearchRow.objects.get().expires_on, ask(q="“almere”").total) == (day, 0)
    before = current_version()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day - timedelta(days=1))
    load(folder)
    assert reindexed_since(before) == set()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)
    load(folder)
    assert reindexed_since(before) == {made.pk}
    assert (SearchRow.objects.get().expires_on, ask(q="“almere”").total) == (None, 1)
    before = current_version()
    load(folder)
    assert current_version() == before


def test_row_that_other_code_made_is_made_anew(folder):
    row = SearchRow.objects.first()
    SearchRow.objects.filter(pk=row.pk).delete()
    row.signature, row.texts = "", "Van een vorige versie."
    row.save(force_insert=True)
    before = current_version()
    load(folder)
    assert reindexed_since(before) == {row.pk}
    made = SearchRow.objects.get(pk=row.pk)
    assert (len(made.signature), "vorige" in made.texts) == (64, False)


def test_missing_row_is_made(folder):
    key = SearchRow.objects.first().pk
    SearchRow.objects.filter(pk=key).delete()
    load(folder)
    assert SearchRow.objects.filter(pk=key).exists()


def test_category_that_an_editor_renamed_is_left_alone(folder):
    Category.objects.filter(slug="taal").update(name="Lezen")
    before = current_version()
    load(folder)
    assert current_version() == before
