/* Suggestions while typing in the search form: a combobox with a listbox (WAI-ARIA 1.2).
   Only an extra: without this file, or when anything in it fails, the form searches as it always does. */

const SHORTEST = 2; // letters; one letter begins nearly everything
const PAUSE = 120; // milliseconds after the last key, so that a fast typist does not ask for each letter
const REMEMBERED = 30; // answers, so that taking a letter back asks nothing

const countOf = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** What begins with the typed text. The signal stops it under way, and in the pause before anything is sent. */
async function fetchSuggestions(address, typed, signal) {
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  const response = await fetch(`${address}?${new URLSearchParams({ q: typed })}`, { signal });
  return (await response.json()).suggesties;
}

/** A new element; children that are strings become text, so that no name is ever read as markup. */
function build(tag, attributes, ...children) {
  const built = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) built.setAttribute(name, value);
  built.append(...children);
  return built;
}

/** A real link, so that it opens in a new tab as any other. Its name has the kind, for who does not see the heading. */
function buildOption({ soort, naam, aantal, url }, id) {
  const total = aantal === null ? "" : `, ${countOf(aantal, "initiatief", "initiatieven")}`;
  const semantics = { id, role: "option", "aria-selected": false, "aria-label": `${soort} ${naam}${total}` };
  const option = build("a", { ...semantics, class: "suggestion", href: url, tabindex: -1 }, build("span", {}, naam));
  if (total) option.append(build("span", { class: "suggestion__count" }, aantal));
  return option;
}

/** All options, with a heading for the eye before the first of each kind. */
function buildOptions(suggestions) {
  return suggestions.flatMap((suggestion, index) => {
    const option = buildOption(suggestion, `suggestion-${index}`);
    if (suggestion.soort === suggestions[index - 1]?.soort) return [option];
    return [build("div", { class: "suggestions__kind", "aria-hidden": true }, suggestion.soort), option];
  });
}

function suggestWhileTyping(form) {
  const input = form.querySelector("[type=search]");
  const field = input.parentElement;
  const list = build("div", { id: "suggestions", class: "suggestions", role: "listbox", "aria-label": "Suggesties" });
  const status = build("div", { class: "visually-hidden", role: "status" });
  const answers = new Map();
  let request, active; // active: the option that Enter goes to

  function activate(option) {
    active?.setAttribute("aria-selected", false);
    active = option;
    active?.setAttribute("aria-selected", true);
    active?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", active?.id ?? "");
  }

  function move(step) {
    const options = [...list.querySelectorAll("[role=option]")];
    const from = active ? options.indexOf(active) : Math.min(-step, 0); // down begins at the first, up at the last
    activate(options.at((from + step) % options.length));
  }

  function show(suggestions) {
    activate(null);
    list.replaceChildren(...buildOptions(suggestions));
    list.hidden = !suggestions.length;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", !list.hidden);
    const count = countOf(suggestions.length, "suggestie", "suggesties");
    status.textContent = list.hidden ? "" : `${count}, kies met de pijltjes`;
  }

  function close() {
    request?.abort(); // an answer that is still under way must not open the list again
    if (!list.hidden) show([]); // leaving a page must not style it once more
  }

  async function ask() {
    request?.abort();
    request = new AbortController();
    activate(null); // Enter searches, until an option is chosen again
    const { signal } = request;
    const typed = input.value.trim();
    if (typed.length < SHORTEST) return close();
    try {
      const found = answers.get(typed) ?? (await fetchSuggestions(form.dataset.suggestions, typed, signal));
      answers.set(typed, found);
      if (answers.size > REMEMBERED) answers.delete(answers.keys().next().value);
      show(found);
    } catch {
      if (!signal.aborted) close(); // what is open belongs to an older text
    }
  }

  const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => active.click(), Escape: close };
  function press(event) {
    const { key } = event;
    if (key === "ArrowDown" && list.hidden) return ask();
    if (key === "Tab" || (key === "Enter" && !active)) return close(); // and the key does what it always does
    if (list.hidden || event.isComposing || !(key in keys)) return;
    event.preventDefault();
    keys[key]();
  }

  field.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  close();
  input.addEventListener("input", ask);
  input.addEventListener("keydown", press);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
  field.addEventListener("focusout", (event) => field.contains(event.relatedTarget) || close());
  addEventListener("pagehide", close); // who comes back finds the page as it was before typing
}

document.querySelectorAll("[data-suggestions]").forEach(suggestWhileTyping);
