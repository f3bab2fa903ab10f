"""What must be so in the database's manifests, whatever else changes."""

import re

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
