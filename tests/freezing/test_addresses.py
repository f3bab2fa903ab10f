"""From an address to a file: the rule that a web server applies too."""

import pytest

from initiatives.freezing.addresses import Address, file_for, relative_link


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/initiatieven/", "initiatieven/index.html"),
        ("/initiatieven/?pagina=2&doelgroep=ouderen", "initiatieven/index@doelgroep=ouderen&pagina=2.html"),
        ("/initiatieven/?doelgroep=ouderen&pagina=2", "initiatieven/index@doelgroep=ouderen&pagina=2.html"),
        ("/initiatieven/?&inwoners=tot-25000&", "initiatieven/index@inwoners=tot-25000.html"),
        ("/initiatieven.csv", "initiatieven.csv"),
        ("/initiatieven.csv?scheiding=puntkomma", "initiatieven@scheiding=puntkomma.csv"),
        ("/gemeenten/GM0034/", "gemeenten/GM0034/index.html"),
        ("/api/v1/", "api/v1/index.html"),
        ("/api/v1/initiatieven", "api/v1/initiatieven.json"),
        ("/api/v1/initiatieven?pagina=2", "api/v1/initiatieven@pagina=2.json"),
        ("/api/v1/initiatieven/de-bakfiets", "api/v1/initiatieven/de-bakfiets.json"),
        ("/static/js/embed.0a1b.js", "static/js/embed.0a1b.js"),
        ("/thema.css?0a1b2c", "thema@0a1b2c.css"),
        ("/.well-known/security.txt", ".well-known/security.txt"),
    ],
)
def test_file_stands_in_folder_of_address(address, file):
    assert Address.of(address).file == file


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/initiatieven/", "q=a b"),
        ("/initiatieven/", "q=caf%C3%A9"),
        ("/initiatieven/", "q=../../etc"),
        ("/../geheim", ""),
        ("/.new/x", ""),
        ("/a:b/", ""),
        ("//", "q=<x>"),
        ("/initiatieven/", "q=" + 250 * "a"),
    ],
)
def test_address_without_safe_name_has_no_file(path, query):
    with pytest.raises(ValueError, match="file"):
        file_for(path, query)


@pytest.mark.parametrize(
    ("source", "target", "link"),
    [
        ("index.html", "kaart/index.html", "kaart/index.html"),
        ("kaart/index.html", "index.html", "../index.html"),
        ("initiatieven/a/index.html", "static/css/base.css", "../../static/css/base.css"),
        ("kaart/index.html", "kaart/index@toon=gemeente.html", "index@toon=gemeente.html"),
    ],
)
def test_link_is_relative_to_file(source, target, link):
    assert relative_link(source, target) == link
