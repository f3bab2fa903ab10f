"""Who may do what: the only place where the rights of editors are decided."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol, cast

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from initiatives.choices import Role, Status
from initiatives.models import (
    AdviceExample,
    Approach,
    Category,
    Finding,
    Illustration,
    Initiative,
    Link,
    Mention,
    Municipality,
    Organisation,
    PreviewLink,
    Proposal,
    Province,
    Publication,
    Recommendation,
    SeeAlso,
    Source,
    Synonym,
    TableImport,
    TargetGroup,
    UnansweredQuestion,
)

# Whom a request is from: an editor, or a visitor, who may do nothing.
Account = User | AnonymousUser


class _Known(Protocol):
    """What is read once of the account of a request, and kept on it."""

    _role: Role | None
    _municipalities: list[int]


class Verb(StrEnum):
    """What an editor does with a record."""

    VIEW = "view"
    ADD = "add"
    CHANGE = "change"  # of a public record without PUBLISH: a proposal
    PUBLISH = "publish"  # also to decide on proposals, and to change what is public
    ARCHIVE = "archive"
    MERGE = "merge"
    IMPORT = "import"
    DELETE = "delete"


OF_INITIATIVES = (Initiative, Mention, Link, SeeAlso)
VOCABULARY = (
    TargetGroup,
    Category,
    Approach,
    Organisation,
    Synonym,
    Municipality,
    Province,
    Source,
    Recommendation,
    Finding,
    Illustration,
    AdviceExample,
    Publication,
)
SEEN_BY_EDITORS = (Proposal, UnansweredQuestion)
# The account that gets what deleted accounts did. No form accepts a username with spaces; nobody can sign in with it.
FORMER_COLLEAGUE = "een vroegere collega"

_WRITE = {Verb.VIEW, Verb.ADD, Verb.CHANGE}
_LEAD = _WRITE | {Verb.PUBLISH, Verb.ARCHIVE, Verb.MERGE, Verb.IMPORT}
_EDITOR_OF_WORDS = {Verb.VIEW, Verb.CHANGE}
# What a role may do with a kind of record; a beheerder may do everything. What is not here, nobody else may, such as
# anything with accounts or the log.
RIGHTS: dict[Role, dict[type[Model], set[Verb]]] = {
    Role.CHIEF: dict.fromkeys((*OF_INITIATIVES, *VOCABULARY, *SEEN_BY_EDITORS, TableImport), _LEAD),
    Role.EDITOR: dict.fromkeys(OF_INITIATIVES, _WRITE | {Verb.ARCHIVE, Verb.IMPORT})
    | dict.fromkeys(VOCABULARY, _EDITOR_OF_WORDS)
    | {Organisation: _WRITE}
    | {key: {Verb.VIEW} for key in (*SEEN_BY_EDITORS, TableImport)},
    Role.MUNICIPAL: dict.fromkeys(OF_INITIATIVES, _WRITE | {Verb.ARCHIVE, Verb.IMPORT})
    | {key: {Verb.VIEW} for key in VOCABULARY}
    | {key: {Verb.VIEW} for key in (Proposal, TableImport)},
}


def role_of(user: Account) -> Role | None:
    """The role of an account, the one with the most rights if it has several; None for visitors and blocked accounts.

    A superuser is a beheerder.
    """
    if not (user.is_active and getattr(user, "is_staff", False)):
        return None
    known = cast(_Known, user)
    if not hasattr(user, "_role"):
        known._role = assigned_role(user)
    return known._role


def assigned_role(account: User) -> Role | None:
    """The role that an account has, or would have if it were not blocked."""
    if account.is_superuser:
        return Role.MANAGER
    names = {group.name for group in account.groups.all()}
    return next((role for role in Role if role in names), None)


def may(user: Account, verb: Verb, what: Model | type[Model]) -> bool:
    """Return whether a user may do this with a record, or with any record of a model."""
    model = what if isinstance(what, type) else type(what)
    role = role_of(user)
    if role is None:
        return False
    if role is Role.MANAGER:
        return not isinstance(what, User) or _is_in_reach(user, what)
    if verb not in RIGHTS[role].get(model, ()):
        return False
    return isinstance(what, type) or _may_with(user, role, verb, what)


def may_change_at_once(user: Account, record: Model) -> bool:
    """Return whether a change by this user is written; otherwise it becomes a proposal."""
    return may(user, Verb.PUBLISH, record) or not is_public(record)


def visible(user: Account, rows: QuerySet) -> QuerySet:
    """Return the rows that a user may see in the editors' pages."""
    role = role_of(user)
    if not may(user, Verb.VIEW, rows.model):
        return rows.none()
    if rows.model is User:
        return accounts_in_reach(user, rows)
    if role is Role.MUNICIPAL and rows.model in OF_INITIATIVES:
        own = _initiatives_in(own_municipalities(user))
        return rows.filter(pk__in=own) if rows.model is Initiative else rows.filter(initiative__in=own)
    if role in (Role.EDITOR, Role.MUNICIPAL) and rows.model is Proposal:
        return rows.filter(author=user)
    if role in (Role.EDITOR, Role.MUNICIPAL) and rows.model is TableImport:
        return rows.filter(user=user)
    return rows


