"""Requests that failed once, each mended; they are sent again in every run of the tests."""

from initiatives.choices import Role
from tests.admin.routes import NO_ROLE
from tests.hostile.editors import BOUNDARY, HostileRequest

LIST = "/beheer/initiatives/initiative/"
DIGITS = "9" * 30
MANAGER, CHIEF, EDITOR, MUNICIPAL = Role
# Lookups that no list declares, and values that PostgreSQL or Python cannot read.
LISTS = (
    f"{LIST}?channels=a",
    f"{LIST}?channels__contained_by=a",
    f"{LIST}?title__regex=(",
    f"{LIST}?started__range=a",
    f"{LIST}?created__year=99999999",
    f"{LIST}?municipalities__province__id__exact={DIGITS}",
    f"{LIST}?p={DIGITS}",
    "/beheer/initiatives/event/?at__year=9999",
    "/beheer/initiatives/event/?at__gte=2026-01-01",
    "/beheer/initiatives/event/?at__month=13",
    f"/beheer/initiatives/unansweredquestion/?day__year={DIGITS}",
)
PART = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="title"\r\n'
# Bodies that cannot be read, of accounts that may not post there: the error page reads them again.
BODIES = (
    (EDITOR, "/beheer/samenvoegen/1/", "multipart/form-data", b"x"),
    (MUNICIPAL, "/beheer/initiatives/loadedrecord/", f"multipart/form-data; boundary={BOUNDARY}", PART.encode()),
    (NO_ROLE, "/beheer/auth/user/", "multipart/form-data; boundary=\xe9", b"x"),
    (MANAGER, f"{LIST}add/", f"multipart/form-data; boundary={BOUNDARY}; charset=hex", PART.encode()),
)
FOUND = [
    *(HostileRequest(MANAGER, "GET", path) for path in LISTS),
    *(
        HostileRequest(account, "POST", path, None, {"Content-Type": kind}, body)
        for account, path, kind, body in BODIES
    ),
    HostileRequest(MANAGER, "POST", f"{LIST}1/change/", (("_saveasnew", "1"), ("slug", "nog-een"))),
    HostileRequest(MANAGER, "GET", f"{LIST}{DIGITS}/change/"),
    HostileRequest(MANAGER, "POST", f"/beheer/auth/user/{DIGITS}/delete/", (("post", "yes"),)),
]
