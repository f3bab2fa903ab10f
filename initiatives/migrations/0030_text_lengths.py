"""How long texts and lists may be, and that addresses are those of browsers; what was longer before stays as it is.

The constraints are not checked on rows of before: an editor is told when one of those is changed.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.operations import AddConstraintNotValid
from django.contrib.postgres.validators import ArrayMaxLengthValidator
from django.core.validators import RegexValidator
from django.db import migrations, models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from initiatives.models.texts import LongTextField

# By model and field: the label and the options.
TEXTS = {
    ("approach", "description"): ("uitleg", {"blank": True, "help_text": "Wat deze aanpak is, in eenvoudige taal."}),
    ("approach", "unknowns"): (
        "wat de bronnen niet vertellen",
        {"blank": True, "help_text": "Wat een lezer zou willen weten, maar nergens staat."},
    ),
    ("category", "description"): ("uitleg", {"blank": True}),
    ("initiative", "costs"): (
        "kosten",
        {"blank": True, "default": "", "db_default": "", "help_text": "Bedragen en wie er betaalde."},
    ),
    ("initiative", "description"): (
        "beschrijving",
        {"blank": True, "help_text": "40 tot 200 woorden, in eenvoudige taal."},
    ),
    ("initiative", "lessons"): ("lessen", {"blank": True, "help_text": "Wat volgens de bron wel of niet werkte."}),
    ("initiative", "needs"): (
        "wat nodig was",
        {"blank": True, "default": "", "db_default": "", "help_text": "Mensen, spullen, plek, geld en voorwaarden."},
    ),
    ("initiative", "participants"): (
        "deelnemers",
        {
            "blank": True,
            "default": "",
            "db_default": "",
            "help_text": "Organisaties, beroepen en vrijwilligers. Geen namen van personen.",
        },
    ),
    ("initiative", "problem"): (
        "probleem",
        {"blank": True, "default": "", "db_default": "", "help_text": "Waarom dit nodig was, volgens de bron."},
    ),
    ("initiative", "results"): ("resultaten", {"blank": True, "help_text": "Wat eruit kwam. Geen plannen."}),
    ("recommendation", "text"): ("tekst", {"help_text": "In eigen, eenvoudige woorden."}),
    ("source", "description"): ("beschrijving", {"blank": True}),
    ("targetgroup", "description"): ("beschrijving", {"blank": True}),
}
# By model and field: the label, the help, the length of an item and the options.
LISTS = {
    ("approach", "synonyms"): ("synoniemen", "Woorden waarmee mensen deze aanpak zoeken.", 100, {}),
    ("category", "synonyms"): ("synoniemen", "Woorden waarmee mensen deze categorie zoeken.", 100, {}),
    ("municipality", "aliases"): ("andere namen", "Andere schrijfwijzen waarop mensen zoeken.", 100, {}),
    ("municipality", "localities"): (
        "plaatsen",
        "Dorpen, steden en wijken in de gemeente waarop mensen zoeken.",
        100,
        {"db_default": []},
    ),
    ("synonym", "also"): (
        "betekent hetzelfde",
        "Wie een van deze woorden zoekt, vindt ook de andere. Over en weer.",
        100,
        {"db_default": []},
    ),
    ("synonym", "narrower"): (
        "nauwer",
        "Een soort ervan: wie het zoekwoord zoekt, vindt dit ook. Niet andersom.",
        100,
        {"db_default": []},
    ),
    ("synonym", "wider"): ("ruimer", "Wie dit zoekt, vindt ook het zoekwoord. Niet andersom.", 100, {"db_default": []}),
    ("targetgroup", "approach"): ("aanpak", "", 300, {}),
    ("targetgroup", "characteristics"): ("kenmerken", "", 300, {}),
    ("targetgroup", "reach"): ("bereiken", "Hoe deze groep te bereiken is.", 300, {}),
    ("targetgroup", "synonyms"): ("synoniemen", "Woorden waarmee mensen deze groep zoeken.", 100, {}),
}
ADDRESSES = {("organisation", "website"): "website", ("source", "url"): "webadres van het document"}
IS_WEB_ADDRESS = RegexValidator(r"^https?://", "Een webadres begint met https:// of http://.")
HAS_NOT_TOO_MANY = ArrayMaxLengthValidator(200, "Een lijst heeft hoogstens 200 regels.")


def _list(label: str, help_text: str, size: int, options: dict) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=size),
        verbose_name=label,
        help_text=help_text,
        default=list,
        blank=True,
        validators=[HAS_NOT_TOO_MANY],
        **options,
    )


def _lengths(name: str, *texts: str, lists: tuple[str, ...] = ()) -> CheckConstraint:
    condition = Q()
    for field in texts:
        condition &= Q(LessThanOrEqual(Length(field), 5_000))
    for field in lists:
        condition &= Q(**{f"{field}__len__lte": 200})
    message = "Een tekst heeft hoogstens 5.000 tekens." if texts else "Een lijst heeft hoogstens 200 regels."
    return CheckConstraint(condition=condition, name=name, violation_error_message=message)


def _address(field: str, name: str) -> CheckConstraint:
    condition = Q(**{field: ""}) | Q(**{f"{field}__regex": "^https?://"})
    message = "Een webadres begint met https:// of http://."
    return CheckConstraint(condition=condition, name=name, violation_error_message=message)


CONSTRAINTS = {
    "approach": [_lengths("approach_lengths", "description", "unknowns", lists=("synonyms",))],
    "category": [_lengths("category_lengths", "description", lists=("synonyms",))],
    "initiative": [
        _lengths(
            "initiative_lengths",
            *("description", "problem", "participants", "needs", "results", "lessons", "costs"),
        )
    ],
    "municipality": [_lengths("municipality_lengths", lists=("aliases", "localities"))],
    "organisation": [_address("website", "organisation_website")],
    "recommendation": [_lengths("recommendation_lengths", "text")],
    "source": [_address("url", "source_url"), _lengths("source_lengths", "description")],
    "synonym": [_lengths("synonym_lengths", lists=("also", "narrower", "wider"))],
    "targetgroup": [
        _lengths("target_group_lengths", "description", lists=("synonyms", "characteristics", "reach", "approach"))
    ],
}


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0029_days_that_have_been")]
    operations = [
        *(
            migrations.AlterField(*field, LongTextField(label, max_length=5_000, **options))
            for field, (label, options) in TEXTS.items()
        ),
        *(migrations.AlterField(*field, _list(*arguments)) for field, arguments in LISTS.items()),
        *(
            migrations.AlterField(*field, models.URLField(label, blank=True, validators=[IS_WEB_ADDRESS]))
            for field, label in ADDRESSES.items()
        ),
        *(
            AddConstraintNotValid(model, constraint)
            for model, constraints in CONSTRAINTS.items()
            for constraint in constraints
        ),
    ]
