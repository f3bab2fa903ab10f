"""The page about the system: whether everything runs, for who is responsible for it."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from catalogue.telemetry import processes
from catalogue.telemetry.service import RELEASE
from initiatives import rules
from initiatives.backups.manifest import last_backup
from initiatives.search.index.replicas import versions_of_replicas
from initiatives.system.state import (
    DatabaseState,
    IndexState,
    QueueState,
    database_state,
    disk_space,
    index_state,
    missing_migrations,
    queue_state,
    replica_lags,
    seconds_since,
)

LONG_AGO = 10 * 60  # seconds that a task waits, or an index is behind, before it is a worry
BACKUP_WITHIN = 26 * 3600  # seconds
LITTLE_SPACE = 0.1  # of the disk
STEPS = ((86_400, "dag", "dagen"), (3_600, "uur", "uur"), (60, "minuut", "minuten"), (1, "seconde", "seconden"))


class Line(NamedTuple):
    """One thing about the system, as a beheerder reads it; `worry` says what is wrong and what to do, or is empty."""

    label: str
    value: str
    worry: str = ""


@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """Show how the site is doing: contents, index, background work, backup, database, disk, settings."""
    if not rules.is_manager(request.user):
        raise PermissionDenied
    index, queue = index_state(), queue_state()
    groups = {
        "De catalogus": list(_contents(index)),
        "Werk op de achtergrond": list(_background(queue)),
        "Database en schijf": [*_storage(database_state()), *_replicas(index)],
        "Wat er aan staat": list(_settings()),
    }
    context = {
        **admin.site.each_context(request),
        "title": "Systeem",
        "groups": groups,
        "worries": [line for lines in groups.values() for line in lines if line.worry],
        "workers": [(_of_memory(one.memory), _ago(one.age)) for one in processes.workers()],
    }
    return render(request, "admin/system.html", context)


def _contents(index: IndexState) -> Iterator[Line]:
    yield Line("Uitgave van het programma", RELEASE)
    changed = f", van {_moment(index.changed)}" if index.changed else ""
    yield Line("Versie van de inhoud", f"{index.version}{changed}")
    if index.loaded is None:
        yield Line("Index in dit proces", "nog niet gelezen")
    elif not index.behind:
        yield Line("Index in dit proces", f"bij: versie {index.loaded}")
    else:
        late = f"versie {index.loaded}, {_ago(index.behind)} achter"
        yield Line("Index in dit proces", f"{late}. Dat is gewoon zolang niemand dit proces iets vraagt.")


def _background(queue: QueueState) -> Iterator[Line]:
    waits = seconds_since(queue.oldest) if queue.oldest else 0.0
    text = f"{queue.waiting}, de oudste {_ago(waits)}" if queue.oldest else str(queue.waiting)
    stuck = "Er lijkt niemand aan te werken: kijk of db_worker draait."
    yield Line("Taken die wachten", text, stuck if waits > LONG_AGO else "")
    yield Line("Taken die bezig zijn", str(queue.running))
    failed = "Kijk in het log van db_worker waarom." if queue.failed else ""
    yield Line("Taken die mislukten", str(queue.failed), failed)
    waits = seconds_since(queue.rows_since) if queue.rows_since else 0.0
    worry = "Deze wijzigingen zijn nog niet te vinden: kijk of db_worker draait." if waits > LONG_AGO else ""
    yield Line("Initiatieven die opnieuw worden geïndexeerd", str(queue.rows), worry)


def _storage(database: DatabaseState) -> Iterator[Line]:
    backup = last_backup()
    is_late = backup is not None and seconds_since(backup.made) > BACKUP_WITHIN
    late = "Dat is meer dan 26 uur geleden: kijk of de back-up nog draait." if is_late else ""
    text = f"{_moment(backup.made)}, {_of_memory(backup.size)}" if backup else "hier niet bekend"
    yield Line("Laatste back-up", text, late)
    yield Line("PostgreSQL", f"{database.version}; de catalogus neemt {_of_memory(database.size)} in")
    for name, lag in replica_lags().items():
        yield Line(f"Kopie van de database ({name})", f"{_ago(lag)} achter" if lag >= 1 else "bij")
    missing = missing_migrations()
    worry = "Voer manage.py migrate_safely uit." if missing else ""
    yield Line("Migraties", f"{missing} niet uitgevoerd" if missing else "alle uitgevoerd", worry)
    total, free = disk_space()
    worry = "De schijf is bijna vol: maak ruimte." if free < LITTLE_SPACE * total else ""
    yield Line("Schijf met de map VAR", f"{_of_memory(free)} vrij van {_of_memory(total)}", worry)


def _replicas(index: IndexState) -> Iterator[Line]:
    """Those that this process reads, whatever the primary knows of them."""
    away = "Bezoekers merken dat niet. Kijk op die server of PostgreSQL draait."
    for alias, version in versions_of_replicas().items():
        if version is None:
            yield Line(f"Lezen uit {alias}", "antwoordt niet", away)
        else:
            behind = f"loopt achter: versie {version}" if version < index.version else "bij"
            yield Line(f"Lezen uit {alias}", behind)


def _settings() -> Iterator[Line]:
    """What is on, and never an address, a name or a key."""
    yield Line("Alleen lezen (READ_ONLY)", _yes_or_no(settings.READ_ONLY))
    yield Line("HTTPS", _yes_or_no(settings.HTTPS))
    yield Line("Achter een proxy (BEHIND_PROXY)", _yes_or_no(settings.BEHIND_PROXY))
    yield Line("Zoeken op betekenis (MEANING)", _yes_or_no(settings.MEANING))
    yield Line("Logregels (LOG_FORMAT)", "JSON" if settings.LOG_FORMAT == "json" else "tekst")
    yield Line("Metingen voor Prometheus (METRICS_BIND)", _yes_or_no(settings.METRICS_BIND))
    yield Line("Metingen voor OpenTelemetry", _yes_or_no(settings.TRACES_ENDPOINT))
    slow = f"vanaf {settings.SLOW_QUERY_MS} milliseconden" if settings.SLOW_QUERY_MS else "nee"
    yield Line("Trage zoekopdrachten in het log (SLOW_QUERY_MS)", slow)


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y H:i")


def _ago(seconds: float) -> str:
    """A duration in its largest unit, such as “3 minuten”."""
    for length, one, more in STEPS:
        if seconds >= length:
            number = int(seconds // length)
            return f"{number} {one if number == 1 else more}"
    return "minder dan een seconde"


def _of_memory(size: int) -> str:
    return filesizeformat(size).replace("\xa0", " ")


def _yes_or_no(value: object) -> str:
    return "ja" if value else "nee"
