"""Documents to test with: of shipped initiatives, and one with everything that could break a file."""

from dataclasses import replace
from datetime import date

from initiatives.models import Initiative
from initiatives.selection import memo

SITE = "https://catalogus.example.nl"
SELECTION = f"{SITE}/selectie/?initiatief=coronamaatjes-almere&initiatief=de-bakfiets-alkmaar"
NOTE = "Voor het overleg van dinsdag.\nMet twee vragen.\n\nWat kunnen wij leren?"
DAY = date(2026, 11, 22)
SHIPPED = ("coronamaatjes-almere", "de-bakfiets-alkmaar")
LONG = "zonderspatie" * 80
WHOLE = 'Een <b>vette</b> & "rare" titel 😀'
BROKEN = WHOLE.replace("vette", "vet\x00te\x0b\ud800")
RTL = "مبادرة لمساعدة كبار السن"


def memo_of(initiatives, compared=(), **changes):
    """A document with a note; `changes` are fields of the memo."""
    made = memo.memo_of(
        initiatives,
        title="Hulp voor ouderen",
        note=NOTE,
        address=SELECTION,
        made_on=DAY,
        address_of=lambda initiative: f"{SITE}{initiative.get_absolute_url()}",
        compared=compared,
    )
    return replace(made, **changes)


def shipped():
    """The initiatives of `SHIPPED`, in that order."""
    by_slug = {
        initiative.slug: initiative
        for initiative in Initiative.objects.published().for_detail().filter(slug__in=SHIPPED)
    }
    return [by_slug[slug] for slug in SHIPPED]


def nasty():
    """A document with markup, signs that XML cannot hold, very long texts, and text from right to left."""
    entry = memo.Entry(
        name=BROKEN,
        title=BROKEN,
        summary=RTL,
        overview=(LONG, BROKEN, RTL, ""),
        facts=(("Waar", LONG), ("Vorm", ""), ("Organisaties", "Stichting <&> " * 200)),
        paragraphs=(("Wat is het?", f"Regel een\r\nregel twee\n\n{RTL}\n\n{'Een lange zin. ' * 2000}{LONG}"),),
        address=f"{SITE}/initiatieven/a/?b=<c>&d=\x07e",
        mentions=(BROKEN,),
        references=(BROKEN,),
    )
    comparison = memo.Comparison((BROKEN, LONG), (("Samenvatting", (RTL, BROKEN)), ("Lessen", ("", LONG * 10))))
    return memo.Memo(BROKEN, BROKEN, SELECTION, DAY, (entry,), comparison, (BROKEN,), is_short=False)
