"""Name of the app as editors see it."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = "Catalogus"

    def ready(self) -> None:
        from initiatives.signin import events  # noqa: F401 (connects its receivers)
