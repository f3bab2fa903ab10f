"""What the editors' workplace keeps beside the catalogue: municipalities, log, proposals, unsaved input, open forms."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateformat import format as date_format

from initiatives.choices import EventKind, ProposalStatus
from initiatives.models.base import choice_constraint
from initiatives.models.places import Municipality

MAX_LINK_AGE = timedelta(days=14)


class Editor(models.Model):
    """An account as an editor: the municipalities that a municipal editor (gemeenteredacteur) works for."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    municipalities = models.ManyToManyField(
        Municipality, related_name="editors", blank=True, verbose_name="eigen gemeenten"
    )

    class Meta:
        verbose_name = "redacteur"
        verbose_name_plural = "redacteuren"

    def __str__(self) -> str:
        return str(self.user)


class Event(models.Model):
    """A line of the log: who did what to which record or account, and when."""

    at = models.DateTimeField("wanneer", auto_now_add=True, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="events", verbose_name="wie"
    )
    kind = models.CharField("wat", max_length=20, choices=EventKind)
    model = models.CharField("soort", max_length=50, blank=True, default="")
    object_id = models.BigIntegerField("nummer", null=True)
    title = models.CharField("waarvan", max_length=300, blank=True, default="")
    detail = models.TextField("bijzonderheden", blank=True, default="")

    class Meta:
        verbose_name = "regel van het logboek"
        verbose_name_plural = "logboek"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["model", "object_id"], name="event_object")]
        constraints = [choice_constraint("kind", EventKind, "event_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.title}".strip()


class Proposal(models.Model):
    """A change of one field of a public record, by somebody who may not publish; an editor in chief decides."""

    model = models.CharField("soort", max_length=50)
    object_id = models.BigIntegerField("nummer")
    title = models.CharField("waarvan", max_length=300)
    field = models.CharField("veld", max_length=60)
    old = models.JSONField("nu", null=True)
    new = models.JSONField("voorstel", null=True)
    why = models.TextField("waarom", blank=True, default="")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="proposals", verbose_name="van"
    )
    made = models.DateTimeField("gedaan op", auto_now_add=True)
    status = models.CharField("status", max_length=20, choices=ProposalStatus, default=ProposalStatus.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="besloten door"
    )
    decided_at = models.DateTimeField("besloten op", null=True)
    answer = models.TextField("antwoord", blank=True, default="")

    class Meta:
        verbose_name = "voorstel"
        verbose_name_plural = "voorstellen"
        ordering = ["made", "id"]
        indexes = [models.Index(fields=["model", "object_id", "status"], name="proposal_object")]
        constraints = [choice_constraint("status", ProposalStatus, "proposal_status")]

    def __str__(self) -> str:
        return f"{self.title}: {self.field}"


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def valid(self) -> Self:
        """Those that are neither expired nor revoked."""
        return self.filter(expires_at__gt=timezone.now(), revoked_at=None)

    def about(self, record: models.Model) -> Self:
        return self.filter(model=record._meta.model_name, object_id=record.pk)


class PreviewLink(models.Model):
    """A link that shows a record as the page it will be, without an account.

    It shows the record as it is at that moment, with the open proposals of `author` or the one `proposal` applied.
    """

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token, which is kept nowhere.")
    model = models.CharField("soort", max_length=50)
    object_id = models.BigIntegerField("nummer")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="voorstellen van"
    )
    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="voorstel"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preview_links", verbose_name="gemaakt door"
    )
    made_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    expires_at = models.DateTimeField("werkt tot")
    revoked_at = models.DateTimeField("ingetrokken op", null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "voorbeeldlink"
        verbose_name_plural = "voorbeeldlinks"
        ordering = ["expires_at", "id"]
        indexes = [models.Index(fields=["model", "object_id"], name="preview_link_object")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("made_at") + MAX_LINK_AGE),
                name="preview_link_age",
                violation_error_message="Een voorbeeldlink werkt hoogstens 14 dagen.",
            ),
            models.CheckConstraint(condition=Q(author=None) | Q(proposal=None), name="preview_link_proposals"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class KeptInput(models.Model):
    """What an editor typed in one opened form and did not save yet, as the form would post it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_inputs")
    key = models.CharField(max_length=16)  # of the opened form; two tabs with one record keep their texts apart
    model = models.CharField(max_length=50)
    object_id = models.BigIntegerField(null=True)  # None for a new record
    values = models.JSONField(default=dict)  # lists of texts by the names of the fields
    typed = models.BigIntegerField(default=0)  # when, in milliseconds by the browser's clock: newer texts win
    saved_at = models.DateTimeField(db_index=True)
    is_done = models.BooleanField(default=False)  # saved or thrown away: a text that arrives late is not kept again

    class Meta:
        indexes = [models.Index(fields=["user", "model", "object_id"], name="kept_input_record")]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="kept_input_form")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id or 'nieuw'}"

    @property
    def moment(self) -> str:
        """When it was typed: the time, and the date when that is not today."""
        moment = timezone.localtime(self.saved_at)
        return date_format(moment, "H:i" if moment.date() == timezone.localdate() else "j F H:i")


class Presence(models.Model):
    """A tab of an editor in which the form of a record is open; its heartbeat renews `seen_at`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences")
    tab = models.CharField(max_length=16)
    model = models.CharField(max_length=50)
    object_id = models.BigIntegerField()
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["model", "object_id"], name="presence_record")]
        constraints = [models.UniqueConstraint(fields=["user", "tab"], name="presence_tab")]

    def __str__(self) -> str:
        return f"{self.user}: {self.model} {self.object_id}"
