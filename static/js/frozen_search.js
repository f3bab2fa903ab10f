/* Searches a copy of the site, from its index in window.FROZEN_INDEX (initiatives/freezing/search_index.py), with the
   weights of the site. A classic script: browsers load no modules and fetch nothing from files. */
(() => {
  const MAX_SHOWN = 100;
  const MAX_NAME_WORDS = 5;
  const MIN_PREFIX = 3; // letters
  const MIN_PART = 4;
  const LINKS = ["", "s", "e", "en", "er"]; // between the parts of a compound
  const index = window.FROZEN_INDEX;
  const { items, values, forms, weights } = index;
  const ignored = new Set(index.ignored);
  const fillers = new Set(index.fillers);
  const baseNumbers = new Map(index.bases.map((base, number) => [base, number]));
  const known = (list, key) => (Object.hasOwn(list, key) ? list[key] : undefined);

  /** Small letters without accents, as the index has words. */
  const fold = (text) => text.toLowerCase().replace(/[\u2018\u2019\u201b`\u00b4\u02bc]/g, "'").normalize("NFD").replace(/[\u0300-\u036f]/g, "");

  /** “dak-” before “en thuislozen” is “daklozen”: with the end of the other word that makes it one of the index. */
  const complete = (text) => text.replace(/([\p{L}]+)-(?=\s+(?:en|of)\s+([\p{L}]+))/gu, (written, head, other) => {
    const tails = [...Array(Math.max(0, other.length - 4)).keys()].map((start) => other.slice(start + 2));
    const tail = tails.find((end) => Object.hasOwn(forms, head + end));
    return tail ? head + tail : written;
  });

  const split = (text) => complete(fold(text)).match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu)?.map((word) => word.replaceAll("'", "")) ?? [];

  /** The bases of a word: of the word itself, or when it is itself a base. */
  function basesOf(form) {
    const own = known(forms, form);
    if (own) return own;
    return baseNumbers.has(form) ? [baseNumbers.get(form)] : [];
  }

  const baseText = (form) => (basesOf(form).length ? index.bases[basesOf(form)[0]] : form);

  /** Keep the strongest match of each initiative. */
  function add(matches, item, strength) {
    if (strength > (matches.get(item) ?? 0)) matches.set(item, strength);
  }

  function merge(matches, others, factor = 1) {
    for (const [item, strength] of others) add(matches, item, strength * factor);
    return matches;
  }

  function withBases(bases) {
    const matches = new Map();
    for (const base of bases) {
      index.postings[base].forEach((numbers, field) => numbers.forEach((item) => add(matches, item, weights.fields[field])));
    }
    return matches;
  }

  /** The initiatives in all of these matches, as strong as the weakest. */
  function inAll(groups) {
    const [first, ...others] = groups;
    const matches = new Map();
    for (const [item, strength] of first ?? []) {
      if (others.every((group) => group.has(item))) matches.set(item, Math.min(strength, ...others.map((group) => group.get(item))));
    }
    return matches;
  }

  /** The parts of a compound that the index does not have. */
  function partsOf(form) {
    const listed = known(index.parts, form);
    if (listed) return listed;
    for (let end = form.length - MIN_PART; end >= MIN_PART && !Object.hasOwn(forms, form); end--) {
      for (const link of LINKS) {
        const head = form.slice(0, end), tail = form.slice(end + link.length);
        if (form.startsWith(link, end) && tail.length >= MIN_PART && basesOf(head).length && basesOf(tail).length) return [basesOf(head), basesOf(tail)];
      }
    }
    return [];
  }

  /** The initiatives with a word in any form; a word that is not known is taken for the beginning or a part of others. */
  function withWord(form) {
    const matches = withBases(basesOf(form));
    const parts = partsOf(form);
    if (parts.length) merge(matches, inAll(parts.map(withBases)), weights.parts);
    if (matches.size) return matches;
    for (const other of Object.keys(forms)) {
      const isAlike = form.length >= MIN_PREFIX && (other.startsWith(form) || (form.length >= MIN_PART && other.includes(form)));
      if (isAlike) merge(matches, withBases(forms[other]), weights.similar * (0.5 + (0.5 * form.length) / other.length));
    }
    return matches;
  }

  const withValue = (matches, number, strength) => values[number][4].forEach((item) => add(matches, item, strength));

  /** The same with words that a word is a part of: for when few initiatives have all words. */
  function loosened(matches, words) {
    const wider = new Map(matches);
    for (const word of words.filter((word) => word.length >= MIN_PART)) {
      for (const other of Object.keys(forms)) {
        if (other.includes(word)) merge(wider, withBases(forms[other]), (weights.similar * word.length) / other.length);
      }
    }
    return wider;
  }

  /** The values of facets that words are a name of, with how strongly that counts. */
  function named(words) {
    const phrase = words.map(baseText).join(" ");
    const written = words.join(" ");
    const lists = [
      [known(index.named, phrase), weights.name],
      [known(index.places, written), weights.name],
      [known(index.nicknamed, phrase), weights.nickname],
      [known(index.otherPlaces, written), weights.place],
    ];
    return lists.flatMap(([numbers, strength]) => (numbers ?? []).map((number) => [number, strength]));
  }

  /** The synonyms of words, each as the bases of its own words. */
  const synonymsOf = (words) => (known(index.synonyms, words.map(baseText).join(" ")) ?? []).map((number) => index.phrases[number]);

  /** Group the words of a question: the longest names and synonyms first, then single words. */
  function terms(words) {
    const groups = [];
    for (let start = 0; start < words.length; ) {
      let length = Math.min(MAX_NAME_WORDS, words.length - start);
      const at = () => words.slice(start, start + length);
      while (length > 1 && !named(at()).length && !synonymsOf(at()).length) length--;
      groups.push(at());
      start += length;
    }
    const telling = groups.filter((group) => !group.every((word) => ignored.has(word)));
    const asked = telling.filter((group) => !group.every((word) => fillers.has(word)));
    return asked.length ? asked : telling;
  }

  /** The initiatives with a term, and how much each counts. */
  function matchTerm(group, neighbours) {
    const words = group.filter((word) => !ignored.has(word));
    const matches = inAll((words.length ? words : group).map(withWord));
    for (const joined of neighbours) merge(matches, withBases(basesOf(joined)));
    for (const synonym of synonymsOf(group)) merge(matches, inAll(synonym.map(withBases)), weights.synonym);
    for (const [number, strength] of named(group)) withValue(matches, number, strength);
    const telling = Math.min(...words.map((word) => known(index.common, word) ?? 100), 100) / 100;
    return { words, matches, rarity: telling * Math.log(1 + items.length / (matches.size + 0.5)) };
  }

  /** The compounds that a term would form with the terms beside it. */
  function joinedWith(groups, place) {
    const pairs = [[groups[place - 1], groups[place]], [groups[place], groups[place + 1]]];
    return pairs.filter(([head, tail]) => head && tail).flatMap(([head, tail]) => ["", "s", "n", "en"].map((link) => head.join("") + link + tail.join("")));
  }

  /** The numbers of the initiatives for words, best first: those with all words, then those with a part of them. */
  function searchWords(text) {
    const excluded = split((text.match(/(?:^|\s)-\S+/g) ?? []).join(" "));
    const words = split(text.replace(/(?:^|\s)-\S+/g, " "));
    const groups = terms(words);
    const matched = groups.map((group, place) => matchTerm(group, joinedWith(groups, place)));
    const without = new Set(excluded.flatMap((word) => [...withBases(basesOf(word)).keys()]));
    const title = split(text).join(" ");
    const isTitle = (item) => split(items[item][1]).join(" ") === title;
    const isFull = (item) => matched.every(({ matches }) => matches.has(item));
    const best = (scores) => [...scores.keys()]
      .filter((item) => !without.has(item))
      .sort((one, other) => isTitle(other) - isTitle(one) || scores.get(other) - scores.get(one) || one - other);
    const full = best(scored(matched)).filter(isFull);
    if (full.length >= weights.minFull || !matched.length) return { full, partial: [] };
    const isLoose = matched.length > 1 || !matched[0].matches.size;
    const loose = isLoose ? matched.map((term) => ({ ...term, matches: loosened(term.matches, term.words) })) : matched;
    const scores = scored(loose);
    return { full, partial: relevant(best(scores).filter((item) => !isFull(item)), scores, loose, full.length) };
  }

  /** The sum of what each term counts for each initiative. */
  function scored(terms) {
    const scores = new Map();
    for (const { matches, rarity } of terms) {
      for (const [item, strength] of matches) scores.set(item, (scores.get(item) ?? 0) + strength * rarity);
    }
    for (const [item, score] of scores) scores.set(item, Math.round(score * 1e6) / 1e6);
    return scores;
  }

  /** Of partial matches, best first, those that have enough of the question. */
  function relevant(ranked, scores, terms, hasFull) {
    if (ranked.length <= weights.minPartial) return ranked;
    const possible = terms.reduce((total, { rarity }) => total + rarity, 0);
    const most = hasFull ? 1 : scores.get(ranked[0]) / possible;
    const needed = Math.max(weights.minQuery, weights.minShare * most) * possible;
    const kept = ranked.filter((item) => scores.get(item) >= needed);
    return kept.length ? kept : ranked.slice(0, weights.minPartial);
  }

  /** The values that are chosen in the address, by facet. */
  function chosen(parameters) {
    const facets = new Map();
    values.forEach((value) => {
      if (parameters.getAll(value[0]).includes(value[1])) facets.set(value[0], [...(facets.get(value[0]) ?? []), value]);
    });
    return facets;
  }

  /** What is found for the question in a query string. */
  function search(query) {
    const parameters = new URLSearchParams(query);
    const words = (parameters.get("q") ?? "").trim();
    const facets = chosen(parameters);
    const sets = [...facets.values()].map((list) => new Set(list.flatMap((value) => value[4])));
    const isChosen = (item) => sets.every((set) => set.has(item));
    const { full, partial } = words ? searchWords(words) : { full: facets.size ? items.map((_, item) => item) : [], partial: [] };
    const pages = words ? [...new Set(named(split(words)).map(([number]) => number))].filter((number) => values[number][3]) : [];
    return { words, facets, full: full.filter(isChosen), partial: partial.filter(isChosen), pages };
  }

  window.frozenSearch = (query) => search(query); // for tests: the numbers of initiatives

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  const file = (path) => path.split("/").map(encodeURIComponent).join("/");

  const card = ([path, title, place, summary]) =>
    element("li", {}, element("article", { className: "card" },
      element("h3", { className: "card__title" }, element("a", { href: file(path), textContent: title })),
      element("p", { className: "card__place", textContent: place }),
      element("p", { textContent: summary })));

  /** A link that takes a chosen value away. */
  function chip(parameters, [key, slug, label]) {
    const without = new URLSearchParams([...parameters].filter(([name, value]) => name !== key || value !== slug));
    const hint = element("span", { className: "visually-hidden", textContent: "Verwijder filter: " });
    return element("li", {}, element("a", { className: "chip", href: `?${without}` }, hint, label));
  }

  const count = (number) => `${number} ${number === 1 ? "initiatief" : "initiatieven"}`;

  function sentence({ words, facets, full, partial }) {
    if (!words && !facets.size) return "Typ een woord";
    if (!full.length && !partial.length) return "Niets gevonden. Probeer een ander woord, of minder filters.";
    const asked = words ? ` met “${words}”` : "";
    if (!full.length) return `${count(partial.length)} met een deel van “${words}”`;
    return count(full.length) + asked + (partial.length ? `, en ${partial.length} met een deel ervan` : "");
  }

  function show() {
    const parameters = new URLSearchParams(location.search);
    const found = search(location.search);
    const input = document.querySelector("#q");
    input.value = found.words;
    const values = [...found.facets.values()].flat();
    input.form.append(...values.map(([name, value]) => element("input", { type: "hidden", name, value })));
    document.querySelector("[data-chips]").append(...values.map((value) => chip(parameters, value)));
    document.querySelector("[data-total]").textContent = sentence(found);
    document.querySelector("[data-pages]").append(...found.pages.map((number) => {
      const [, , label, path] = index.values[number];
      return element("li", {}, "Pagina: ", element("a", { href: file(path), textContent: label }));
    }));
    const shown = [...found.full, ...found.partial].slice(0, MAX_SHOWN);
    document.querySelector("[data-results]").append(...shown.map((item) => card(items[item])));
    if (found.words || values.length) document.title = `${sentence(found)} · Corona-initiatieven`;
  }

  if (document.querySelector("[data-results]")) show();
})();
