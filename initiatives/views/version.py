"""The version of the site, for a cache in front of it and for programs that keep a copy."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.release import fingerprint
from initiatives.search.index.version import version_reader

HEADER = "Catalogue-Version"
RETRY_AFTER = 1  # second


@require_safe
def version(request: HttpRequest) -> HttpResponse:
    """Give what all public responses depend on besides their address: the catalogue, the day and the release.

    Two responses to one address that were made under the same version are equal. While the database does not answer,
    which of the versions that are known here is the last one is not known: then the status is 503.
    """
    number = version_reader.committed_version()
    if number is None:
        response = HttpResponse("unknown", status=503, content_type="text/plain")
        response["Retry-After"] = str(RETRY_AFTER)
    else:
        text = f"{number}-{timezone.localdate():%Y%m%d}-{fingerprint()}"
        response = HttpResponse(text, content_type="text/plain", headers={HEADER: text})
    response["Cache-Control"] = "no-store"
    return response
