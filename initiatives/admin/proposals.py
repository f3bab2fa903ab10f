"""Admin of proposals: a list, and a page to decide on those for one record."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from initiatives import rules
from initiatives.actions.proposing import decide, open_proposals, withdraw
from initiatives.admin.base import ReadOnlyAdmin
from initiatives.admin.exporting import ExportMixin
from initiatives.admin.previews import AUTHOR, PROPOSAL, has_page, preview_url, show_url
from initiatives.choices import ProposalStatus
from initiatives.models import Proposal
from initiatives.models.base import CatalogueModel
from initiatives.requests import signed_in
from initiatives.revisions.comparison import Difference, describe, label_of
from initiatives.revisions.records import MODELS
from initiatives.revisions.state import State, state_of
from initiatives.rules import Verb

ACCEPT, REFUSE = "overnemen", "afwijzen"


class KindFilter(admin.SimpleListFilter):
    """The kinds of records that there are proposals for, by their Dutch names."""

    title = "soort"
    parameter_name = "soort"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        names = model_admin.get_queryset(request).order_by("model").values_list("model", flat=True).distinct()
        return [(name, str(MODELS[name]._meta.verbose_name)) for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(model=self.value()) if self.value() else queryset


@admin.register(Proposal)
class ProposalAdmin(ExportMixin, ReadOnlyAdmin):
    list_display = ["where", "kind", "label", "author", "made", "status", "answer"]
    list_display_links = None
    list_filter = ["status", KindFilter]
    list_select_related = ["author"]
    search_fields = ["title", "why"]
    ordering = ["-made", "-id"]

    def get_list_filter(self, request: HttpRequest) -> list:
        """Also by author, for who sees proposals of others."""
        may_decide = rules.may(request.user, Verb.PUBLISH, Proposal)
        return [
            *super().get_list_filter(request),
            *([("author", admin.RelatedOnlyFieldListFilter)] if may_decide else []),
        ]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.review)
        name = "initiatives_proposal_review"
        return [path("<str:model>/<int:object_id>/", view, name=name), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *arguments: Any, **options: Any) -> HttpResponse:
        """A proposal is shown with all others for its record."""
        proposal = self.get_object(request, object_id)
        if proposal is None:
            raise Http404
        return HttpResponseRedirect(review_url(proposal.model, proposal.object_id))

    @admin.display(description="waarvan", ordering="title")
    def where(self, proposal: Proposal) -> SafeString:
        return format_html('<a href="{}">{}</a>', review_url(proposal.model, proposal.object_id), proposal.title)

    @admin.display(description="soort", ordering="model")
    def kind(self, proposal: Proposal) -> str:
        return str(MODELS[proposal.model]._meta.verbose_name)

    @admin.display(description="veld", ordering="field")
    def label(self, proposal: Proposal) -> str:
        return label_of(MODELS[proposal.model], proposal.field)

    def review(self, request: HttpRequest, model: str, object_id: int) -> HttpResponse:
        """The open proposals for a record beside its present text; POST decides on them or withdraws the own ones."""
        if model not in MODELS:
            raise Http404
        record = rules.visible(request.user, MODELS[model].objects.filter(pk=object_id)).first()
        if record is None:
            raise Http404
        if not rules.may(request.user, Verb.VIEW, Proposal):
            raise PermissionDenied
        may_decide = rules.may(request.user, Verb.PUBLISH, record)
        errors: list[str] = []
        if request.method == "POST":
            try:
                return self._decide(request, record) if may_decide else self._withdraw(request, record)
            except ValidationError as error:
                errors = error.messages
        proposals = rules.visible(request.user, open_proposals(record))
        context = {
            **self.admin_site.each_context(request),
            "title": "Voorstellen beoordelen" if may_decide else "Uw voorstellen",
            "opts": self.opts,
            "record_opts": record._meta,
            "record": record,
            "rows": _rows(record, list(proposals), request),
            "author_previews": _author_previews(record, proposals),
            "preview_url": preview_url(record) if has_page(type(record)) else "",
            "may_decide": may_decide,
            "errors": errors,
            "accept": ACCEPT,
            "refuse": REFUSE,
        }
        return render(request, "admin/review.html", context)

    def _decide(self, request: HttpRequest, record: CatalogueModel) -> HttpResponse:
        choices = {_key(key[8:]): value for key, value in request.POST.items() if key.startswith("besluit-")}
        answers = {key: _answer(request.POST.get(f"antwoord-{key}", "")) for key in choices}
        accepted, refused = decide(
            record=record,
            accepted={key: answers[key] for key, choice in choices.items() if choice == ACCEPT},
            refused={key: answers[key] for key, choice in choices.items() if choice == REFUSE},
            by=signed_in(request),
        )
        self.message_user(request, f"Overgenomen: {accepted}. Afgewezen: {refused}.", messages.SUCCESS)
        return self._next(record)

    def _withdraw(self, request: HttpRequest, record: CatalogueModel) -> HttpResponse:
        number = withdraw(
            proposals=open_proposals(record).filter(pk=_key(request.POST.get("intrekken"))), by=signed_in(request)
        )
        self.message_user(request, f"Ingetrokken: {number}.", messages.SUCCESS)
        return self._next(record)

    def _next(self, record: CatalogueModel) -> HttpResponse:
        if open_proposals(record).exists():
            return HttpResponseRedirect(review_url(str(record._meta.model_name), record.pk))
        url = reverse("admin:initiatives_proposal_changelist", query={"status__exact": ProposalStatus.OPEN})
        return HttpResponseRedirect(url)


def review_url(model: str, object_id: int) -> str:
    return reverse("admin:initiatives_proposal_review", args=[model, object_id])


def _key(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def _answer(text: str) -> str:
    return text.replace("\0", "").strip()[:2_000]


def _rows(record: CatalogueModel, proposals: list[Proposal], request: HttpRequest) -> list[dict[str, Any]]:
    """Each proposal with its difference to the present text, and whether there are more for its field."""
    now: State = state_of(record)
    fields = [proposal.field for proposal in proposals]
    return [
        {
            "proposal": proposal,
            "difference": _difference(record, proposal, now),
            "preview_url": show_url(record, f"{PROPOSAL}={proposal.pk}") if has_page(type(record)) else "",
            "is_contested": fields.count(proposal.field) > 1,
            "is_outdated": now.get(proposal.field) != proposal.old,
            "choice": request.POST.get(f"besluit-{proposal.pk}", ""),
            "answer": request.POST.get(f"antwoord-{proposal.pk}", ""),
        }
        for proposal in proposals
    ]


def _author_previews(record: CatalogueModel, proposals: Iterable[Proposal]) -> list[tuple[str, str]]:
    """For each author of proposals the page with all of them applied, and the author's name."""
    authors = {proposal.author_id: str(proposal.author) for proposal in proposals if proposal.author_id}
    return [(show_url(record, f"{AUTHOR}={key}"), name) for key, name in authors.items()]


def _difference(record: CatalogueModel, proposal: Proposal, now: State) -> Difference:
    return describe(type(record), {proposal.field: (now.get(proposal.field), proposal.new)})[0]
