"""Builds the manifests of deploy/kubernetes with kustomize, and compares them with the schemas of Kubernetes and of
CloudNativePG. The definitions of CloudNativePG are no part of the catalogue: the tests read them where they are."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import jsonschema
import kubernetes_validate
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "kubernetes"
KUBECTL = Path(sys.executable).with_name("kubectl")
DEFINITIONS = Path(os.environ.get("CNPG_DEFINITIONS", ROOT.parent / "shared" / "reference" / "kubernetes"))
FILES = {"Cluster": "clusters", "Pooler": "poolers", "ScheduledBackup": "scheduledbackups"}
CUSTOM = ("postgresql.cnpg.io/", "barmancloud.cnpg.io/")  # groups of which Kubernetes itself has no schema


class Loader(yaml.CSafeLoader):
    """Reads YAML as Kubernetes does: as JSON, in which a time is a text."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in known if not tag.endswith(":timestamp")]
        for first, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


@cache
def build(overlay):
    """The objects of a folder of deploy/kubernetes, as `kubectl apply --kustomize` sends them."""
    ran = subprocess.run([KUBECTL, "kustomize", FOLDER / overlay], capture_output=True, text=True, check=False)
    if ran.returncode or ran.stderr:
        raise AssertionError(ran.stderr)
    return list(yaml.load_all(ran.stdout, Loader))


def select(objects, kind, name=None):
    return [thing for thing in objects if thing["kind"] == kind and name in (None, thing["metadata"]["name"])]


def is_custom(thing):
    return thing["apiVersion"].startswith(CUSTOM)


def pods(objects):
    """The pods that objects describe: by kind and name their labels and their specification."""
    for thing in objects:
        spec = thing.get("spec", {})
        if thing["kind"] == "CronJob":
            spec = spec["jobTemplate"]["spec"]
        if thing["kind"] in ("Deployment", "Job", "CronJob"):
            template = spec["template"]
            yield f"{thing['kind']}/{thing['metadata']['name']}", template["metadata"]["labels"], template["spec"]


def containers(pod):
    return [*pod.get("initContainers", []), *pod["containers"]]


def environment(container, objects):
    """The variables of a container in their order: those of the ConfigMap, then its own."""
    known = {}
    for source in container.get("envFrom", []):
        if name := source.get("configMapRef", {}).get("name"):
            [settings] = select(objects, "ConfigMap", name)
            known |= settings["data"]
    return known | {one["name"]: one.get("value", "") for one in container.get("env", [])}


def fault(thing, version):
    """What is wrong with an object of Kubernetes itself, in a version such as 1.37; None when nothing is."""
    try:
        kubernetes_validate.validate(thing, version, strict=True)
    except kubernetes_validate.ValidationError as error:
        return error.message
    return None


@cache
def definition(kind):
    """The schema of a kind of CloudNativePG, without room for fields that it does not name."""
    text = (DEFINITIONS / f"postgresql.cnpg.io_{FILES[kind]}.yaml").read_text()
    [version] = yaml.load(text, yaml.CSafeLoader)["spec"]["versions"]
    return _closed(version["schema"]["openAPIV3Schema"])


def _closed(schema):
    """Kubernetes drops fields that a definition does not name; here they are faults."""
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    is_open = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object" and not is_open:
        closed["additionalProperties"] = False
    return closed


def custom_fault(thing):
    """What is wrong with an object of CloudNativePG; None when nothing is.

    An ObjectStore is of its plugin, and has as configuration what a Cluster itself can have too.
    """
    if thing["kind"] == "ObjectStore":
        backup = definition("Cluster")["properties"]["spec"]["properties"]["backup"]["properties"]
        schema, value = backup["barmanObjectStore"], thing["spec"]["configuration"]
    else:
        schema = definition(thing["kind"])
        schema["properties"]["metadata"] = {"type": "object"}  # Kubernetes' own
        value = thing
    return next((error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(value)), None)
