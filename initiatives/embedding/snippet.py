"""The code that somebody puts in their own page to show a list there."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

HEIGHT = 600  # pixels, where no script gives the frame the height of its list


def snippet(address: str, title: str, script: str) -> SafeString:
    """HTML for a frame, and a script that it can do without.

    Args:
        address: of the list, absolute.
        title: what the frame shows, for who does not see it (WCAG 2.2, success criterion 4.1.2).
        script: the address of the script that keeps the frame as high as the list, absolute.
    """
    return format_html(
        '<iframe src="{}" title="{}" height="{}" loading="lazy" style="width: 100%; border: 0"></iframe>\n'
        '<script src="{}" async></script>',
        address,
        title,
        HEIGHT,
        script,
    )
