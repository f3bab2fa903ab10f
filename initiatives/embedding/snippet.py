"""The HTML that embeds a list in another site."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

HEIGHT = 600  # pixels, without the script


def snippet(address: str, title: str, script: str) -> SafeString:
    """Return a frame and an optional script.

    Args:
        address: of the list, absolute.
        title: for screen readers (WCAG 2.2, success criterion 4.1.2).
        script: the absolute address of the script that fits the height of the frame to the list.
    """
    return format_html(
        '<iframe src="{}" title="{}" height="{}" loading="lazy" style="width: 100%; border: 0"></iframe>\n'
        '<script src="{}" async></script>',
        address,
        title,
        HEIGHT,
        script,
    )
