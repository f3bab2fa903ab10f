"""Closed lists: English members, Dutch values (they stand in addresses and fixtures) and labels."""

from django.db.models import TextChoices


class Scope(TextChoices):
    """How far an initiative reaches (bereik)."""

    LOCAL = "lokaal", "Lokaal"
    REGIONAL = "regionaal", "Regionaal"
    NATIONAL = "landelijk", "Landelijk"
    SEVERAL = "meerdere", "Meer gemeenten, niet genoemd"
    UNKNOWN = "onbekend", "Plaats niet genoemd"


class Channel(TextChoices):
    """How an initiative meets people (vorm)."""

    DIGITAL = "digitaal", "Digitaal"
    PHONE = "telefonisch", "Telefonisch"
    ON_SITE = "op-locatie", "Op locatie"
    AT_HOME = "aan-huis", "Aan huis"
    OUTDOORS = "buiten", "Buiten"


class Phase(TextChoices):
    """How far an initiative was when its source appeared (fase)."""

    ADVICE = "advies", "Advies of waarneming"
    IDEA = "idee", "Idee"
    PREPARING = "in-voorbereiding", "In voorbereiding"
    RUNNING = "lopend", "Lopend"
    FINISHED = "afgerond", "Afgerond"
    UNKNOWN = "onbekend", "Onbekend"

    @property
    def past(self) -> str:
        """What it was when its source appeared, in the past tense; empty when the source does not say."""
        return {
            "advies": "was een advies",
            "idee": "was een idee",
            "in-voorbereiding": "in voorbereiding",
            "lopend": "liep toen",
            "afgerond": "was al klaar",
            "onbekend": "",
        }[self.value]

    def mark(self, year: int | None) -> str:
        """Return the year of the source with the phase in it: 2020 · liep toen. Only the year, or empty, if unknown."""
        return " · ".join(filter(None, [str(year or ""), self.past]))


class Evidence(TextChoices):
    """What a source tells of the results of an initiative (onderbouwing)."""

    FIGURES = "cijfers", "Cijfers"
    DESCRIBED = "beschreven", "Beschreven zonder cijfers"
    UNMENTIONED = "niet-genoemd", "Niet genoemd"


class Origin(TextChoices):
    """Whether an initiative came about because of corona (herkomst)."""

    NEW = "nieuw", "Nieuw door corona"
    EXISTING = "bestond-al", "Bestond al"
    EXTENDED = "uitgebreid", "Bestond al, aangepast of uitgebreid door corona"


class Background(TextChoices):
    """Where an initiative came from, to filter by: its origin, and whether it was taken over from elsewhere."""

    NEW = Origin.NEW.value, Origin.NEW.label
    EXISTING = Origin.EXISTING.value, Origin.EXISTING.label
    EXTENDED = Origin.EXTENDED.value, Origin.EXTENDED.label
    ADAPTED = "overgenomen", "Overgenomen van elders"


class Continuation(TextChoices):
    """What a source says of an initiative after corona, or after its pilot (vervolg)."""

    STAYS = "blijft", "Blijft"
    WISHES = "wil-blijven", "Wil blijven"
    STOPS = "stopt", "Stopt"


class AdviceKind(TextChoices):
    """A column of the matrix of source 003: how to reach a target group, or what to do for it."""

    REACH = "bereiken", "Bereiken"
    APPROACH = "aanpak", "Aanpak"


class Status(TextChoices):
    """Where an initiative is in the editors' work; only published ones are public."""

    DRAFT = "draft", "Concept"
    REVIEW = "review", "Ter beoordeling"
    PUBLISHED = "published", "Gepubliceerd"
    ARCHIVED = "archived", "Gearchiveerd"


class Attention(TextChoices):
    """How source 003 marks a target group: new to social work, or known and in need of extra attention."""

    NEW = "new", "Nieuwe doelgroep"
    EXTRA = "extra", "Bestaande doelgroep, extra aandacht"


class LinkKind(TextChoices):
    WEBSITE = "website", "Website"
    VIDEO = "video", "Video"
    NEWS = "news", "Nieuws"
    DOCUMENT = "document", "Document"


class LinkState(TextChoices):
    """What the link check thinks of a web address."""

    NEW = "nieuw", "Gevonden, niet gecontroleerd"
    GOOD = "goed", "Werkt"
    MOVED = "verhuisd", "Verhuisd"
    UNCERTAIN = "onzeker", "Onzeker"
    BROKEN = "kapot", "Kapot"


