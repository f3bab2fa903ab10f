"""Every public page type, by example, and what to read from an answer."""

import re
from html import unescape

FIVE = (
    "coronamaatjes-almere",
    "de-bakfiets-alkmaar",
    "kleurrijk-grijs-almere",
    "jongerenwerkers-op-straat-almere",
    "praatlokaal-barneveld",
)
PAGES = {
    "home": "/",
    "browse": "/initiatieven/",
    "browse_filtered": "/initiatieven/?doelgroep=ouderen&gemeente=almere",
    "browse_words": "/initiatieven/?q=eenzame+ouderen+almere",
    "browse_nothing": "/initiatieven/?q=ruimtevaart",
    "initiative": "/initiatieven/coronamaatjes-almere/",
    "municipalities": "/gemeenten/",
    "municipality": "/gemeenten/almere/",
    "municipality_empty": "/gemeenten/urk/",
    "municipality_split": "/gemeenten/haaren/",
    "target_groups": "/doelgroepen/",
    "target_group": "/doelgroepen/kwetsbare-ouderen/",
    "categories": "/categorieen/",
    "category": "/categorieen/eenzaamheid/",
    "approaches": "/aanpakken/",
    "approach": "/aanpakken/maatje-of-buddy/",
    "sources": "/bronnen/",
    "source": "/bronnen/lijst-initiatieven-kwetsbare-doelgroepen/",
    "map": "/kaart/",
    "map_filtered": "/kaart/?doelgroep=ouderen",
    "matrix": "/matrix/",
    "matrix_filtered": "/matrix/?doelgroep=ouderen&provincie=flevoland",
    "approach_matrix": "/matrix/aanpakken/",
    "selection": "/selectie/?i=coronamaatjes-almere&i=de-bakfiets-alkmaar&titel=Bellen+en+helpen&zoek=bellen",
    "selection_one": "/selectie/?i=coronamaatjes-almere&titel=Een&lijst=onzin",
    "selection_many": "/selectie/?titel=Vijf&" + "&".join(f"i={slug}&naast={slug}" for slug in FIVE),
    "selection_empty": "/selectie/?titel=Leeg",
    "builder": "/insluiten/?doelgroep=jongeren&kop=Voor+jongeren&kleur-link=7d2a6f",
    "recommendations": "/aanbevelingen/",
    "api": "/api/v1/",
    "about": "/over/",
    "open_data": "/over/open-data/",
    "search_tips": "/zoektips/",
    "privacy": "/privacy/",
    "accessibility": "/toegankelijkheid/",
}
# And what visitors get when something in the address is wrong.
ALL_PAGES = {**PAGES, "not_found": "/bestaat-niet/", "ignored": "/initiatieven/?gemeente=atlantis&pagina=abc"}
# For frames on other sites: without menus, crumbs and a link past them.
EMBEDS = {
    "embed": "/embed/initiatieven/?doelgroep=ouderen&gemeente=almere",
    "embed_cards": "/embed/initiatieven/?aantal=5&doelgroep=jongeren&hoek=0px&kleur-knop=ca005d&kleur-kop=154273"
    "&kleur-link=7d2a6f&kleur-vlak=fdf1f7&kop=Voor+jongeren&letter=Georgia%2C+serif&weergave=kaarten",
    "embed_dark": "/embed/initiatieven/?aantal=5&q=eenzame+ouderen&thema=donker",
    "embed_nothing": "/embed/initiatieven/?q=bellen&gemeente=urk&thema=paars",
}
EVERY_PAGE = {**ALL_PAGES, **EMBEDS, "embed_not_found": "/embed/bestaat-niet/", "style_guide": "/stijl/"}


def text(response):
    return unescape(response.content.decode())


def titles(response):
    """The titles in the head; on a map every dot has one too."""
    head = text(response).partition("</head>")[0]
    return [" ".join(title.split()) for title in re.findall(r"<title>(.*?)</title>", head, re.DOTALL)]
