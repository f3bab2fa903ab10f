"""Previews of a record: to look at, and as a link for who has no account."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from initiatives import rules
from initiatives.actions.previewing import DEFAULT_DAYS, MAX_DAYS, make_link, revoke
from initiatives.actions.proposing import open_proposals
from initiatives.models import PreviewLink, Proposal
from initiatives.models.base import CatalogueModel
from initiatives.requests import signed_in
from initiatives.revisions.comparison import label_of

NOW = "nu"  # the choice without proposals
AUTHOR, PROPOSAL = "van", "voorstel"  # the keys of the addresses of initiatives.views.previews
Choices = list[tuple[str, str]]


class LinkForm(forms.Form):
    """What a link shows, and for how long."""

    shows = forms.ChoiceField(label="Wat laat de link zien?", widget=forms.RadioSelect)
    days = forms.IntegerField(
        label="Hoeveel dagen werkt de link?",
        min_value=1,
        max_value=MAX_DAYS,
        initial=DEFAULT_DAYS,
        help_text=f"Van 1 tot {MAX_DAYS} dagen.",
    )

    def __init__(self, choices: Choices, *args: Any) -> None:
        super().__init__(*args)
        shows = cast(forms.ChoiceField, self.fields["shows"])
        shows.choices, shows.initial = choices, choices[0][0]


class PreviewMixin(ModelAdmin):
    """The page for previews of a ModelAdmin, for records with a public page."""

    def get_urls(self) -> list[URLPattern]:
        if not has_page(self.model):
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<path:object_id>/voorvertoning/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *arguments: Any, **options: Any
    ) -> HttpResponse:
        record = options.get("obj") or context.get("original")
        if record and preview_choices(request, record):
            context["preview_url"] = preview_url(record)
        return super().render_change_form(request, context, *arguments, **options)

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What can be previewed, and the links; POST makes or revokes one. A new link is shown this once."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        if "intrekken" in request.POST:
            return self._revoke(request, record)
        choices = preview_choices(request, record)
        form = LinkForm(choices, request.POST or None) if choices else None
        url = ""
        if request.method == "POST" and form and form.is_valid():
            chosen = _chosen(form.cleaned_data["shows"])
            token = make_link(record=record, days=form.cleaned_data["days"], by=signed_in(request), **chosen)
            url = request.build_absolute_uri(reverse("preview", args=[token]))
        context = {
            **self.admin_site.each_context(request),
            "title": "Voorvertoning",
            "opts": self.opts,
            "record": record,
            "choices": [(show_url(record, value), label) for value, label in choices],
            "form": form,
            "url": url,
            "links": self._links(request, record),
        }
        return render(request, "admin/preview.html", context)

    def _links(self, request: HttpRequest, record: CatalogueModel) -> list[PreviewLink]:
        """The links that work now and that the editor may revoke."""
        links = PreviewLink.objects.valid().about(record).select_related("made_by", "author", "proposal")
        return [link for link in links if rules.may_revoke(request.user, link, record)]

    def _revoke(self, request: HttpRequest, record: CatalogueModel) -> HttpResponse:
        key = request.POST["intrekken"]
        link = next((link for link in self._links(request, record) if str(link.pk) == key), None)
        if link is None:
            self.message_user(request, "Deze link werkte al niet meer.", messages.INFO)
        else:
            revoke(link=link, record=record, by=signed_in(request))
            self.message_user(request, "De link is ingetrokken. Hij werkt niet meer.", messages.SUCCESS)
        return HttpResponseRedirect(preview_url(record))


def has_page(model: type[Model]) -> bool:
    """Whether a record of this model has a public page."""
    return hasattr(model, "get_absolute_url")


def preview_choices(request: HttpRequest, record: CatalogueModel) -> Choices:
    """What can be previewed of a record: itself while it is not public, and the proposals that the editor may see."""
    if not has_page(type(record)):
        return []
    choices = [] if rules.is_public(record) else [(NOW, "De pagina zoals zij nu is")]
    proposals = list(rules.visible(request.user, open_proposals(record)))
    authors = {proposal.author_id: proposal.author for proposal in proposals if proposal.author_id}
    choices += [(f"{AUTHOR}={key}", f"Alle voorstellen van {author}") for key, author in authors.items()]
    if len(proposals) > 1 or not authors:
        choices += [(f"{PROPOSAL}={proposal.pk}", _label(record, proposal)) for proposal in proposals]
    return choices


def preview_url(record: CatalogueModel) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_preview", args=[record.pk])


def show_url(record: CatalogueModel, choice: str = NOW) -> str:
    """The address where the editor sees the page itself, with what was chosen."""
    url = reverse("preview_for_editor", args=[record._meta.model_name, record.pk])
    return url if choice == NOW else f"{url}?{choice}"


def _label(record: CatalogueModel, proposal: Proposal) -> str:
    author = proposal.author or "een vroegere collega"
    return f"Alleen het voorstel voor “{label_of(type(record), proposal.field)}” van {author}"


def _chosen(choice: str) -> dict[str, int]:
    """A choice as `make_link` takes it."""
    name, _, key = choice.partition("=")
    return {} if choice == NOW else {{AUTHOR: "author", PROPOSAL: "proposal"}[name]: int(key)}
