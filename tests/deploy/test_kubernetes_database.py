"""What must be so in the database's manifests, whatever else changes."""

import os
import re

import psycopg
import pytest

from tests.deploy.manifests import ROOT, build, environment, pods, select

PRODUCTION, POOLED = build("production"), build("pooled")
[CLUSTER] = select(PRODUCTION, "Cluster")
[WEB] = select(PRODUCTION, "Deployment", "catalogue-web")
[WEB_CONTAINER] = WEB["spec"]["template"]["spec"]["containers"]


def test_a_commit_is_on_two_instances_before_it_is_acknowledged():
    spec = CLUSTER["spec"]
    assert spec["instances"] == 3
    assert spec["postgresql"]["synchronous"] == {
        "method": "any",
        "number": 1,
        "dataDurability": "required",
        "failoverQuorum": True,
    }
    assert spec["affinity"]["podAntiAffinityType"] == "required"
    assert spec["walStorage"]["size"]
    assert not {"synchronous_commit", "fsync", "synchronous_standby_names"} & spec["postgresql"]["parameters"].keys()


def test_extensions_are_those_that_migrations_make():
    text = "".join(path.read_text() for path in (ROOT / "initiatives" / "migrations").glob("*.py"))
    needed = set(re.findall(r"\b(Unaccent|Trigram)Extension\(", text))
    assert needed == {"Unaccent", "Trigram"}
    made = {
        line.split()[-1]
        for line in CLUSTER["spec"]["bootstrap"]["initdb"]["postInitApplicationSQL"]
        if "CREATE" in line
    }
    assert made == {"unaccent", "pg_trgm"}


def test_backups_go_to_the_object_store_of_the_plugin():
    [store] = select(PRODUCTION, "ObjectStore")
    [backup] = select(PRODUCTION, "ScheduledBackup")
    [plugin] = CLUSTER["spec"]["plugins"]
    assert plugin["isWALArchiver"] is True
    assert plugin["parameters"] == {"barmanObjectName": store["metadata"]["name"]}
    assert backup["spec"]["method"] == "plugin"
    assert backup["spec"]["pluginConfiguration"]["name"] == plugin["name"]
    assert backup["spec"]["cluster"]["name"] == CLUSTER["metadata"]["name"]
    assert len(backup["spec"]["schedule"].split()) == 6
    [restored] = select(build("restore"), "Cluster")
    [source] = restored["spec"]["externalClusters"]
    assert source["plugin"]["parameters"]["barmanObjectName"] == store["metadata"]["name"]
    assert restored["spec"]["imageCatalogRef"] == CLUSTER["spec"]["imageCatalogRef"]
    assert "plugins" not in restored["spec"]  # it would write into the archive of the other one


def test_pooler_keeps_sessions_and_is_used_by_the_web_servers_only():
    [pooler] = select(POOLED, "Pooler")
    assert pooler["spec"]["type"] == "rw"
    assert pooler["spec"]["pgbouncer"]["poolMode"] == "session"
    addresses = {
        name: one["value"]
        for name, _, pod in pods(POOLED)
        for container in pod["containers"]
        for one in container.get("env", [])
        if one["name"] == "DATABASE_URL" and "value" in one
    }
    assert addresses.keys() == {"Deployment/catalogue-web"}
    assert f"@{pooler['metadata']['name']}:5432/" in addresses["Deployment/catalogue-web"]


def test_each_address_of_replicas_is_of_one_instance():
    urls = environment(WEB_CONTAINER, PRODUCTION)["DATABASE_REPLICA_URLS"].split()
    hosts = [re.search(r"@([\w-]+):5432/catalogue$", url)[1] for url in urls]
    services = [select(PRODUCTION, "Service", host)[0]["spec"]["selector"] for host in hosts]
    names = [f"{CLUSTER['metadata']['name']}-{number}" for number in range(1, CLUSTER["spec"]["instances"] + 1)]
    assert [selector["cnpg.io/instanceName"] for selector in services] == names
    assert {selector["cnpg.io/instanceRole"] for selector in services} == {"replica"}
    assert CLUSTER["spec"]["certificates"]["serverAltDNSNames"] == hosts


def test_connections_of_all_web_servers_fit():
    [scaler] = select(PRODUCTION, "HorizontalPodAutoscaler")
    most = int(CLUSTER["spec"]["postgresql"]["parameters"]["max_connections"])
    workers, pool = 2, 5  # the defaults of WORKERS and POOL_SIZE
    assert {"WORKERS", "POOL_SIZE"}.isdisjoint(environment(WEB_CONTAINER, PRODUCTION))
    beside = 3  # of each worker: the catalogue's version, and others for a moment
    others = 25  # the worker, commands, and what PostgreSQL and CloudNativePG keep for themselves
    assert scaler["spec"]["maxReplicas"] * workers * (pool + beside) + others <= most


def test_variables_of_the_pooled_site_stand_before_their_use():
    [web] = select(POOLED, "Deployment", "catalogue-web")
    before = set()
    for one in web["spec"]["template"]["spec"]["containers"][0]["env"]:
        assert set(re.findall(r"\$\((\w+)\)", one.get("value", ""))) <= before
        before.add(one["name"])


@pytest.fixture
def role():
    """A role with the limits of that in the manifest; its address is the setting of the tests with another user."""
    name, password = f"limited_{os.getpid()}", "only-of-tests"
    limits = [line for line in CLUSTER["spec"]["bootstrap"]["initdb"]["postInitApplicationSQL"] if "ALTER ROLE" in line]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as administrator:
        administrator.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
        for line in limits:
            administrator.execute(line.replace("ROLE catalogue ", f"ROLE {name} "))
        info = administrator.info
        yield {"host": info.host, "port": info.port, "dbname": info.dbname, "user": name, "password": password}
        administrator.execute(f"DROP ROLE {name}")


def limits_of(**parameters):
    with psycopg.connect(**parameters) as one:
        return tuple(one.execute(f"SHOW {name}").fetchone()[0] for name in ("statement_timeout", "lock_timeout"))


def test_limits_of_the_role_hold_for_web_servers_behind_the_pooler(role):
    assert limits_of(**role) == ("10s", "1s")


def test_commands_have_no_limits(role, monkeypatch):
    monkeypatch.setenv("PGOPTIONS", environment(WEB_CONTAINER, PRODUCTION)["PGOPTIONS"])
    assert limits_of(**role) == ("0", "0")


def test_limits_of_the_web_server_win(role, monkeypatch):
    """It has PGOPTIONS too, and sets the limits of its settings when it connects."""
    monkeypatch.setenv("PGOPTIONS", environment(WEB_CONTAINER, PRODUCTION)["PGOPTIONS"])
    assert limits_of(**role, options="-c statement_timeout=3s -c lock_timeout=2s") == ("3s", "2s")
