"""The page with what was deleted and can still be brought back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from initiatives import rules
from initiatives.actions.restoring import RECOVERY_DAYS, deleted_records, recover
from initiatives.admin.links import admin_url
from initiatives.requests import signed_in


def deleted(request: HttpRequest) -> HttpResponse:
    """List what was deleted in the last 90 days; POST brings one record back."""
    if not rules.is_manager(request.user):
        raise PermissionDenied
    records = deleted_records()
    if request.method == "POST":
        return _recover(request, {str(version.pk): version for _, version in records})
    rows = [
        {"event": event, "version": version, "kind": version._model._meta.verbose_name} for event, version in records
    ]
    context = {
        **admin.site.each_context(request),
        "title": "Verwijderd",
        "rows": rows,
        "days": RECOVERY_DAYS,
    }
    return render(request, "admin/deleted.html", context)


def _recover(request: HttpRequest, versions: dict) -> HttpResponse:
    version = versions.get(request.POST.get("version"))
    if version is None:
        raise Http404
    try:
        record = recover(version=version, by=signed_in(request))
    except ValidationError as error:
        message = f"“{version.object_repr}” kan niet terug: {' '.join(error.messages)}"
        messages.error(request, message)
        return HttpResponseRedirect(request.path)
    messages.success(request, f"“{record}” is terug, op hetzelfde webadres.")
    return HttpResponseRedirect(admin_url(record))
