"""Names as people write them in different ways, such as “Stichting Leger des Heils” and “leger des heils”."""

from initiatives.search.language.analysis import fold, words

# Legal forms and articles that one writer puts around a name and another leaves out; folded.
FORMS = ("stichting", "st", "vereniging", "ver", "cooperatie", "gemeente", "bv", "nv", "vof", "ua")
ARTICLES = ("de", "het", "een", "t")
AND = str.maketrans({"&": " en ", "+": " en "})


def comparable_name(name: str) -> str:
    """Return the key of a name: equal for names that differ in how they are written only.

    Capitals, accents, punctuation, hyphens and spaces do not count, “&” is “en”, and legal forms, “gemeente” and
    articles at either end are left out, unless nothing else is left. As in search, initials with dots are one word and
    “dak- en thuislozen” is “daklozen en thuislozen”. Empty for a name without letters or digits.
    """
    folded = [fold(word).replace("'", "") for word in words(name.translate(AND), joined=False)]
    return "".join(_core(folded) or folded)


def _core(folded: list[str]) -> list[str]:
    inner = [place for place, word in enumerate(folded) if word not in (*FORMS, *ARTICLES)]
    return folded[inner[0] : inner[-1] + 1] if inner else []
