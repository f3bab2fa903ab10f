"""The apps: the catalogue itself, and Django's admin with a site of our own."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Catalogus"
    default = True

    def ready(self) -> None:
        """Register the records whose history is kept, and the receivers of signals."""
        from catalogue.telemetry import queries
        from initiatives.revisions.records import register
        from initiatives.search.index import queue
        from initiatives.signin import events  # noqa: F401

        register()
        queries.watch()
        queue.filled.connect(_reindex_in_background)


def _reindex_in_background(**signal: object) -> None:
    """Enqueue the task that reindexes; `initiatives.tasks` imports much that few processes need."""
    import_module("initiatives.tasks").reindex_queued.enqueue()


class EditorsConfig(SimpleAdminConfig):
    """The admin, with only what `initiatives.admin` registers: packages bring pages that no role may see."""

    default_site = "initiatives.admin.site.EditorsSite"

    def ready(self) -> None:
        super().ready()
        import_module("initiatives.admin")
