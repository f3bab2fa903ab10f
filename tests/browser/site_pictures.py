"""Draws static/share.png, the picture of shared links, and static/root/favicon.ico: `make site-pictures`."""

import struct
from base64 import b64encode

from playwright.sync_api import Browser

from catalogue import theme
from catalogue.fonts import SOURCE
from tests.browser.chromium import browser
from tests.databases import ROOT

STATIC = ROOT / "static"
WIDTH, HEIGHT = 1200, 630  # pixels; what sites that show shared links ask for
ICON_SIZES = (16, 32, 48)  # pixels
ICON_HEADER, ICON_ENTRY = "<HHH", "<BBBBHHII"  # little-endian
SHARED = """
<style>
  @font-face {{ font-family: "Public Sans"; src: url(data:font/ttf;base64,{font}); font-weight: 100 900 }}
  body {{ margin: 0; width: 1200px; height: 630px; display: grid; grid-template-columns: 1fr auto; align-items: center;
    box-sizing: border-box; padding: 0 70px; background: {ground}; color: {text}; font-family: "Public Sans" }}
  h1 {{ margin: 0 0 32px; font-size: 104px; font-weight: 800; line-height: 1.1 }}
  p {{ margin: 0; font-size: 46px; line-height: 1.3 }}
  svg {{ width: 440px; margin-right: -60px }}
  rect {{ display: none }}
</style>
<div><h1>Corona-<br>initiatieven</h1><p>Wat deden gemeenten in<br>de coronajaren?</p></div>{icon}
"""
ICON = "<style>body {{ margin: 0 }} svg {{ display: block; width: {size}px; height: {size}px }}</style>{icon}"


def screenshot(chromium: Browser, html: str, width: int, height: int) -> bytes:
    """Return a page of this size in pixels as a PNG; where nothing is drawn it is transparent."""
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.set_content(html)
    page.evaluate("document.fonts.ready")
    picture = page.screenshot(omit_background=True)
    page.close()
    return picture


def shared_picture(chromium: Browser, icon: str) -> bytes:
    tokens = theme.complete({})
    font = b64encode(SOURCE.read_bytes()).decode()
    html = SHARED.format(font=font, ground=tokens[theme.HEADER], text=tokens[theme.ON_HEADER], icon=icon)
    return screenshot(chromium, html, WIDTH, HEIGHT)


def favicon(chromium: Browser, icon: str) -> bytes:
    """Return the icon in several sizes as an ICO file, with a PNG for each (MS-ICO: a directory, then the pictures)."""
    pictures = [screenshot(chromium, ICON.format(size=size, icon=icon), size, size) for size in ICON_SIZES]
    directory = struct.pack(ICON_HEADER, 0, 1, len(pictures))
    offset = struct.calcsize(ICON_HEADER) + len(pictures) * struct.calcsize(ICON_ENTRY)
    for size, picture in zip(ICON_SIZES, pictures, strict=True):
        directory += struct.pack(ICON_ENTRY, size, size, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return directory + b"".join(pictures)


def main() -> None:
    icon = (STATIC / "icon.svg").read_text(encoding="utf-8")
    with browser() as chromium:
        (STATIC / "share.png").write_bytes(shared_picture(chromium, icon))
        (STATIC / "root" / "favicon.ico").write_bytes(favicon(chromium, icon))


if __name__ == "__main__":
    main()
