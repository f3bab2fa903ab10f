"""What the catalogue calls itself in log lines, traces and metrics."""

import tomllib
from pathlib import Path

SERVICE = "corona-initiatieven"
UNKNOWN = "unknown"


def _version() -> str:
    """The version in pyproject.toml; the catalogue is no installed package, of which Python would know it."""
    try:
        project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
        return project["project"]["version"]
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return UNKNOWN


RELEASE = _version()
