"""Tables of initiatives as text, and what became of their import."""

from django.utils import timezone

from initiatives.choices import ImportStatus
from initiatives.importing import runs

SOURCE = "lijst-initiatieven-kwetsbare-doelgroepen"
HEADER = "titel;samenvatting;gemeente;doelgroep;categorie;aanpak;organisatie;bron;vindplaats;status"


def write(run):
    assert faults(run) == []
    assert runs.begin(run, ImportStatus.WRITING)
    runs.write(run)
    run.refresh_from_db()


def line(title, place="Almere", status="Concept", organisation=""):
    return f"{title};Kort.;{place};Ouderen;Eenzaamheid;Maatje of buddy;{organisation};{SOURCE};nr. 1;{status}"


def table(*lines):
    return "\r\n".join([HEADER, *lines])


def stamp(initiative):
    return timezone.localtime(initiative.modified).isoformat()


def faults(run):
    return [[row.line, *fault] for row in run.rows.all() for fault in row.faults]
