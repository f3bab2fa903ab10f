"""The page about the system: what it says, what it worries about, and what it never shows."""

from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalogue.telemetry.service import RELEASE
from initiatives.backups.manifest import MANIFEST, Backup, dump
from initiatives.choices import Role
from initiatives.models import OutdatedRow
from initiatives.search.index import replicas
from initiatives.search.index.snapshot import current_index
from initiatives.system.metrics import collect
from initiatives.tasks import check_catalogue

pytestmark = pytest.mark.django_db
PAGE = "/beheer/systeem/"
QUERIES = 11  # session, account, role, menu; and version, tasks, rows, database, replicas, migrations
CALM = "Er is niets dat aandacht vraagt."


@pytest.fixture
def manager(signed_in):
    return signed_in(Role.MANAGER)


def lines(page):
    return {line.label: line for lines in page.context["groups"].values() for line in lines}


def test_page_says_how_the_site_is(manager):
    version = current_index().version
    page = manager.get(PAGE)
    told = lines(page)
    assert told["Uitgave van het programma"].value == RELEASE
    assert told["Index in dit proces"].value == f"bij: versie {version}"
    assert told["Migraties"].value == "alle uitgevoerd"
    assert told["Laatste back-up"].value == "hier niet bekend"
    assert "geheugen, draait al" in page.text


@pytest.mark.parametrize("n", [1, 25])
def test_number_of_queries_does_not_grow(manager, django_assert_num_queries, n):
    manager.get(PAGE)
    for _ in range(n):
        check_catalogue.enqueue()
    with django_assert_num_queries(QUERIES):
        manager.get(PAGE)


def test_task_that_nobody_does_is_a_worry(manager):
    assert CALM in manager.get(PAGE).text
    check_catalogue.enqueue()
    assert CALM in manager.get(PAGE).text
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=11))
    OutdatedRow.objects.create(initiative_id=1, since=timezone.now() - timedelta(hours=3))
    page = manager.get(PAGE)
    assert [line.label for line in page.context["worries"]] == [
        "Taken die wachten",
        "Initiatieven die opnieuw worden geïndexeerd",
    ]
    assert "1, de oudste 11 minuten" in page.text
    assert "kijk of db_worker draait" in page.text


@pytest.mark.parametrize(("hours", "worries"), [(25, []), (27, ["Laatste back-up"])])
def test_backup_of_the_day_before_yesterday_is_a_worry(manager, settings, tmp_path, hours, worries):
    settings.BACKUPS = tmp_path
    made = timezone.now() - timedelta(hours=hours)
    backup = Backup(tmp_path / "catalogue.dump", made, 1.0, 2_048, "", "0.1.0", 1, 180_000, {})
    backup.path.touch()
    backup.path.with_suffix(MANIFEST).write_text(dump(backup))
    page = manager.get(PAGE)
    assert [line.label for line in page.context["worries"]] == worries
    assert lines(page)["Laatste back-up"].value.endswith(", 2,0 KB")
    age = next(metric for metric in collect() if metric.name == "catalogue_backup_age_seconds")
    assert hours * 3_600 <= age.samples[0].value < hours * 3_600 + 60


def test_replica_that_does_not_answer_is_a_worry(manager, monkeypatch):
    database = connections.settings[DEFAULT_DB_ALIAS]
    monkeypatch.setitem(connections.settings, "replica1", database)
    monkeypatch.setitem(connections.settings, "replica2", {**database, "HOST": "127.0.0.1", "PORT": "1"})
    known = [replicas.Replica("replica1"), replicas.Replica("replica2")]
    monkeypatch.setattr(replicas, "replicas", known)
    page = manager.get(PAGE)
    assert [line.label for line in page.context["worries"]] == ["Lezen uit replica2"]
    assert lines(page)["Lezen uit replica1"].value == "bij"
    up = next(metric for metric in collect() if metric.name == "catalogue_replica_up")
    assert {sample.labels["replica"]: sample.value for sample in up.samples} == {"replica1": 1, "replica2": 0}
    known[0]._close()


def test_page_has_no_secret(manager):
    page = manager.get(PAGE).text
    database = site_settings.DATABASES["default"]
    secrets = [site_settings.SECRET_KEY, database["PASSWORD"], database["HOST"], str(site_settings.VAR)]
    assert not any(secret and str(secret) in page for secret in secrets)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_page_is_for_beheerders_only(signed_in, role):
    assert signed_in(role).get(PAGE).status_code == 403
