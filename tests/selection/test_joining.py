"""Adding a selection to one that the visitor kept, by the address of the kept one."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from initiatives.selection.joining import NotJoinedError, join
from initiatives.selection.selection import MAX_SIZE


def joined(address, query="i=drie"):
    return join(QueryDict(f"{query}&{urlencode({'lijst': address})}"))


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("https://catalogus.example.nl/selectie/?i=een&i=twee", "i=een&i=twee&i=drie"),
        (" /selectie/?naast=een&i=een&i=twee&i=een#vergelijking ", "i=een&i=twee&i=drie"),
        ("http://[/selectie/?i=drie", "i=drie"),
        ("?i=%00&i=&i=een", "i=%00&i=een&i=drie"),
        ("?i=een&titel=Mijn+plan&notitie=Regel%0A2", "i=een&i=drie&titel=Mijn+plan&notitie=Regel%0A2"),
    ],
)
def test_join_puts_the_kept_initiatives_first(address, query):
    assert joined(address) == query


def test_join_keeps_the_title_where_the_kept_selection_has_none():
    assert joined("?i=een&notitie=Oud", "i=twee&titel=Nieuw&notitie=Nieuw") == "i=een&i=twee&titel=Nieuw&notitie=Oud"


@pytest.mark.parametrize(
    "address", ["", "onzin", "https://example.nl/", "?titel=Leeg", "&" * 20_000, "?" + "&=" * 9_000]
)
def test_join_refuses_an_address_without_a_selection(address):
    with pytest.raises(NotJoinedError, match="staat geen lijst"):
        joined(address)


@pytest.mark.parametrize(("number", "is_refused"), [(MAX_SIZE - 1, False), (MAX_SIZE, True)])
def test_join_refuses_more_than_fit(number, is_refused):
    address = "?" + "&".join(f"i=kept-{place}" for place in range(number))
    if is_refused:
        with pytest.raises(NotJoinedError, match=f"{number + 1} initiatieven"):
            joined(address)
    else:
        assert joined(address).endswith("&i=drie")
