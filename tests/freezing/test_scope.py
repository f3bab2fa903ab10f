"""What a copy has, and what stands for the rest."""

import pytest

from initiatives.freezing.addresses import Address
from initiatives.freezing.scope import is_frozen, list_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "frozen"),
    [
        ("/", True),
        ("/initiatieven/?gemeente=almere", True),
        ("/initiatieven/?gemeente=almere&pagina=2", True),
        ("/initiatieven/?toon=gemeente", True),
        ("/initiatieven/?doelgroep=ouderen&gemeente=almere", False),
        ("/initiatieven/?doelgroep=jongeren&doelgroep=ouderen", False),
        ("/initiatieven/?q=bellen", False),
        ("/initiatieven/?sorteer=titel", False),
        ("/initiatieven.csv?doelgroep=ouderen", False),
        ("/kaart/?doelgroep=ouderen", False),
        ("/api/v1/gemeenten?pagina=2", True),
        ("/api/v1/gemeenten?naam=el", False),
        ("/selectie/", False),
        ("/insluiten/", False),
        ("/beheer/", False),
        ("/beheer/account/login/", False),
        ("/healthz", False),
        ("/voorbeeld/abc/", False),
        ("/stijl/", False),
        ("/geen-pagina/", False),
        ("/zoeken.html", True),
    ],
)
def test_copy_has_pages_and_single_values(address, frozen):
    assert is_frozen(Address.of(address)) is frozen


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/kaart/?doelgroep=ouderen", "/initiatieven/?doelgroep=ouderen"),
        ("/initiatieven/?doelgroep=ouderen&gemeente=almere", "/zoeken.html?doelgroep=ouderen&gemeente=almere"),
        ("/matrix/?q=bellen", "/zoeken.html?q=bellen"),
        ("/initiatieven/?sorteer=titel", "None"),
        ("/selectie/?i=a", "None"),
        ("/initiatieven.csv?doelgroep=ouderen", "None"),
    ],
)
def test_other_answers_lead_to_their_list(address, target):
    assert str(list_for(Address.of(address))) == target
