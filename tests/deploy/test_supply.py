"""The list of packages (SBOM) and their licences, of the very lock files that servers install."""

import json
import re
import subprocess
import sys
from importlib.metadata import PathDistribution

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from deploy.supply.licences import ALLOWED, is_allowed, licence_of
from deploy.supply.locks import ROOT, Pin, installed, read_lock, server_pins
from deploy.supply.sbom import MARKER, write_sbom

LOCK = ROOT / "requirements.lock"
HASH = "sha256:" + "0" * 64


@pytest.fixture(scope="module")
def sbom(tmp_path_factory):
    path = tmp_path_factory.mktemp("sbom") / "sbom.json"
    write_sbom(path, [LOCK], installed())
    return path


def test_sbom_is_valid(sbom):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(sbom.read_text()) is None


def test_sbom_has_exactly_the_packages_of_the_lock(sbom):
    """Read from the lock by itself, not by what makes the list."""
    blocks = re.findall(r"^([a-z0-9-]+)==(\S+)(.*?)(?=^\S|\Z)", LOCK.read_text(), re.MULTILINE | re.DOTALL)
    locked = {(name, version, frozenset(re.findall(r"sha256:(\w{64})", rest))) for name, version, rest in blocks}
    components = json.loads(sbom.read_text())["components"]
    listed = {
        (component["name"], component["version"], frozenset(item["content"] for item in component["hashes"]))
        for component in components
    }
    assert len(locked) > 50
    assert listed == locked
    assert len(components) == len(locked)


def test_every_component_has_a_licence_and_an_address(sbom):
    for component in json.loads(sbom.read_text())["components"]:
        assert component["licenses"]
        assert component["purl"] == f"pkg:pypi/{component['name']}@{component['version']}"


def test_packages_of_other_platforms_are_marked(sbom):
    components = json.loads(sbom.read_text())["components"]
    marked = {component["name"]: component["properties"] for component in components if "properties" in component}
    assert marked["colorama"] == [{"name": MARKER, "value": 'sys_platform == "win32"'}]
    assert "django" not in marked


def test_sbom_has_the_same_bytes_each_time(sbom, tmp_path):
    write_sbom(tmp_path / "again.json", [LOCK], installed())
    assert (tmp_path / "again.json").read_bytes() == sbom.read_bytes()


def test_command_writes_the_sbom(tmp_path):
    path = tmp_path / "new" / "sbom.json"
    command = [sys.executable, "-m", "deploy.supply", "sbom", path, "--lock", LOCK]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert json.loads(path.read_text())["bomFormat"] == "CycloneDX"


def test_licences_of_all_packages_of_a_server_are_allowed():
    packages = installed()
    licences = {pin.name: licence_of(pin, packages) for pin in server_pins(packages)}
    refused = {name: licence for name, licence in licences.items() if not is_allowed(licence)}
    assert licences["psycopg"] == "LGPL-3.0-only"
    assert refused == {}


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("LGPL-3.0-only", True),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only AND MIT", False),
        ("(MIT OR Apache-2.0) AND BSD-3-Clause", True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("AGPL-3.0-only", False),
        ("BSD", False),
        ("Something", False),
        ("", False),
    ],
)
def test_licence_is_allowed(expression, allowed):
    assert is_allowed(expression) is allowed


def make_package(folder, *lines):
    """A package as it is installed, with these lines in its metadata."""
    folder.mkdir()
    (folder / "METADATA").write_text("\n".join(["Metadata-Version: 2.4", "Name: some", "Version: 1.0", *lines, "", ""]))
    return {"some": PathDistribution(folder)}


@pytest.mark.parametrize(
    ("lines", "licence"),
    [
        (["License-Expression: MIT"], "MIT"),
        (["License: BSD-3-Clause"], "BSD-3-Clause"),
        (["Classifier: License :: OSI Approved :: MIT License"], "MIT"),
        (["License: BSD"], ""),  # of two clauses or three?
        (["License: Freeware"], ""),
        (["License-Expression: Nonsense"], ""),
        ([], ""),
    ],
)
def test_licence_is_read_from_metadata_or_unknown(tmp_path, lines, licence):
    packages = make_package(tmp_path / "some-1.0.dist-info", *lines)
    assert licence_of(Pin("some", "1.0", (HASH,), ""), packages) == licence


def test_licence_of_another_version_is_unknown(tmp_path):
    packages = make_package(tmp_path / "some-1.0.dist-info", "License-Expression: MIT")
    assert licence_of(Pin("some", "1.1", (HASH,), ""), packages) == ""
    assert licence_of(Pin("other", "1.0", (HASH,), ""), packages) == ""


@pytest.mark.parametrize("line", ["django==5.2", f"django>=5 --hash={HASH}", f"django --hash={HASH}"])
def test_lock_without_version_or_hash_is_refused(tmp_path, line):
    path = tmp_path / "some.lock"
    path.write_text(line)
    with pytest.raises(ValueError, match="Not pinned"):
        read_lock(path)


def test_decision_gives_a_reason_for_each_licence():
    text = (ROOT / "docs/decisions/0070-supply-chain.md").read_text()
    assert {licence for licence in ALLOWED if f"`{licence}`" not in text} == set()
