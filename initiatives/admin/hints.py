"""What could be better in the texts of an initiative: hints in its form, which never keep it from being saved."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html

from initiatives import rules
from initiatives.admin.links import admin_url
from initiatives.admin.typed import Record
from initiatives.checking.language import MAX_SENTENCE_LENGTH
from initiatives.checking.record import findings_of
from initiatives.checking.rules import Finding
from initiatives.models import Initiative
from initiatives.models.fields import own_field
from initiatives.rules import Verb

MAX_QUOTED = 160  # characters
# By the rule of `checking.rules`: the field, where the finding does not begin with its name, and what to say. What is
# needed for publication stands elsewhere in the form.
HINTS = {
    "long sentence": ("", f"Deze zin heeft meer dan {MAX_SENTENCE_LENGTH} woorden. Maak er twee van: “{{}}”"),
    "jargon": ("", "Moeilijk woord: {}."),
    "copied run of words": ("description", "Dit staat precies zo in een bron. Zeg het in eigen woorden: “{}”"),
    "person suspected": ("", "Is dit de naam van een persoon? Die noemen wij niet: “{}”"),
    "result that looks like a plan": ("results", "“{}” klinkt als een plan. Hier staat wat eruit kwam."),
    "passing word in summary": ("summary", "“{}” klopt later niet meer."),
    "tells what is not told": ("", "Laat weg wat de bron niet vertelt. De pagina zegt dat zelf: “{}”"),
    "national without saying so": ("description", "Het bereik is landelijk. Vertel dat ook in de tekst."),
    "municipality not alive": ("municipalities", "{} bestond nog niet of niet meer, toen de bron verscheen."),
    "broken-looking link": ("links", "Dit webadres lijkt niet compleet: {}"),
}
ANCHORS = {"links": "links-group"}


class Hint(NamedTuple):
    """The id of an element in the form, what the field is called, and what could be better there."""

    anchor: str
    label: str
    text: str


def hints_for(initiative: Initiative) -> list[Hint]:
    """Return the hints for an initiative as it is saved, in the order of the rules."""
    return [_hint(finding) for finding in findings_of(initiative) if finding.rule in HINTS]


class HintsMixin(ModelAdmin):
    """The hints of a ModelAdmin of initiatives: above the form, and how many after saving."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *arguments: Any, **options: Any
    ) -> HttpResponse:
        record = options.get("obj")
        if record and record.pk and rules.may(request.user, Verb.CHANGE, record):
            context["hints"] = hints_for(record)
        return super().render_change_form(request, context, *arguments, **options)

    def response_post_save_add(self, request: HttpRequest, obj: Initiative) -> HttpResponseRedirect:
        _tell(request, obj)
        return super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Record) -> HttpResponseRedirect:
        if getattr(request, "has_changes", False):
            _tell(request, obj)
        return super().response_post_save_change(request, obj)


def _tell(request: HttpRequest, initiative: Initiative) -> None:
    """Say on the next page how many hints there are, with a link to them."""
    if number := len(hints_for(initiative)):
        words = "1 tip" if number == 1 else f"{number} tips"
        text = (
            'Voor de tekst van “{}” is er <a href="{}#tips">{}</a>.'
            if number == 1
            else ('Voor de tekst van “{}” zijn er <a href="{}#tips">{}</a>.')
        )
        messages.info(request, format_html(text, initiative, admin_url(initiative), words))


def _hint(finding: Finding) -> Hint:
    field, text = HINTS[finding.rule]
    what = finding.what
    if not field:
        field, _, what = what.partition(": ")
    label = "links" if field == "links" else own_field(Initiative, field).verbose_name
    return Hint(ANCHORS.get(field, f"id_{field}"), str(label).capitalize(), text.format(quoted(what)))


def quoted(what: str) -> str:
    """What was found, in Dutch and not longer than is needed to recognise it."""
    what = what.replace(" (say: ", ". Zeg liever: ").removesuffix(")") if " (say: " in what else what
    return what if len(what) <= MAX_QUOTED else f"{what[:MAX_QUOTED]}…"
