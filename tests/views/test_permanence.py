"""Whatever editors do, every address that was ever given out works: at most one step to a page, or told to be gone."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from jinja2 import Template

from initiatives.actions.publishing import publish
from initiatives.actions.reorganisation import NewMunicipality, reorganise
from initiatives.choices import Status
from initiatives.models import Category, Initiative, Municipality, Province, SearchWord, SlugHistory, TargetGroup
from tests.factories import make_initiative
from tests.proof import amount, chance
from tests.views.pages import text

# Where a question can be asked, all with the same query string, and what each says to a value that nobody knows.
LIST = "/initiatieven/"
OUTLETS = {
    LIST: 200,
    "/embed/initiatieven/": 200,
    "/initiatieven.atom": 400,
    "/initiatieven.csv": 400,
    "/initiatieven.json": 400,
    "/api/v1/initiatieven": 400,
}
IN_API = "/api/v1/initiatieven/"  # where each initiative is read by programs
PATHS = {
    Initiative: "/initiatieven/",
    Municipality: "/gemeenten/",
    TargetGroup: "/doelgroepen/",
    Category: "/categorieen/",
}
KEYS = {Municipality: "gemeente", TargetGroup: "doelgroep", Category: "categorie"}
MODELS = st.sampled_from(list(PATHS))
SLUGS = st.sampled_from(["aal", "baars", "forel", "karper", "snoek", "zalm"])  # few, so that they are wanted twice
ANY = st.integers(0, 99)  # which of the things that there are
RUNS, STEPS = amount(1, thorough=12), amount(100, thorough=182)  # more runs would mostly be copies with small changes

# Every address that there is now: of which kind, and the key of what it is given out for.
GIVEN = """
    SELECT 'Initiative', slug, id FROM initiatives_initiative WHERE published_at IS NOT NULL
    UNION ALL SELECT 'Municipality', unnest(ARRAY[slug, code]), id FROM initiatives_municipality
    UNION ALL SELECT 'TargetGroup', slug, id FROM initiatives_targetgroup
    UNION ALL SELECT 'Category', slug, id FROM initiatives_category
    ORDER BY 1, 2
