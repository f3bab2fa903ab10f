"""The list that stands in a frame on somebody else's page, and its style sheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.embedding import look
from initiatives.embedding.embed import embed_of
from initiatives.responses.page_cache import cacheable
from initiatives.responses.redirects import handle_address_errors
from initiatives.views.site import CSS, lasting_css


@cacheable
@require_safe
@handle_address_errors
def embed(request: HttpRequest) -> HttpResponse:
    """The initiatives that match the query string, in the look that it asks for; what makes no sense is told."""
    embedded = embed_of(request.GET)
    answer = embedded.answer
    status = 200 if answer.page_exists else 404
    return render(request, "initiatives/embed.html", {"embed": embedded, "answer": answer}, status=status)


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    asked = look.read(request.GET)
    if request.GET.get("versie") == asked.css_tag:
        return lasting_css(asked.css)
    return HttpResponse(asked.css, content_type=CSS)
