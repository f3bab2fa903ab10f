"""The apps: the catalogue itself, and Django's admin with a site of our own."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Catalogus"
    default = True

    def ready(self) -> None:
        """Register the records whose history is kept, and the receivers that log sign-ins."""
        from initiatives.revisions.records import register
        from initiatives.signin import events  # noqa: F401

        register()


class EditorsConfig(SimpleAdminConfig):
    """The admin, with only what `initiatives.admin` registers: packages bring pages that no role may see."""

    default_site = "initiatives.admin.site.EditorsSite"

    def ready(self) -> None:
        super().ready()
        import_module("initiatives.admin")
