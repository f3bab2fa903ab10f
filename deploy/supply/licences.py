"""Whether a package's licence lets it run in a program under the EUPL-1.2.

The European Commission's appendix to the EUPL and decision 70 say why each licence is here.
"""

from importlib.metadata import Distribution
from typing import Any

from license_expression import ExpressionError, get_spdx_licensing

from deploy.supply.locks import Pin

# Permissive: they ask for their notice, which each package brings along, and no more.
PERMISSIVE = {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "PSF-2.0", "Zlib"}
# Sharing alike, for changes to the package itself only: we use them unchanged, as libraries. Both are in the appendix.
LIBRARIES = {"LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0"}
FONTS = {"OFL-1.1"}  # a file beside the program, with its licence
ALLOWED = PERMISSIVE | LIBRARIES | FONTS
# What packages write that have no SPDX expression (PEP 639) yet.
SPELLINGS = {
    "MIT License": "MIT",
    "MIT": "MIT",
    "BSD-3-Clause": "BSD-3-Clause",
    "BSD 3-Clause OR Apache-2.0": "BSD-3-Clause OR Apache-2.0",
    "Apache-2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "MPL-2.0": "MPL-2.0",
}
# Packages that say less than their own licence files, which were read: what they say, and what the files are. One that
# says something else in a later version is unknown again.
READ_FILES = {
    "colorama": ("BSD License", "BSD-3-Clause"),
    "django-csp": ("BSD", "BSD-3-Clause"),
    "django-filter": ("BSD License", "BSD-3-Clause"),
    "django-reversion": ("BSD", "BSD-3-Clause"),
    "fido2": (
        "BSD License, Apache Software License, Mozilla Public License 2.0 (MPL 2.0)",
        "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    ),
    "jinja2": ("BSD License", "BSD-3-Clause"),
    "qrcode": ("BSD", "BSD-3-Clause AND MIT"),
    "sqlparse": ("BSD License", "BSD-3-Clause"),
}
# Packages of which the version for another platform, or for another Python, is locked too; here that cannot be asked.
ELSEWHERE = {
    "colorama": "BSD-3-Clause",
    "numpy": "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
    "tzdata": "Apache-2.0",
}
SPDX: Any = get_spdx_licensing()


def licence_of(pin: Pin, packages: dict[str, Distribution]) -> str:
    """Return the licence of a package as an SPDX expression, or an empty text when it is unknown.

    Args:
        pin: the package of a lock file.
        packages: what is installed, by normalised name; one of another version says nothing.
    """
    if not pin.is_for_here:
        return ELSEWHERE.get(pin.name, "")
    package = packages.get(pin.name)
    if package is None or package.version != pin.version:
        return ""
    said = declared(package)
    if pin.name in READ_FILES and READ_FILES[pin.name][0] == said:
        return READ_FILES[pin.name][1]
    expression = _field(package, "License-Expression") or SPELLINGS.get(said, "")
    return expression if _parsed(expression) is not None else ""


def _field(package: Distribution, name: str) -> str:
    """The first value of a field of the metadata, or an empty text."""
    return str((package.metadata.get_all(name) or [""])[0])


def declared(package: Distribution) -> str:
    """Return what the metadata say: an expression, a short text, or the names of classifiers."""
    metadata = package.metadata
    text = _field(package, "License-Expression") or _field(package, "License")
    if text and "\n" not in text:
        return text
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    return ", ".join(line.rpartition(" :: ")[2] for line in classifiers)


def is_allowed(expression: str) -> bool:
    """Whether a licence may be used: of alternatives (OR) one must be allowed, of several (AND) all."""
    parsed = _parsed(expression)
    return parsed is not None and _holds(parsed)


def _parsed(expression: str) -> Any:
    try:
        return SPDX.parse(expression, validate=True)  # None for an empty text
    except ExpressionError:
        return None


def _holds(node: Any) -> bool:
    if isinstance(node, SPDX.OR):
        return any(map(_holds, node.args))
    if isinstance(node, SPDX.AND):
        return all(map(_holds, node.args))
    return str(node) in ALLOWED  # a licence with an exception (WITH) is another one
