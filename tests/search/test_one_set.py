"""Results, total and counts are one set for every question, whether the meaning of texts counts or not."""

import pytest

from initiatives.models import Initiative
from initiatives.search.facets.definitions import FACETS
from initiatives.search.index import snapshot, writer
from tests.asking import slugs
from tests.proof import amount, chance
from tests.search.facets.test_counts import VALUES, answer_to
from tests.search.worlds import WORDS, random_initiatives

pytestmark = pytest.mark.django_db

OTHER_WORDS = (
    "ballen",
    "ijsbaan",
    "handwerken",
    "drone",
    "ouderen",
    "eenzaam",
    "almere",
    "urk",
    "knikkern",
    "xqzw",
    "piano",
)


def random_question(random):
    """Some words, of which the first are in the catalogue, and some facet values."""
    words = random.sample(WORDS, random.randint(0, 2)) + random.sample(OTHER_WORDS, random.randint(0, 2))
    keys = random.sample(sorted(VALUES), random.randint(0, 2))
    return {key: set(random.sample(list(VALUES[key]), random.randint(1, 2))) for key in keys}, " ".join(words)


@pytest.mark.parametrize("meaning", [False, True], ids=["words", "meaning"])
def test_counts_equal_the_sets_shown(settings, no_initiatives, meaning):
    settings.MEANING = meaning
    random_initiatives(30, seed=16)
    writer.reindex(Initiative.objects.all())
    snapshot._newest = None
    random, kinds = chance(), set()
    # The first are sure to have answers that only mean the same.
    sure = [({}, word) for word in OTHER_WORDS]
    for chosen, words in [*sure, *(random_question(random) for _ in range(amount(20, thorough=200)))]:
        answer = answer_to(chosen, words)
        shown = slugs(answer)
        assert len(shown) == len(set(shown)) == answer.total
        assert answer.total == sum(len(group.results) for group in answer.groups) or answer.total > len(answer.page)
        search = answer.search
        assert answer.total == search.full_total + search.partial_total + search.related_total
        facet = answer.facet(random.choice(list(FACETS)))
        for option in random.sample(facet.options, min(3, len(facet.options))):
            alone = {key: values for key, values in chosen.items() if key != facet.key} | {facet.key: {option.value}}
            assert option.count == len(slugs(answer_to(alone, words))), (chosen, words, facet.key, option.value)
        kinds |= {result.kind.value for result in search.results}
    assert kinds == ({"full", "partial", "related"} if meaning else {"full", "partial"})
