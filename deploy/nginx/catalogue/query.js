// The query of a request in one form, for the keys of the cache: sorted, and of known parameters only.
// tests/catalogue/test_nginx.py compares the parameters with those of the application.

const FACETS = [
    "aanpak", "bereik", "bron", "categorie", "doelgroep", "fase", "gemeente", "herkomst", "inwoners", "onderbouwing",
    "provincie", "vervolg", "vorm",
];
const OTHERS = [
    "aantal", "bom", "hoek", "hoortBij", "kleur", "kleur-knop", "kleur-knoptekst", "kleur-kop", "kleur-koptekst",
    "kleur-link", "kleur-nadruk", "kleur-nadruktekst", "kleur-vlak", "kop", "landelijk", "letter", "naam", "pagina",
    "precies", "q", "scheiding", "sorteer", "thema", "titel", "toon", "versie", "weergave",
];
const LISTS = /^\/(initiatieven|kaart|matrix|matrix\/aanpakken)\/$/; // their forms send fields that nobody filled in

// Returns the pairs of a query; null when it has a parameter that is not known, or cannot be decoded.
function pairs(args) {
    try {
        const found = args.split("&").filter((part) => part).map(pair);
        return found.every((one) => FACETS.includes(one.key) || OTHERS.includes(one.key)) ? found : null;
    } catch (error) {
        return null;
    }
}

function pair(part) {
    const end = part.indexOf("=");
    const hasValue = end >= 0;
    return { key: decode(hasValue ? part.slice(0, end) : part), value: decode(hasValue ? part.slice(end + 1) : "") };
}

function decode(text) {
    return decodeURIComponent(text.replace(/\+/g, " "));
}

function encode(text) {
    return encodeURIComponent(text).replace(/%20/g, "+");
}

// The values of a facet are a set; of other parameters the last value counts, so that those stay in order.
function order(one, other) {
    if (one.key !== other.key) {
        return one.key < other.key ? -1 : 1;
    }
    if (!FACETS.includes(one.key) || one.value === other.value) {
        return 0;
    }
    return one.value < other.value ? -1 : 1;
}

// The query with its question mark, empty without parameters; as it was sent when not all of it is known.
function canonical(r) {
    const found = pairs(r.variables.args);
    if (found === null) {
        return "?" + r.variables.args;
    }
    const isList = LISTS.test(r.uri);
    const kept = found.filter((one) => !isList || one.value.trim()).sort(order);
    const parts = kept.map((one) => encode(one.key) + "=" + encode(one.value));
    const once = parts.filter((part, place) => part !== parts[place - 1]);
    return once.length ? "?" + once.join("&") : "";
}

// "1" when the query has something that is not known: its response is not kept.
function unknown(r) {
    return pairs(r.variables.args) === null ? "1" : "";
}

// "1" when the query combines filters or words, of which there are more combinations than any cache can keep.
function combination(r) {
    const found = pairs(r.variables.args) || [];
    const chosen = found.filter((one) => (one.key === "q" || FACETS.includes(one.key)) && one.value.trim());
    return chosen.length > 1 ? "1" : "";
}

export default { canonical, unknown, combination };