class OrganisationKind(TextChoices):
    WELFARE = "welzijn", "Welzijnsorganisatie"
    CARE = "zorg", "Zorgorganisatie"
    PUBLIC_HEALTH = "ggd", "GGD"
    FUND = "fonds", "Fonds"
    HOUSING = "corporatie", "Woningcorporatie"
    EDUCATION = "onderwijs", "Onderwijs"
    COMPANY = "bedrijf", "Bedrijf"
    VOLUNTEERS = "vrijwilligers", "Vrijwilligersorganisatie"
    KNOWLEDGE = "kennis", "Kennisorganisatie"
    OTHER = "overig", "Overig"


class SizeClass(TextChoices):
    """Size of a municipality by inhabitants (inwoners); a class includes its lower bound."""

    TINY = "tot-25000", "Minder dan 25.000"
    SMALL = "25000-50000", "25.000 tot 50.000"
    MEDIUM = "50000-100000", "50.000 tot 100.000"
    LARGE = "100000-250000", "100.000 tot 250.000"
    HUGE = "vanaf-250000", "250.000 of meer"

    @classmethod
    def of(cls, population: int) -> "SizeClass":
        bounds = ((25_000, cls.TINY), (50_000, cls.SMALL), (100_000, cls.MEDIUM), (250_000, cls.LARGE))
        return next((size for bound, size in bounds if population < bound), cls.HUGE)


class DatePrecision(TextChoices):
    """How precisely the date of a source is known."""

    DAY = "dag", "Dag"
    MONTH = "maand", "Maand"
    YEAR = "jaar", "Jaar"

    @property
    def date_format(self) -> str:
        """The format in Django's notation that shows no more than is known."""
        return {"dag": "j F Y", "maand": "F Y", "jaar": "Y"}[self.value]

    @property
    def iso_format(self) -> str:
        """The same in the notation of ISO 8601."""
        return {"dag": "Y-m-d", "maand": "Y-m", "jaar": "Y"}[self.value]


class Role(TextChoices):
    """What an editor's account may do, from most to least; each is a group of accounts with this name."""

    MANAGER = "beheerder", "Beheerder"
    CHIEF = "eindredacteur", "Eindredacteur"
    EDITOR = "redacteur", "Redacteur"
    MUNICIPAL = "gemeenteredacteur", "Gemeenteredacteur"


class EventKind(TextChoices):
    """What a line of the log is about."""

    ADDED = "toegevoegd", "Toegevoegd"
    CHANGED = "gewijzigd", "Gewijzigd"
    PUBLISHED = "gepubliceerd", "Gepubliceerd"
    SENT_TO_REVIEW = "ter-beoordeling", "Ter beoordeling gezet"
    ARCHIVED = "gearchiveerd", "Gearchiveerd"
    DELETED = "verwijderd", "Verwijderd"
    RESTORED = "teruggezet", "Teruggezet"
    MERGED = "samengevoegd", "Samengevoegd"
    PROPOSED = "voorgesteld", "Voorgesteld"
    ACCEPTED = "overgenomen", "Voorstel overgenomen"
    REFUSED = "afgewezen", "Voorstel afgewezen"
    LINK_MADE = "link-gemaakt", "Voorbeeldlink gemaakt"
    LINK_REVOKED = "link-ingetrokken", "Voorbeeldlink ingetrokken"
    LOADED = "ingelezen", "Ingelezen"
    ACCOUNT = "account", "Account"
    SIGNED_IN = "aangemeld", "Aangemeld"
    SIGNED_OUT = "afgemeld", "Afgemeld"
    SIGN_IN_FAILED = "aanmelden-mislukt", "Aanmelden mislukt"


class ProposalStatus(TextChoices):
    """What became of a proposal."""

    OPEN = "open", "Te beoordelen"
    ACCEPTED = "overgenomen", "Overgenomen"
    REFUSED = "afgewezen", "Afgewezen"
    WITHDRAWN = "ingetrokken", "Ingetrokken"


class ImportStatus(TextChoices):
    """How far the import of a table is."""

    CHECKING = "nakijken", "Wordt nagekeken"
    FAULTY = "fouten", "Niet ingelezen: er zijn fouten"
    CHECKED = "nagekeken", "Nagekeken, nog niet ingelezen"
    WRITING = "inlezen", "Wordt ingelezen"
    DONE = "ingelezen", "Ingelezen"
    UNDOING = "terugdraaien", "Wordt teruggedraaid"
    UNDONE = "teruggedraaid", "Teruggedraaid"


class RowOutcome(TextChoices):
    """What a row of an imported table does."""

    NEW = "nieuw", "Nieuw"
    CHANGED = "gewijzigd", "Gewijzigd"
    UNCHANGED = "gelijk", "Gelijk gebleven"
    FAULTY = "fout", "Fout"
