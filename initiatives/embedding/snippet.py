"""The HTML that embeds a list in another site."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

HEIGHT = 600  # pixels, without the script


def snippet(address: str, title: str, script: str) -> SafeString:
    """Return a frame, with a title for screen readers (WCAG 2.2, success criterion 4.1.2), and a script for its height.

    Both addresses are absolute.
    """
    frame = '<iframe src="{}" title="{}" height="{}" loading="lazy" style="width: 100%; border: 0"></iframe>\n'
    return format_html(frame + '<script src="{}" async></script>', address, title, HEIGHT, script)
