"""Every page below /beheer/ and who may open it, post to it and write with it. A page that is not here fails a test."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver

from initiatives.choices import Role

VISITOR, BLOCKED, NO_ROLE = "bezoeker", "geblokkeerd", "zonder rol"
MANAGER, CHIEF, EDITOR, MUNICIPAL = Role

NOBODY, MANAGERS, LEADS = frozenset(), frozenset({MANAGER}), frozenset({MANAGER, CHIEF})
WRITERS = LEADS | {EDITOR}
ROLES = WRITERS | {MUNICIPAL}
STAFF = ROLES | {NO_ROLE}
EVERYBODY = STAFF | {VISITOR, BLOCKED}


@dataclass(frozen=True)
class Page:
    """What each kind of account gets from a page; visitors who may not open it are led to the page to sign in.

    Args:
        read: who may open it.
        post: who may post to it, if not all of `read`.
        writes: whose post may write rows.
        opened: the statuses of a page that may be opened.
        refused: the status for other accounts.
        hidden: the status for who may open the page, but not see the record.
    """

    read: frozenset[str]
    post: frozenset[str] | None = None
    writes: frozenset[str] = NOBODY
    opened: tuple[int, ...] = (200,)
    refused: int = 403
    hidden: int = 404

    @property
    def posters(self) -> frozenset[str]:
        return self.read if self.post is None else self.post


MOVED = (302,)
RECORD = "<path:object_id>"
# For whoever is signed in; 404 without a second factor to show or remove.
OF_ONESELF = Page(STAFF, opened=(200, 302, 404))
ACCOUNT_PAGES = {
    "account/login/": Page(EVERYBODY, opened=(200, 302)),
    "account/logout/": Page(EVERYBODY, writes=STAFF, opened=(200, 302)),
    "account/inactive/": Page(EVERYBODY, NOBODY),
    "account/password/reset/": Page(EVERYBODY, opened=(404,)),  # there is no mail in the tests
    "account/password/reset/done/": Page(EVERYBODY, opened=(404,)),
    "account/password/reset/key/done/": Page(EVERYBODY, NOBODY),
    "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$": Page(EVERYBODY),
    "account/2fa/": Page(STAFF, NOBODY),
    "account/2fa/authenticate/": Page(EVERYBODY, opened=MOVED),
    "account/2fa/webauthn/": Page(STAFF, NOBODY),
    "account/2fa/webauthn/login/": Page(EVERYBODY, opened=MOVED),
    "account/2fa/recovery-codes/": Page(STAFF, NOBODY, opened=(404,)),
    "account/oidc/<slug:provider_id>/login/": Page(EVERYBODY, opened=(404,)),  # there is no provider in the tests
    "account/oidc/<slug:provider_id>/login/callback/": Page(EVERYBODY, opened=(404,)),
    "account/oidc/cancelled/": Page(EVERYBODY, opened=MOVED),
} | dict.fromkeys(
    (
        "account/reauthenticate/",
        "account/password/change/",
        "account/password/set/",
        "account/2fa/reauthenticate/",
        "account/2fa/totp/activate/",
        "account/2fa/totp/deactivate/",
        "account/2fa/recovery-codes/generate/",
        "account/2fa/recovery-codes/download/",
        "account/2fa/webauthn/add/",
        "account/2fa/webauthn/reauthenticate/",
        "account/2fa/webauthn/keys/<int:pk>/remove/",
        "account/2fa/webauthn/keys/<int:pk>/edit/",
    ),
    OF_ONESELF,
)
SITE_PAGES = {
    "": Page(STAFF),
    "login/": Page(STAFF, opened=MOVED),
    "logout/": Page(EVERYBODY, writes=STAFF, opened=(200, 302, 405)),
    "password_change/": Page(EVERYBODY, opened=MOVED),
    "password_change/done/": Page(STAFF, NOBODY),
    "jsi18n/": Page(STAFF, NOBODY),
    "autocomplete/": Page(STAFF, NOBODY, opened=(403,)),  # without a field; test_forgery.py asks for each
    "handleiding/": Page(STAFF),
    "bewaren/": Page(EVERYBODY, opened=(405, 410)),  # a script sends it after the session has ended too
    "bewaard/": Page(STAFF),
    "bewaard/<slug:key>/": Page(STAFF, opened=(404,)),  # only of one's own
    "voorvertoning/<str:model>/<int:object_id>/": Page(ROLES, opened=(200, 302, 405), refused=404),
    "bevindingen/": Page(ROLES, NOBODY),
    "onvolledig/": Page(ROLES, NOBODY),
    "vragen/": Page(WRITERS, LEADS, opened=(200, 400)),  # a post without a question is a 400
    "instellingen/": Page(MANAGERS, NOBODY),
    "systeem/": Page(MANAGERS, NOBODY),
    "samenvoegen/": Page(LEADS),
    "samenvoegen/<int:object_id>/": Page(LEADS, writes=LEADS, opened=(200, 302)),
    "dubbel/": Page(ROLES, opened=(200, 400)),  # a post without a pair is a 400; test_doubles.py decides about pairs
    "nakijken/": Page(ROLES, opened=(200, 404)),  # a post without a record is a 404
    "links/": Page(ROLES, opened=(200, 404)),
    "verwijderd/": Page(MANAGERS, opened=(200, 404)),  # a post without a version is a 404
    "r/<int:content_type_id>/<int:object_id>/": Page(ROLES, opened=MOVED, refused=404),
    "^(?P<app_label>auth|initiatives)/$": Page(MANAGERS, refused=404),
    "(?P<url>.*)$": Page(NOBODY, refused=404),
}
IMPORT_PAGES = {
    "inlezen/": Page(ROLES, opened=(200, 400)),  # a post without a file is a 400
    "inlezen/sjabloon.xlsx": Page(ROLES, NOBODY),
    "inlezen/<int:key>/": Page(ROLES, opened=(200, 400, 404)),  # of others only for who leads; a post without a step
    "inlezen/<int:key>/fouten.csv": Page(ROLES, NOBODY, opened=(200, 404)),
}
STEP = Page(MANAGERS, writes=MANAGERS, opened=(200, 302))
STEPS = {
    f"auth/user/<int:object_id>/{step}/": STEP for step in ("new-link", "remove-second-factor", "block", "unblock")
}
LOG_PAGES = {"initiatives/event/csv/": Page(MANAGERS)}
REVIEW_PAGES = {
    "initiatives/proposal/<str:model>/<int:object_id>/": Page(ROLES, writes=ROLES, opened=(200, 302), refused=404)
}


def pages_of(
    model: str,
    read: frozenset[str],
    *,
    add: frozenset[str] = NOBODY,
    change: frozenset[str] = NOBODY,
    delete: frozenset[str] = NOBODY,
    change_page: Page | None = None,
    history: Page | None = None,
) -> dict[str, Page]:
    """The pages that Django's admin has for a model."""
    own = Page(read, change, change, opened=(200, 302), hidden=302)
    return {
        f"{model}/": Page(read, writes=delete, opened=(200, 302)),  # with POST, the actions
        f"{model}/add/": Page(add, writes=add, opened=(200, 302)),
        f"{model}/{RECORD}/change/": change_page or own,
        f"{model}/{RECORD}/history/": history or Page(read, refused=302, hidden=302),
        f"{model}/{RECORD}/delete/": Page(delete, writes=delete, opened=(200, 302), hidden=302),
        f"{model}/{RECORD}/": Page(STAFF, opened=MOVED, hidden=302),
    }


