"""A fingerprint of everything but the catalogue that pages are made from: code, templates, static files, settings."""

from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

SOURCES = ("catalogue/**/*.py", "initiatives/**/*.py", "initiatives/**/*.yaml", "templates/**/*")
# Those that public pages show.
SETTINGS = ("OWNER_NAME", "OWNER_ADDRESS", "OWNER_URL", "CONTACT_EMAIL", "THEME", "MEANING", "FRAMED_BY", "HTTPS")


def release() -> str:
    """Return twelve hexadecimal digits, equal for the same code, templates, static files and settings."""
    digest = sha256(repr([getattr(settings, name) for name in SETTINGS]).encode())
    for path in sorted(path for pattern in SOURCES for path in settings.BASE_DIR.glob(pattern) if path.is_file()):
        digest.update(path.read_bytes())
    digest.update(staticfiles_storage.manifest_hash.encode())  # type: ignore[attr-defined] # of the storage that we use
    return digest.hexdigest()[:12]
