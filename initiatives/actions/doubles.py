"""What editors say of two initiatives that look alike: they are different ones, or belong to one project."""

from django.contrib.auth.models import User

from initiatives.actions.log import log
from initiatives.actions.publishing import prepare_edited
from initiatives.choices import EventKind
from initiatives.models import Initiative, NotDouble, SeeAlso
from initiatives.revisions.recording import recorded


def tell_apart(*, one: Initiative, other: Initiative, by: User | None) -> None:
    """Say that two initiatives are different ones; they are not offered as doubles any more."""
    first, second = sorted((one, other), key=lambda initiative: initiative.pk)
    _, is_new = NotDouble.objects.get_or_create(first=first, second=second, defaults={"said_by": by})
    if is_new:
        log(EventKind.CHANGED, by=by, about=first, detail=f"is niet dubbel met {second}")


def take_back(*, said: NotDouble, by: User | None) -> None:
    """Forget that two initiatives are different ones."""
    log(EventKind.CHANGED, by=by, about=said.first, detail=f"is misschien toch dubbel met {said.second}")
    said.delete()


def relate(*, one: Initiative, other: Initiative, by: User | None) -> None:
    """Let two initiatives of one project lead to each other; the relation is kept with the first."""
    with recorded(by=by, how="Hoort bij hetzelfde project") as update:
        pair = [one.pk, other.pk]
        if SeeAlso.objects.filter(initiative__in=pair, other__in=pair).exists():
            return
        SeeAlso.objects.create(initiative=one, other=other)
        prepare_edited(initiative=one)
        one.save()
        update.add(Initiative.objects.filter(pk=one.pk))
        log(EventKind.CHANGED, by=by, about=one, detail=f"hoort bij hetzelfde project als {other}")
