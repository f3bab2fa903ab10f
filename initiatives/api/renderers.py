"""The JSON renderer."""

from rest_framework.renderers import JSONRenderer


class Json(JSONRenderer):
    """JSON that is never indented on request: one ETag must stand for one text."""

    def get_indent(self, accepted_media_type: str, renderer_context: dict) -> None:
        return None
