"""Addresses of the API to ask in tests: one of every operation, and one of every kind of refusal."""

from catalogue.middleware import MAX_QUERY_LENGTH
from initiatives.api.documentation import QUERIES

BASE = "/api/v1"
OPERATIONS = {path: f"{BASE}{path.format(slug='coronamaatjes-almere')}" for path in QUERIES}
ANSWERED = {path: f"{OPERATIONS[path]}?{query}" if query else OPERATIONS[path] for path, query in QUERIES.items()}
LISTS = ["/initiatieven", "/gemeenten", "/provincies", "/doelgroepen", "/categorieen", "/bronnen"]
REFUSED = {
    f"{BASE}/initiatieven?kleur=rood": 400,
    f"{BASE}/initiatieven?q=%00": 400,
    f"{BASE}/gemeenten?naam=%00": 400,
    f"{BASE}/gemeenten?provincie=%00": 400,
    f"{BASE}/%00": 400,
    f"{BASE}/initiatieven?" + "&".join(f"x{number}=1" for number in range(1_500)): 400,
    f"{BASE}/initiatieven/bestaat-niet": 404,
    f"{BASE}/initiatieven/é": 404,
    f"{BASE}/initiatieven?pagina=999": 404,
    f"{BASE}/bronnen?pagina=2": 404,
    f"{BASE}/bestaat-niet": 404,
    "/api/v2/initiatieven": 404,
    "/api/": 404,
    f"{BASE}/initiatieven?q=" + "a" * MAX_QUERY_LENGTH: 414,
}
