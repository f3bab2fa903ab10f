"""Configuration of allauth's app."""

from allauth.account import apps


class AccountConfig(apps.AccountConfig):
    """Without the demand that its middleware is in the settings: ours runs it on the editors' pages only."""

    def ready(self) -> None:
        from allauth.account import checks  # noqa: F401 (registers them, as allauth does)
