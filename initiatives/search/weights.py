"""Every weight of the ranking, in one place."""

# How strongly a word counts by the field it stands in. The letters are PostgreSQL's weights of a tsvector, strongest
# first: A the title, B the names (places, groups, organisations), C the summary, D the longer texts and the parts of
# compounds.
FIELD_STRENGTHS = {"A": 1.0, "B": 0.8, "C": 0.6, "D": 0.4}
SYNONYM = 0.6  # factor for a synonym of the word that was typed
SPLIT_COMPOUND = 0.6  # factor for the parts of a compound, apart from each other
FACET_VALUE_NAME = 1.0  # the value of a facet with just this name; as strong as a title, since an editor assigned it
FACET_VALUE_SYNONYM = 0.15  # a facet value of which the word is another name; behind every text that has the word
MIN_FULL_MATCHES = 5  # with fewer initiatives that match all terms, those that match most of them follow
MIN_PARTIAL_RARITY = 0.35  # share of the rarity of all terms together that a partial match must have
