"""The page where somebody makes a list for their own site, sees it, and takes the code for it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from initiatives.embedding.embed import Embed, embed_of
from initiatives.embedding.form import Form
from initiatives.embedding.framing import allowed_addresses
from initiatives.embedding.snippet import HEIGHT, snippet
from initiatives.responses.page_cache import cacheable
from initiatives.responses.redirects import handle_address_errors

# Without the tag of its contents that other static files have in their names: it stands in pages of others for years.
HEIGHT_SCRIPT = f"{settings.STATIC_URL}js/embed.js"


@cacheable
@require_safe
@handle_address_errors
def builder(request: HttpRequest) -> HttpResponse:
    """A form for the list, with an example, the code, and the addresses of the same list elsewhere."""
    query = request.GET.copy()
    query.pop("pagina", None)
    embed = embed_of(query)
    context = {
        "embed": embed,
        "answer": embed.answer,
        "form": Form(embed, query),
        "code": _code(request, embed),
        "preview_height": HEIGHT,
        "allowed_addresses": allowed_addresses(),
    }
    return render(request, "pages/builder.html", context)


def _code(request: HttpRequest, embed: Embed) -> str:
    """The HTML to put in a page; empty where no other site may show a list."""
    if not settings.EMBED_HOSTS:
        return ""
    title = embed.look.heading or embed.answer.title
    paths = (embed.url(), embed.answer.list_address.url(), HEIGHT_SCRIPT)
    address, list_address, script = map(request.build_absolute_uri, paths)
    return snippet(address, title, list_address, script)
