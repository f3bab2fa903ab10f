"""What the types of Django do not know of its admin."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, QueryDict

from initiatives.models import KeptInput
from initiatives.search.index.writer import IndexUpdate

Record = Any  # a row of the model of a ModelAdmin; the class for one model names that


class EditorRequest(HttpRequest):
    """A request with what the steps of a ModelAdmin leave on it for each other."""

    GET: QueryDict  # type: ignore[assignment] # only what Django itself puts there is immutable
    POST: QueryDict  # type: ignore[assignment] # the same
    list_faults: list[str]  # what is wrong with the parameters of a list
    restored: KeptInput | None  # the input that is put back in a form
    restored_values: QueryDict | None  # the values of that
    is_saved: bool
    has_changes: bool
    index_update: IndexUpdate


def editor_request(request: HttpRequest) -> EditorRequest:
    """Return the same request, as one that can have these attributes."""
    return cast(EditorRequest, request)


if TYPE_CHECKING:

    class AdminPart(ModelAdmin):
        """A mixin of a ModelAdmin, with the methods of Django that its types leave out."""

        def _create_formsets(self, request: HttpRequest, obj: Record, change: bool) -> tuple[list, list]: ...

        def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse: ...

else:
    AdminPart = ModelAdmin
