"""A list of all packages that a server runs (SBOM) in the format CycloneDX, made from lock files."""

import os
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.hash.factories import HashTypeFactory
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.supply.licences import licence_of
from deploy.supply.locks import ROOT, Pin, read_lock

EPOCH = 1_577_836_800  # seconds; the same list has the same bytes, whenever it is made
MARKER = "catalogue:marker"  # property: where a package is installed (PEP 508)


def write_sbom(path: Path, locks: Sequence[Path], packages: dict[str, Distribution]) -> int:
    """Write the list of lock files and return how many packages it has.

    Args:
        path: of the file, in JSON.
        locks: the lock files; all their packages are in the list, those for other platforms too.
        packages: those that are installed, which say their licences.
    """
    pins = [pin for lock in locks for pin in read_lock(lock)]
    bom = make_bom(pins, packages)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(JsonV1Dot6(bom).output_as_string(indent=2) + "\n")
    return len(bom.components)


def make_bom(pins: Sequence[Pin], packages: dict[str, Distribution]) -> Bom:
    """Return the list, dated SOURCE_DATE_EPOCH and numbered by its contents."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    components = [_component(pin, packages) for pin in pins]
    contents = "\n".join(sorted(f"{pin.name}=={pin.version} {pin.hashes}" for pin in pins))
    made = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", EPOCH)), UTC)
    catalogue = _catalogue(project)
    bom = Bom(
        components=components,
        serial_number=uuid5(NAMESPACE_URL, contents),
        metadata=BomMetaData(component=catalogue, timestamp=made),
    )
    direct = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    bom.register_dependency(catalogue, [component for component in components if component.name in direct])
    return bom


def _catalogue(project: dict[str, Any]) -> Component:
    return Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        licenses=[LicenseFactory().make_from_string(project["license"])],
        bom_ref=project["name"],
    )


def _component(pin: Pin, packages: dict[str, Distribution]) -> Component:
    licence = licence_of(pin, packages)
    return Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        purl=(purl := PackageURL("pypi", name=pin.name, version=pin.version)),
        bom_ref=str(purl),
        licenses=[LicenseFactory().make_from_string(licence)] if licence else [],
        hashes=map(HashTypeFactory().from_composite_str, pin.hashes),  # of each published file
        properties=[Property(name=MARKER, value=pin.marker)] if pin.marker else [],
    )
