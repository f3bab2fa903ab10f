"""Reads lock files as `make lock` writes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
HASH = "--hash="
SERVER_LOCKS = (ROOT / "requirements.lock", ROOT / "deploy" / "meaning.lock")  # the first is required


@dataclass(frozen=True)
class Pin:
    """A package of a lock file. `marker` says where it is installed (PEP 508); empty for everywhere."""

    name: str  # normalised
    version: str
    hashes: tuple[str, ...]  # of its files, "sha256:…"
    marker: str

    @property
    def is_for_here(self) -> bool:
        """Whether it is installed with this Python on this machine."""
        marker = Requirement(f"{self.name} ; {self.marker}").marker if self.marker else None
        return marker is None or marker.evaluate()


def read_lock(path: Path) -> list[Pin]:
    """Return the packages of a lock file in its order; raises ValueError for one without version or hashes."""
    lines = (line.strip() for line in path.read_text().replace("\\\n", " ").splitlines())
    return [_read_line(line) for line in lines if line and not line.startswith("#")]


def server_pins(packages: dict[str, Distribution]) -> list[Pin]:
    """Return all packages that a server may run; of optional lock files only if they are installed.

    Args:
        packages: what is installed, by normalised name.
    """
    required, *optional = map(read_lock, SERVER_LOCKS)
    return required + [pin for pins in optional for pin in pins if pin.name in packages]


def _read_line(line: str) -> Pin:
    requirement, *hashes = line.split(f" {HASH}")
    parsed = Requirement(requirement.strip())
    versions = [item.version for item in parsed.specifier if item.operator == "=="]
    if len(versions) != 1 or not hashes:
        raise ValueError(f"Not pinned with hashes: {line[:80]}")
    name, marker = canonicalize_name(parsed.name), str(parsed.marker or "")
    return Pin(name, versions[0], tuple(value.strip() for value in hashes), marker)


def installed(environment: Path | None = None) -> dict[str, Distribution]:
    """Return the packages by normalised name of a virtual environment, or of the one that runs this."""
    return {canonicalize_name(found.name): found for found in _found(environment)}


def _found(environment: Path | None) -> Iterator[Distribution]:
    if environment is None:
        yield from distributions()
        return
    folders = [str(folder) for folder in environment.glob("lib/python*/site-packages")]
    if not folders:
        raise FileNotFoundError(f"{environment} is no virtual environment.")
    yield from distributions(path=folders)