def record_pages(
    model: str, *, add: frozenset[str], change: frozenset[str], merge: frozenset[str] = NOBODY
) -> dict[str, Page]:
    """The pages of a record with versions."""
    pages = pages_of(model, ROLES, add=add, change=change, delete=MANAGERS, history=Page(ROLES, refused=404))
    pages[f"{model}/downloaden/<slug:extension>/"] = Page(ROLES, hidden=200)  # of a list
    pages[f"{model}/<int:object_id>/aanwezig/"] = Page(ROLES, opened=(404, 405), refused=404)
    pages[f"{model}/{RECORD}/history/<int:version_id>/"] = Page(
        ROLES, change, change, opened=(200, 302, 404), refused=404
    )
    if merge:
        pages[f"{model}/{RECORD}/samenvoegen/"] = Page(merge, writes=merge, opened=(200, 302))
    return pages


WORDS = ("targetgroup", "category", "approach", "synonym", "municipality", "province", "source", "recommendation")
MERGED = ("targetgroup", "category", "approach", "synonym")
PREVIEWED = ("initiative", "targetgroup", "category", "approach", "municipality", "source", "recommendation")
PARTS = ("mention", "link", "seealso", "adviceexample", "finding", "publication", "illustration")
INTERNAL = ("event", "slughistory", "loadedrecord", "searchrow", "searchword", "catalogueversion")

PAGES: dict[str, Page] = {
    **ACCOUNT_PAGES,
    **SITE_PAGES,
    **STEPS,
    **LOG_PAGES,
    **REVIEW_PAGES,
    **IMPORT_PAGES,
    **record_pages("initiatives/initiative", add=ROLES, change=ROLES, merge=LEADS),
    "initiatives/initiative/dubbel/": Page(ROLES),
    **record_pages("initiatives/organisation", add=WRITERS, change=WRITERS, merge=LEADS),
    **{
        route: page
        for word in WORDS
        for route, page in record_pages(
            f"initiatives/{word}", add=LEADS, change=WRITERS, merge=LEADS if word in MERGED else NOBODY
        ).items()
    },
    **{
        f"initiatives/{model}/{RECORD}/voorvertoning/": Page(ROLES, writes=ROLES, opened=(200, 302), refused=404)
        for model in PREVIEWED
    },
    **pages_of(
        "auth/user",
        MANAGERS,
        add=MANAGERS,
        change=MANAGERS,
        delete=MANAGERS,
        history=Page(MANAGERS, opened=MOVED),
    ),
    **pages_of("initiatives/proposal", ROLES, change_page=Page(ROLES, opened=MOVED, refused=404)),
    **pages_of("initiatives/unansweredquestion", WRITERS),
    "initiatives/proposal/downloaden/<slug:extension>/": Page(ROLES, hidden=200),
    "initiatives/unansweredquestion/downloaden/<slug:extension>/": Page(WRITERS),
    **{route: page for model in INTERNAL for route, page in pages_of(f"initiatives/{model}", MANAGERS).items()},
    **{f"initiatives/{part}/{rest}": Page(STAFF, opened=MOVED) for part in PARTS for rest in ("", "<path:rest>")},
}


def all_routes() -> list[str]:
    """The patterns of all addresses below /beheer/, as the resolver has them."""
    routes = (route.removeprefix("beheer/") for route in _walk(get_resolver()) if route.startswith("beheer/"))
    return list(dict.fromkeys(routes))


def _walk(resolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = f"{prefix}{pattern.pattern}"
        yield from [route] if isinstance(pattern, URLPattern) else _walk(pattern, route)
