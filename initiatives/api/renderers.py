"""How answers are written."""

from rest_framework.renderers import JSONRenderer


class Json(JSONRenderer):
    """JSON as it is sent to everybody: one entity tag stands for one text, so none is indented on request."""

    def get_indent(self, accepted_media_type: str, renderer_context: dict) -> None:
        return None
