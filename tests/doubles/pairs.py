"""Initiatives that are told of twice, found by reading the five documents; and some entered a second time by hand.

Written down before there was a score, which was tuned on other ones (see docs/decisions/0059-doubles.md).
"""

from typing import NamedTuple


class Entry(NamedTuple):
    """What somebody types who does not know that it is there already; places and scope as in the form."""

    of: str  # the slug of the initiative
    title: str
    summary: str
    places: tuple[str, ...] = ()  # slugs of municipalities
    region: str = ""
    scope: str = "lokaal"
    urls: tuple[str, ...] = ()


# One record with mentions in several documents: here a record for each other mention, with its printed name, as the
# document tells it.
SPLIT = [
    # 001 chapter 3, Almere: founded by the neighbourhood teams, as 000 nr. 1 and 004 tell of it too.
    Entry(
        "coronamaatjes-almere",
        "Coronamaatje",
        "De sociale wijkteams zijn er voor inwoners met een kwetsbare gezondheid. Vraag en aanbod komen bij elkaar.",
        ("almere",),
    ),
    # 000 nr. 1, where the mantelzorgcentrale is named.
    Entry(
        "coronamaatjes-almere",
        "Coronamaatjes",
        "Vrijwilligers helpen mensen die hulp nodig hebben: boodschappen, de hond uitlaten of samen bellen.",
        ("almere",),
    ),
    # 001 chapter 3, Helmond: the same shop and the same partner as 000 nr. 46 (Super Sociaal, noodrantsoenen).
    Entry(
        "noodrantsoenen-super-sociaal-helmond",
        "Gratis noodhulppakketten",
        "Mensen in nood vragen een voedselpakket aan. De winkel voor minima maakt het, Hart voor Minima deelt het uit.",
        ("helmond",),
    ),
]
# Two records of one thing, told of in two places of the documents.
TOLD_TWICE = [
    # 001 chapter 3, Zaanstad, two rows: attendance officers and officers look for children whom nobody sees.
    ("kwetsbare-kinderen-uit-beeld-zaanstad", "leerplicht-en-boas-samen-op-straat-zaanstad"),
    # 001 chapter 3, Breda: footnote 7 names what the row of the region tells of.
    ("extra-nachtopvang-oost-europeanen-breda", "uitbreiding-nachtopvang-breda"),
    # 001 chapter 3, Breda: the network, and the row about its staff.
    ("meer-personeel-zorg-voor-elkaar-en-bemoeizorg-breda", "zorg-voor-elkaar-breda"),
    # 001 chapter 3, Helmond: the task force arranges the emergency care of the other row.
    ("noodopvang-kwetsbare-kinderen-helmond", "taskforce-opvang-en-onderwijs-helmond"),
    # 001 chapter 3, Lelystad: two rows about the care of vulnerable pupils and their families.
    ("opvang-kwetsbare-leerlingen-lelystad", "zicht-op-de-veiligheid-van-gezinnen-lelystad"),
    # 001 chapter 3 and 004: one fund in several places.
    ("jongeren-perspectief-fonds", "jongeren-perspectief-fonds-almere"),
    ("jongeren-perspectief-fonds", "jongeren-perspectief-fonds-emmen"),
    ("jongeren-perspectief-fonds-almere", "jongeren-perspectief-fonds-emmen"),
    # 002, pilot Barneveld: the group for women, and the one for men that came from it.
    ("praatlokaal-barneveld", "praatlokaal-voor-mannen-barneveld"),
    # 002, pilot Alblasserdam: the weeks of the centre.
    ("vitaliteitscentrum-alblasserdam", "vitaliteitsweken-alblasserdam"),
    # 004: the prevention teams help in Coronamaatjes.
    ("buurtpreventie-wordt-ook-buurthulp-almere", "coronamaatjes-almere"),
    # 001 chapter 3, Groningen: the laptops of one row are among the measures of the other.
    ("hulp-tegen-armoede-in-coronatijd-groningen", "leenlaptops-groningen"),
]
MADE = [
    Entry(
        "zoektermijn-bijstand-jongeren-almere",
        "bijstand jongeren: 4 weken zoektijd niet zo streng",
        "Jongeren tot 27 jaar hoefden door corona niet altijd eerst vier weken naar werk te zoeken.",
        ("almere",),
    ),
    Entry(
        "snellere-intake-ondernemers-geldzorgen-hilversum",
        "Ondernemers in geldnood: snelle intake BBZ",
        "Het onderzoek of een bedrijf levensvatbaar is, gaat sneller.",
        ("hilversum",),
    ),
    Entry(
        "hulp-bij-verlies-van-kamer-haarlem",
        "Opvang van jongeren die hun kamer uit moeten",
        "Jongerenwerk zoekt een andere kamer voor jongeren die de huur niet betalen.",
        ("haarlem",),
    ),
    Entry(
        "het-jonge-kind-almere",
        "Het Jonge Kind (De Schoor)",
        "Ouders krijgen opdrachten en een digitaal prentenboek.",
        ("almere",),
        urls=("https://facebook.com/groups/166568763973886",),
    ),
    Entry(
        "nieuwsbrief-geldzorgen-haarlem",
        "DIGITALE NIEUWSBRIEF OVER GELDZORGEN",
        "Een nieuwsbrief voor alle partners van de gemeente.",
        ("haarlem",),
    ),
    Entry(
        "muziek-op-locatie-de-glasbak-almere",
        "Glasbak: musiek op lokatie",
        "Muzikanten spelen buiten het buurtcentrum.",
        ("almere",),
    ),
    Entry(
        "regionaal-mobiliteitscentrum-twente",
        "Twente mobiliteitscentrum",
        "Een loket voor werkgevers en werknemers.",
        ("almelo", "enschede", "hengelo"),
        "Regio Twente",
        "regionaal",
    ),
    Entry(
        "corona-helpers",
        "Coronahelpers",
        "Mensen uit de straat doen iets voor elkaar.",
        scope="landelijk",
    ),
    Entry(
        "twentse-belofte",
        "De Twentsche Belofte voor jongeren zonder diploma",
        "Jongeren van 16 tot 27 krijgen een begeleider tot de BIG 5 op orde is.",
        ("enschede",),
    ),
    Entry(
        "telefonische-spoedlijnen-in-wijken",
        "Spoedlijn per telefoon in de wijk",
        "Een telefoonnummer voor vragen over corona tijdens de eerste lockdown.",
        scope="onbekend",
    ),
    Entry(
        "positief-opvoeden-tijdens-de-coronacrisis",
        "Positief opvoeden in coronatijd",
        "Opvoedtips en online trainingen voor ouders.",
        scope="landelijk",
    ),
    Entry(
        "chatten-en-bellen-met-jongeren-maastricht",
        "@ease: jongeren chatten en bellen",
        "Jongeren praten met leeftijdgenoten via chat en telefoon.",
        ("maastricht",),
    ),
    Entry(
        "hulp-bij-schulden-en-armoede-leiden",
        "Team Snelle Hulp bij Schulden",
        "Het team belde door en niemand werd uit huis gezet.",
        ("leiden",),
    ),
    Entry(
        "bellen-bij-beginnende-schulden-hilversum",
        "Vroegsignalering schulden via de telefoon",
        "De gemeente belt mensen met beginnende schulden.",
        ("hilversum",),
    ),
    Entry(
        "huisbezoeken-heerlen",
        "Op huisbezoek bij cliënten, of wandelen",
        "Medewerkers zien cliënten thuis, buiten of op de locatie Kruisstraat.",
        ("heerlen",),
    ),
    Entry(
        "coronabus-amsterdam",
        "Corona-bus: voorlichting in vele talen",
        "Een bus rijdt door de stad met uitleg over de regels.",
        ("amsterdam",),
    ),
    Entry(
        "chromebooks-en-internet-amsterdam",
        "6000 Chromebooks voor Amsterdamse leerlingen",
        "De gemeente geeft laptops en internet via scholen.",
        ("amsterdam",),
    ),
    Entry(
        "gezamenlijke-aanpak-zorg-welzijn-en-werk",
        "Zorg, welzijn en werk: een gezamenlijke aanpak",
        "Bestuurders gaan geldzorgen en eenzaamheid samen aanpakken.",
        scope="onbekend",
    ),
    Entry(
        "jongerenwerk-online-almere",
        "Online jongerenwerk (Almere)",
        "Jongerenwerkers gebruiken Instagram en de app.",
        ("almere",),
    ),
    Entry(
        "laptopregeling-kindpakket-helmond",
        "Laptop-regeling uit het Kindpakket, Stichting Leergeld",
        "Kinderen uit arme gezinnen krijgen een tweedehands laptop.",
        ("helmond",),
    ),
]