"""
SOON = st.sampled_from([0, 0, 20])  # days until a merger or split
# What an editor does, by the name of a method. All in one rule: of several, Hypothesis leaves most out of a run.
DEEDS = st.one_of(
    st.tuples(st.just("rename"), MODELS, ANY, SLUGS),
    st.tuples(st.just("withdraw"), ANY, st.sampled_from([Status.DRAFT, Status.REVIEW, Status.ARCHIVED])),
    st.tuples(st.just("publish"), ANY),
    st.tuples(st.just("delete"), MODELS, ANY),
    st.tuples(st.just("make"), MODELS, ANY),
    st.tuples(st.just("merge_or_split"), ANY, st.lists(ANY, min_size=1, max_size=3), SOON),
    st.tuples(st.just("merge_into_new"), st.lists(ANY, min_size=1, max_size=2), SOON),
    st.tuples(st.just("let_days_go_by"), st.integers(1, 30)),
)
Address = tuple[type[Model], str]


class Editors(RuleBasedStateMachine):
    """Editors who rename, merge, split, withdraw, delete, publish and make things, while days go by."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[Address, int] = {}  # every address that ever was
        self.made = 0
        self.chance = chance()
        self.client = Client()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.clock, self.undrawn = pytest.MonkeyPatch(), pytest.MonkeyPatch()
        self.undrawn.setattr(Template, "render", lambda *_: "")  # to draw pages takes longer than to decide on them
        self.is_drawn = False
        self.be_on(date(2026, 12, 1))

    def teardown(self) -> None:
        try:
            connection.check_constraints()
            self.undrawn.undo()
            self.is_drawn, self.shown = True, set()
            for address, outlet in self.asked():
                self.check(*address, outlet)
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)
            self.undrawn.undo()
            self.clock.undo()

    def be_on(self, day: date) -> None:
        self.day = day
        self.clock.setattr("django.utils.timezone.localdate", lambda *_: day)

    def one(self, model: type[Model], number: int) -> Model | None:
        """Any of the things that there are, by a number."""
        things = model.objects.order_by("pk")
        return things[number % count] if (count := things.count()) else None

    @rule(deed=DEEDS)
    def do(self, deed: tuple) -> None:
        name, *arguments = deed
        getattr(self, name)(*arguments)

    def rename(self, model: type[Model], number: int, slug: str) -> None:
        """Refused when it is or was the address of another, and only then."""
        if (thing := self.one(model, number)) is None:
            return
        others = model.objects.exclude(pk=thing.pk)
        free = self.given.get((model, slug), thing.pk) == thing.pk and not others.filter(slug=slug).exists()
        try:
            with transaction.atomic():
                model.objects.filter(pk=thing.pk).update(slug=slug)
        except IntegrityError:
            assert not free, f"{slug} was refused to {thing}"
        else:
            assert free, f"{slug} was given to {thing} as well"

    def withdraw(self, number: int, status: Status) -> None:
        if initiative := self.one(Initiative, number):
            Initiative.objects.filter(pk=initiative.pk).update(status=status)

    def publish(self, number: int) -> None:
        if initiative := self.one(Initiative, number):
            Initiative.objects.filter(pk=initiative.pk, status=Status.ARCHIVED).update(status=Status.REVIEW)
            publish(initiatives=Initiative.objects.filter(pk=initiative.pk))

    def delete(self, model: type[Model], number: int) -> None:
        thing = self.one(model, number)
        if thing and not (model is Municipality and thing.initiatives.exists()):  # which the admin refuses
            thing.delete()

    def make(self, model: type[Model], number: int) -> None:
        self.made += 1
        slug, place = f"nieuw-{self.made}", self.one(Municipality, number)
        if model.objects.count() > 5:
            return
        if model is Municipality:
            code, province = f"GM8{self.made:03}", Province.objects.first()
            Municipality.objects.create(slug=slug, name=slug, official_name=slug, code=code, province=province)
        elif model is not Initiative:
            model.objects.create(slug=slug, name=slug)
        elif place:
            make_initiative(slug, municipalities=(place.slug,), status=Status.DRAFT)

    def merge_or_split(self, number: int, into: list[int], later: int) -> None:
        self.reorganise([number], successors=self.codes(into), on=self.day + timedelta(later))

    def merge_into_new(self, numbers: list[int], later: int) -> None:
        self.made += 1
        new = NewMunicipality(f"GM9{self.made:03}", f"Nieuw {self.made}", Province.objects.first().code)
        self.reorganise(numbers, new=new, on=self.day + timedelta(later))

    def codes(self, numbers: list[int]) -> list[str]:
        return [
            municipality.code for municipality in (self.one(Municipality, number) for number in numbers) if municipality
        ]

    def reorganise(self, numbers: list[int], *, on: date, **what: object) -> None:
        with suppress(ValidationError):  # what cannot be
            reorganise(abolished=self.codes(numbers), on=on.isoformat(), **what)

    def let_days_go_by(self, days: int) -> None:
        self.be_on(self.day + timedelta(days))

    # What must then be so

    @invariant()
    def address_works(self):
        """Any one of them; at the end of a run they are all tried, and drawn."""
        Editors.steps += 1
        self.give_out()
        self.shown = set()
        if asked := list(self.asked()):
            address, outlet = self.chance.choice(asked)
            self.check(*address, outlet)

    def give_out(self) -> None:
        """Remember every address that there is now."""
        models = {model.__name__: model for model in PATHS}
        with connection.cursor() as cursor:
            cursor.execute(GIVEN)
            for name, address, key in cursor.fetchall():
                self.given.setdefault((models[name], address), key)

    def asked(self) -> Iterator[tuple[Address, str]]:
        """Every address with where it is asked for: as a page, and as a value in the list and at any other outlet."""
        for model, address in self.given:
            in_filters = [LIST, self.chance.choice(list(OUTLETS))]
            yield from (((model, address), outlet) for outlet in ("", *(in_filters if model in KEYS else [IN_API])))

    def check(self, model: type[Model], address: str, outlet: str) -> None:
        rows = Initiative.objects.published() if model is Initiative else model.objects.all()
        thing = rows.filter(pk=self.given[model, address]).first()
        heirs = thing.successors_today() if model is Municipality and thing else [thing] if thing else []
        if outlet == IN_API:
            self.check_page(IN_API, address, thing and thing.slug, end="")
        elif outlet:
            self.check_value(outlet, KEYS[model], address, sorted(heir.slug for heir in heirs))
        else:
            self.check_page(PATHS[model], address, heirs[0].slug if len(heirs) == 1 else thing and thing.slug)

    def check_page(self, path: str, address: str, now: str | None, end: str = "/?a=b") -> None:
        url, target = f"{path}{address}{end}", f"{path}{now}{end}"
        if now is None:
            assert self.client.get(url).status_code == 410, url
        elif now != address:
            response = self.client.get(url)
            assert (response.status_code, response.get("Location")) == (301, target), url
        if now is not None:
            self.show(target)

    def check_value(self, outlet: str, key: str, address: str, now: list[str]) -> None:
        url = f"{outlet}?{key}={address}&sorteer=titel"
        if not now:
            response = self.client.get(url)
            assert response.status_code == OUTLETS[outlet], url
            assert not self.is_drawn or f"kennen wij “{address}” niet" in text(response), url
            return
        if now != [address]:
            response = self.client.get(url)
            assert response.status_code == 301, url
            query = QueryDict(response["Location"].partition("?")[2])
            assert (sorted(query.getlist(key)), query.getlist("sorteer"), len(query)) == (now, ["titel"], 2), url
            url = response["Location"]
        self.show(url)

    def show(self, url: str) -> None:
        """A page that must be there; looked at once for each state of the catalogue."""
        if url not in self.shown:
            response = self.client.get(url)
            assert response.status_code == 200, url
            list(response)  # or a file would count as being sent
            self.shown.add(url)


@pytest.fixture
def small_world(no_initiatives):
    """A handful of everything, so that thousands of steps take seconds."""
    Municipality.objects.exclude(slug__in=["almere", "diemen", "haaren", "tilburg", "urk", "vught", "weesp"]).delete()
    TargetGroup.objects.filter(parent__isnull=False).delete()
    TargetGroup.objects.exclude(slug__in=["ouderen", "jongeren"]).delete()
    Category.objects.exclude(slug__in=["eenzaamheid", "taal"]).delete()
    for model in (SlugHistory, SearchWord):
        model.objects.all().delete()
    make_initiative("proef", municipalities=("weesp", "haaren"))


@pytest.mark.django_db
def test_every_address_that_was_given_out_works(small_world):
    """Also after many steps, in runs that each begin anew."""
    Editors.steps = 0
    run_state_machine_as_test(
        Editors,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            phases=[Phase.generate],  # to make a failing run shorter takes minutes: add Phase.shrink for that
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Editors.steps > (RUNS - 1) * STEPS  # Hypothesis may end a run early, once in 65,000 steps
