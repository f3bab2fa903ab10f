"""The pods of the manifests for Kubernetes: confined, and in agreement with the rest of the repository."""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve

from catalogue import gunicorn
from tests.deploy.manifests import FOLDER, ROOT, build, containers, environment, pods, select

SITE = "initiatieven.example.nl"
PRODUCTION = build("production")
PODS = {name: pod for name, _, pod in pods(PRODUCTION)}
CONTAINERS = {f"{name}/{one['name']}": one for name, pod in PODS.items() for one in containers(pod)}
[WEB_CONTAINER] = PODS["Deployment/catalogue-web"]["containers"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("name", PODS)
def test_pod_is_confined(name):
    """As the Pod Security Standard “restricted” wants it, and more."""
    pod = PODS[name]
    security = pod["securityContext"]
    assert security["runAsNonRoot"] is True
    assert security["runAsUser"] >= 100
    assert security["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
    kinds = {"emptyDir", "secret", "configMap", "persistentVolumeClaim"}
    assert all(volume.keys() & kinds for volume in pod["volumes"])
    assert all(volume["emptyDir"]["sizeLimit"] for volume in pod["volumes"] if "emptyDir" in volume)


@pytest.mark.parametrize("name", CONTAINERS)
def test_container_is_confined(name):
    container = CONTAINERS[name]
    security = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
    assert container["securityContext"] == security
    assert container["resources"]["limits"]["memory"]
    assert container["resources"]["requests"].keys() >= {"cpu", "memory"}


def test_namespace_refuses_pods_with_more_rights():
    [namespace] = select(PRODUCTION, "Namespace")
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    others = [thing for thing in PRODUCTION if thing["kind"] not in ("Namespace", "ClusterImageCatalog")]
    assert {thing["metadata"]["namespace"] for thing in others} == {namespace["metadata"]["name"]}


def test_images_are_those_of_compose_and_the_same_everywhere():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    images = {name: container["image"] for name, container in CONTAINERS.items()}
    assert images.pop("Deployment/catalogue-front/nginx") == compose["nginx"]["image"]
    [version] = re.findall(r"^ARG VERSION=(.*)$", DOCKERFILE, re.MULTILINE)
    assert set(images.values()) == {f"registry.example.nl/catalogue:{version}"}
    assert len(images) == 11


def test_pods_run_as_the_users_of_their_images():
    [user] = re.findall(r"^USER (\d+):\1$", DOCKERFILE, re.MULTILINE)
    users = {name: pod["securityContext"]["runAsUser"] for name, pod in PODS.items()}
    assert users.pop("Deployment/catalogue-front") == 101
    assert set(users.values()) == {int(user)}


def test_commands_exist():
    said = {name: container["command"] for name, container in CONTAINERS.items() if "command" in container}
    commands = {words[2] for words in said.values() if words[:2] == ["python", "manage.py"]}
    assert commands == {
        "check_links",
        "clear_log",
        "clearsessions",
        "db_worker",
        "freeze",
        "load_catalogue",
        "migrate",
        "migrate_safely",
        "prune_db_task_results",
    }
    assert commands <= get_commands().keys()


def test_ports_and_paths_are_those_of_the_web_server():
    port, metrics = WEB_CONTAINER["ports"]
    assert environment(WEB_CONTAINER, PRODUCTION)["BIND"] == f"0.0.0.0:{port['containerPort']}"
    assert environment(WEB_CONTAINER, PRODUCTION)["METRICS_BIND"] == f"0.0.0.0:{metrics['containerPort']}"
    assert f"EXPOSE {port['containerPort']}\n" in DOCKERFILE
    probes = {name: WEB_CONTAINER[f"{name}Probe"]["httpGet"] for name in ("startup", "readiness", "liveness")}
    assert {name: probe["path"] for name, probe in probes.items()} == {
        "startup": "/readyz",
        "readiness": "/healthz",
        "liveness": "/healthz",
    }
    assert all(resolve(probe["path"]) for probe in probes.values())
    assert {probe["port"] for probe in probes.values()} == {port["name"]}


def test_requests_are_finished_before_a_pod_is_killed():
    pause = WEB_CONTAINER["lifecycle"]["preStop"]["sleep"]["seconds"]
    grace = PODS["Deployment/catalogue-web"]["terminationGracePeriodSeconds"]
    assert pause + gunicorn.graceful_timeout < grace


def test_name_of_the_site_stands_in_one_file(tmp_path):
    """Another one in site.env is also in the Ingress and the probes."""
    [ingress] = select(PRODUCTION, "Ingress")
    assert ingress["spec"]["rules"][0]["host"] == ingress["spec"]["tls"][0]["hosts"][0] == SITE
    probes = [WEB_CONTAINER[f"{name}Probe"]["httpGet"]["httpHeaders"] for name in ("startup", "readiness", "liveness")]
    assert probes == [[{"name": "Host", "value": SITE}]] * 3
    copied = tmp_path / "deploy"
    shutil.copytree(ROOT / "deploy", copied)
    site = copied / "kubernetes" / "production" / "site.env"
    site.write_text(site.read_text().replace(SITE, "elders.example.nl,www.elders.example.nl"))
    text = yaml.dump_all(build(copied / "kubernetes" / "production"))
    assert text.count(SITE) == 0
    assert text.count("elders.example.nl") == 7  # two in the setting


@pytest.mark.parametrize("name", CONTAINERS)
def test_variables_are_settings_and_stand_before_their_use(name):
    known = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    libpq = {"PGSSLMODE", "PGSSLROOTCERT", "PGOPTIONS"}
    ours = {"DATABASE_USER", "DATABASE_PASSWORD"}  # for the address of replicas
    before = set()
    for variable, value in environment(CONTAINERS[name], PRODUCTION).items():
        assert variable in known | libpq | ours
        assert set(re.findall(r"\$\((\w+)\)", value)) <= before
        before.add(variable)


def test_no_secret_is_in_the_repository():
    assert not [thing for overlay in ("production", "pooled", "restore") for thing in select(build(overlay), "Secret")]
    used = {
        source["secretRef"]["name"]
        for container in CONTAINERS.values()
        for source in container.get("envFrom", [])
        if "secretRef" in source
    }
    assert used == {"catalogue-secrets"}
    assert not re.search(r"SECRET|PASSWORD", (FOLDER / "production" / "site.env").read_text())


def test_copy_of_the_site_is_written_where_nginx_reads_it():
    """In a folder of the volume, whose root may have a lost+found; nginx cannot write it."""
    [claim] = select(PRODUCTION, "PersistentVolumeClaim")
    front, freeze = PODS["Deployment/catalogue-front"], PODS["CronJob/catalogue-freeze"]
    [[reading], [writing]] = [
        [volume for volume in pod["volumes"] if volume["name"] == "frozen"] for pod in (front, freeze)
    ]
    name = claim["metadata"]["name"]
    assert reading["persistentVolumeClaim"] == {"claimName": name, "readOnly": True}
    assert writing["persistentVolumeClaim"] == {"claimName": name}
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    [nginx], [container] = front["containers"], freeze["containers"]
    paths = (FOLDER / "application" / "nginx" / "paths.conf").read_text()
    assert f'map "" $catalogue_frozen {{ default {container["command"][-1]}; }}' in paths
    [read] = [mount for mount in nginx["volumeMounts"] if mount["name"] == "frozen"]
    [written] = [mount for mount in container["volumeMounts"] if mount["name"] == "frozen"]
    assert read == {"name": "frozen", "mountPath": written["mountPath"], "readOnly": True}
    assert Path(container["command"][-1]).parent == Path(written["mountPath"])


def test_site_without_shared_storage_leaves_one_component_out(tmp_path):
    copied = tmp_path / "deploy"
    shutil.copytree(ROOT / "deploy", copied)
    production = copied / "kubernetes" / "production"
    file = production / "kustomization.yaml"
    lines = [line for line in file.read_text().splitlines(keepends=True) if "../frozen" not in line]
    file.write_text("".join(lines).replace("components:\n", ""))
    objects = build(production)
    assert len(PRODUCTION) - len(objects) == 2
    assert not select(objects, "PersistentVolumeClaim")
    [front] = select(objects, "Deployment", "catalogue-front")
    assert "persistentVolumeClaim" not in yaml.dump(front)


def test_monitor_of_the_operator_finds_the_web_servers(tmp_path):
    copied = tmp_path / "deploy"
    shutil.copytree(ROOT / "deploy", copied)
    file = copied / "kubernetes" / "production" / "kustomization.yaml"
    file.write_text(file.read_text().replace("  # - ../monitored", "  - ../monitored"))
    [monitor] = select(build(file.parent), "PodMonitor")
    wanted = monitor["spec"]["selector"]["matchLabels"]
    found = [name for name, labels, _ in pods(PRODUCTION) if wanted.items() <= labels.items()]
    assert found == ["Deployment/catalogue-web"]
    [endpoint] = monitor["spec"]["podMetricsEndpoints"]
    assert endpoint["port"] in [port["name"] for port in WEB_CONTAINER["ports"]]
    assert endpoint["path"] == "/metrics"
    [labels] = [labels for name, labels, _ in pods(PRODUCTION) if name == found[0]]
    job = labels[monitor["spec"]["jobLabel"]]
    rules = (ROOT / "deploy" / "prometheus" / "rules.yml").read_text()
    assert set(re.findall(r'job="(\w+)"', rules)) == {job}
    assert monitor["metadata"]["namespace"] == "catalogue"


def test_front_has_no_secret():
    front = PODS["Deployment/catalogue-front"]
    assert "secret" not in yaml.dump(front).replace("no-secret", "").lower().replace("secret_key", "")


def test_files_that_the_manual_names_exist():
    text = (ROOT / "docs" / "operations.md").read_text()
    paths = set(re.findall(r"deploy/kubernetes/[\w/.-]*\w", text))
    assert len(paths) >= 5
    assert [path for path in paths if not (ROOT / path).exists()] == []
