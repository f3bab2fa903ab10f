"""Every weight of the ranking, in one place."""

# How strongly a word counts by the field it stands in. The letters are PostgreSQL's weights of a tsvector, strongest
# first: A the title, B the names (places, groups, organisations), C the summary, D the longer texts and the parts of
# compounds.
FIELD_STRENGTHS = {"A": 1.0, "B": 0.8, "C": 0.6, "D": 0.4}
MAX_WITH_SYNONYMS = 5_000  # initiatives; a word that more of them have needs no synonyms, whose postings are large
SYNONYM = 0.6  # factor for a synonym of the word that was typed
WIDER_WORD = 0.4  # factor for a wider word, in a partial match
SPLIT_COMPOUND = 0.6  # factor for the parts of a compound, apart from each other
SIMILAR_FORM = 0.6  # factor, beside the similarity, for a word that looks like the one that was typed
FACET_VALUE_NAME = 1.0  # the value of a facet with just this name; as strong as a title, since an editor assigned it
FACET_VALUE_SYNONYM = 0.15  # a facet value of which the word is another name; behind every text that has the word
PLACE_NAME = 0.6  # a municipality or province of which the word is another name, or a village in it
COMMON = 4.0  # on the Zipf scale: from here on a word of Dutch counts less, however rare it is in the catalogue
COMMON_WORD_LOSS = 0.33  # for each step of that scale, ten times as common
MIN_TELLING = 0.4  # of the weight of a word
MIN_FULL_MATCHES = 5  # with fewer initiatives that match all terms, those that match a part of them follow

# Partial matches. A likeness is that of the meaning, in standard deviations above the mean of the catalogue.
MAX_CANDIDATES = 100  # initiatives that have most of the words, of which the best are kept
MAX_PARTIAL = 50  # that are kept
MIN_PARTIAL = 5  # so few are all shown
MIN_SHARE_OF_QUERY = 0.3  # of the highest score that an initiative could have
MIN_SHARE_OF_BEST = 0.5  # of the score of the best one
SUPPORTING = 10  # initiatives of which the meaning is nearest: these stay with less of the words
MEANING = 0.15  # what a standard deviation counts, beside the share of the words
MAX_RELATED = 10  # initiatives that only the meaning finds
MIN_RELATED_LIKENESS = 2.0
