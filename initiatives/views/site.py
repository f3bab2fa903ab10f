"""What every page shows around its own content."""

from django.conf import settings
from django.http import HttpRequest

# Names of addresses with the words that lead there.
MENU = (
    ("browse", "Initiatieven"),
    ("municipalities", "Gemeenten"),
    ("target_groups", "Doelgroepen"),
    ("categories", "Categorieën"),
    ("map", "Kaart"),
    ("selection", "Mijn selectie"),
)
FOOTER_MENU = (
    ("about", "Over deze catalogus"),
    ("search_tips", "Zoektips"),
    ("sources", "Bronnen"),
    ("recommendations", "Aanbevelingen"),
    ("matrix", "Witte vlekken"),
    ("accessibility", "Toegankelijkheid"),
    ("privacy", "Privacy"),
)


def site(request: HttpRequest) -> dict[str, object]:
    """The menus, and where to report a mistake."""
    contact = {"contact_email": settings.CONTACT_EMAIL, "contact_url": f"mailto:{settings.CONTACT_EMAIL}"}
    return {"menu": MENU, "footer_menu": FOOTER_MENU, **contact}
