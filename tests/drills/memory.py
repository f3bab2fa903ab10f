"""Whether the workers keep what they answered: memory after many varied requests, beside that after the first ones."""

from random import Random

from tests.drills.figures import Figure
from tests.drills.paths import new_path
from tests.drills.site import Site, served
from tests.hostile import public

GROWTH = 1.05  # times the memory after the first requests
FIRST, ALL = 5_000, 50_000  # requests; with fewer, caches are still being filled


def drill(quick: bool, seed: int) -> list[Figure]:
    """Send hostile and ordinary requests; the first of them fill caches, which have bounds."""
    random = Random(seed)
    with served() as site:
        sender = public.Sender(site.address)
        before = after = 0.0
        for number in range(1, ALL + 1):
            sender.send(_request(random))
            if number == FIRST:
                before = _memory(site)
        after = _memory(site)
        sender.close()
    print(f"  {before:.0f} MB after {FIRST:,} requests, {after:.0f} MB after {ALL:,}", flush=True)
    return [Figure(f"times the memory after {FIRST:,} requests, after {ALL:,}", after / before, GROWTH)]


def _request(random: Random) -> public.PublicRequest:
    if random.random() < 0.5:
        return public.PublicRequest("GET", new_path(random))
    return next(public.odd_requests(random, 1))


def _memory(site: Site) -> float:
    """Megabytes that the workers have for themselves."""
    return sum(process.memory_full_info().uss for process in site.web.children()) / 2**20
