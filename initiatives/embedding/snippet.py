"""The HTML that embeds a list in another site."""

from urllib.parse import urlsplit

from django.utils.html import format_html
from django.utils.safestring import SafeString

HEIGHT = 600  # pixels, without the script
FRAME = '<iframe src="{}" title="{}" height="{}" loading="lazy" style="width: 100%; border: 0"></iframe>\n'
LINK = '<p><a href="{}">Bekijk de initiatieven op {}</a></p>\n'
SCRIPT = '<script src="{}" async></script>'


def snippet(address: str, title: str, list_address: str, script: str) -> SafeString:
    """Return a frame, a link to the same list, and a script for the frame's height.

    The frame has a title for screen readers (WCAG 2.2, success criterion 4.1.2). The link is for visitors whose browser
    leaves the frame empty: no browser shows what stands inside an iframe element. All addresses are absolute.
    """
    host = urlsplit(list_address).netloc
    return format_html(FRAME + LINK + SCRIPT, address, title, HEIGHT, list_address, host, script)