def selectable(user: Account, rows: QuerySet) -> QuerySet:
    """Return the rows that a user may refer to from a record, which the autocomplete fields offer.

    A municipal editor can refer to what is public elsewhere.
    """
    if role_of(user) is Role.MUNICIPAL and rows.model is Initiative:
        return rows.filter(Q(status=Status.PUBLISHED) | Q(pk__in=visible(user, rows).values("pk")))
    return visible(user, rows)


def statuses(user: Account, initiative: Initiative | None = None) -> list[Status]:
    """The statuses that a user may give an initiative, its present one included.

    Archiving a published one is a proposal for those who may not publish, as any change of it.
    """
    if may(user, Verb.PUBLISH, Initiative):
        return list(Status)
    if initiative is None or initiative.pk is None:
        return [Status.DRAFT, Status.REVIEW]
    present = Status(initiative.status)
    return {
        Status.PUBLISHED: [Status.PUBLISHED, Status.ARCHIVED],
        Status.ARCHIVED: [Status.ARCHIVED],
    }.get(present, [Status.DRAFT, Status.REVIEW, Status.ARCHIVED])


def may_have(user: Account, record: Model, values: Mapping[str, Any]) -> bool:
    """Return whether a user may give a record these values of a state, as far as roles differ in that.

    What is written from elsewhere than a form, such as an earlier version, may not have what no form would accept.
    """
    if not isinstance(record, Initiative):
        return True
    if "status" in values and values["status"] not in statuses(user, record):
        return False
    municipalities = values.get("municipalities")
    is_own = municipalities is None or own_municipalities(user).filter(pk__in=municipalities).exists()
    return role_of(user) is not Role.MUNICIPAL or is_own


def hidden_initiatives(user: Account) -> QuerySet:
    """Return the initiatives of which a user may not read anything, also where something else refers to them."""
    if role_of(user) is not Role.MUNICIPAL:
        return Initiative.objects.none()
    return Initiative.objects.exclude(pk__in=selectable(user, Initiative.objects.all()).values("pk"))


def is_public(record: Model) -> bool:
    """Return whether visitors see a record: a change of it is a change of the site."""
    if isinstance(record, OF_INITIATIVES[1:]):
        record = record.initiative
    if isinstance(record, Initiative):
        # As the database has it: a form may have given the object another status.
        return Initiative.objects.published().filter(pk=record.pk).exists()
    if isinstance(record, Organisation):
        return record.pk is not None and record.initiatives.published().exists()
    return True


def may_revoke(user: Account, link: PreviewLink, record: Model) -> bool:
    """Return whether a user may revoke a preview link of this record: its maker, and whoever may publish."""
    return may(user, Verb.VIEW, record) and (link.made_by_id == user.pk or may(user, Verb.PUBLISH, record))


def own_municipalities(user: Account) -> QuerySet:
    """The municipalities of a municipal editor: those of the account, what they became, and what went into that.

    They are read once for each request, as the role is.
    """
    known = cast(_Known, user)
    if not hasattr(user, "_municipalities"):
        known._municipalities = list(_municipalities_of(user).values_list("pk", flat=True))
    return Municipality.objects.filter(pk__in=known._municipalities)


def _municipalities_of(user: Account) -> QuerySet:
    assigned = list(Municipality.objects.filter(editors=user.pk))
    today = [successor for municipality in assigned for successor in municipality.successors_today()]
    own = Municipality.objects.filter(pk__in=[municipality.pk for municipality in (*assigned, *today)])
    # A merger that is only recorded gives no rights yet, nor to what went into those that are to merge.
    return own.with_predecessors(abolished_on=timezone.localdate())


def _may_with(user: Account, role: Role, verb: Verb, record: Model) -> bool:
    """Whether a user whose role has a right has it for this record too."""
    if role is Role.CHIEF:
        return True
    initiative = record.initiative if isinstance(record, OF_INITIATIVES[1:]) else record
    if isinstance(initiative, Initiative) and initiative.pk:
        if role is Role.MUNICIPAL and not visible(user, Initiative.objects.filter(pk=initiative.pk)).exists():
            return False
        is_archived = Initiative.objects.filter(pk=initiative.pk, status=Status.ARCHIVED).exists()
        return verb is Verb.VIEW or not is_archived
    if isinstance(record, Proposal):
        return record.author_id == user.pk
    return True


def _initiatives_in(municipalities: QuerySet) -> QuerySet:
    return Initiative.objects.filter(municipalities__in=municipalities).values("pk")


def accounts_in_reach(user: Account, accounts: QuerySet) -> QuerySet:
    """Return the accounts that a user may see and change: a beheerder cannot touch a superuser."""
    if role_of(user) is not Role.MANAGER:
        return accounts.none()
    accounts = accounts.exclude(username=FORMER_COLLEAGUE)
    return accounts if user.is_superuser else accounts.filter(is_superuser=False)


def _is_in_reach(user: Account, account: User) -> bool:
    return account.username != FORMER_COLLEAGUE and (user.is_superuser or not account.is_superuser)


def is_municipal(user: Account) -> bool:
    """Return whether a user works for the own municipalities only."""
    return role_of(user) is Role.MUNICIPAL


def is_manager(user: Account) -> bool:
    """Return whether a user has every right."""
    return role_of(user) is Role.MANAGER
