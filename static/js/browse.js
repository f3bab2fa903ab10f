/* Filters without a new page: fetches the page of a filter and swaps its answer in, and keeps the rest in step.
   Only an extra: without this file, or when anything fails, every filter is the link that it looks like. */

const ANSWER = "#antwoord";
const LINKS = `${ANSWER} [data-swap] a:not([data-elsewhere])`; // lead to another answer, unless at another path
const FORMS = `${ANSWER} [data-swap] form`;
// Parts of an answer that are swapped before the facets, each in its turn.
const PARTS = [".browse__answer", ".browse__question", ".filters__summary", ".filters__done"];
const FAULT = ".browse__question [role=status]"; // what was asked for in vain
const LATE = "cards--late"; // of a list: its first cards are drawn before the others
const CARRIED = "[data-filters]"; // what the form for other words carries along
const opened = new Map(); // which folds the visitor opened or closed
let shown = location.search; // the question that is answered on the page
let pending; // the last request: when another follows before its answer, it is aborted

/** Fetch a page, parsed while it comes in. Resolves with the request; never, when another page is asked for first. */
function load(address) {
  pending?.abort();
  return new Promise((resolve, reject) => {
    pending = Object.assign(new XMLHttpRequest(), { onerror: reject });
    pending.onload = ({ target }) => (target.status === 200 && target.response ? resolve(target) : reject(target));
    pending.open("GET", address);
    pending.responseType = "document";
    pending.send();
  });
}

/** Let the browser do other work: on a slow computer no task may be long. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

/** Let the browser draw what was swapped. */
const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** Swap in the answer of another page: its results first, the facets one by one. Stops when another is asked for. */
async function swap(request) {
  const page = request.response;
  document.title = page.title;
  const lists = page.querySelectorAll(".cards--list");
  for (const list of lists) list.classList.add(LATE);
  for (const part of PARTS) {
    document.querySelector(part).replaceWith(page.querySelector(part));
    await (part === PARTS[0] ? drawn() : pause());
    for (const list of lists) list.classList.remove(LATE);
    if (request !== pending) return;
  }
  for (const facet of page.querySelectorAll(".facet")) {
    await pause();
    if (request !== pending) return;
    // A fold stays as the visitor left it; one that the visitor never touched is as the page has it.
    facet.open = opened.get(facet.id) ?? facet.open;
    document.getElementById(facet.id).replaceWith(facet);
  }
}

/** Show the answer at an address. Where that fails the browser goes there: the page says what is wrong. */
async function show(address) {
  const focused = document.activeElement.closest("[data-option]")?.dataset.option;
  const facet = document.activeElement.closest(".facet")?.id;
  try {
    const request = await load(address);
    const answered = new URL(request.responseURL); // a name that was typed leads on to the address of its value
    if (answered.search !== location.search) history.replaceState(null, "", answered);
    shown = answered.search;
    followAddress(request.response);
    await swap(request);
    if (request !== pending) return;
    document.dispatchEvent(new Event("answer"));
    await drawn();
    announce(focused, facet);
  } catch {
    location.assign(address);
  }
}

/** Show another answer, as following a link does: it gets its own place in the history, once for a double click. */
function go(address) {
  if (address !== location.href) history.pushState(null, "", address);
  show(address);
}

/** The search form stands outside the answer, so that what somebody types is never swapped away. */
function followAddress(page) {
  const input = document.querySelector("#q");
  if (document.activeElement !== input) input.value = new URLSearchParams(location.search).get("q") ?? "";
  document.querySelector(CARRIED).replaceWith(page.querySelector(CARRIED));
}

/** Say what was found, and what not, and keep the keyboard near: on the option that was chosen, on the name of the facet
    that was used, or else on what was found. That comes into sight when all of it has ended above the window. */
function announce(focused, facet) {
  const found = document.querySelector("#resultaten");
  const fault = document.querySelector(FAULT);
  document.querySelector("[data-announcement]").textContent = `${found.textContent} ${fault?.innerText ?? ""}`.trim();
  const option = focused && document.querySelector(`[data-option="${CSS.escape(focused)}"]`);
  const near = option || (!fault && document.getElementById(facet)?.querySelector("summary"));
  if (document.activeElement !== document.body) return; // the visitor went on elsewhere
  (near || found).focus({ preventScroll: Boolean(option) });
  if (option) option.scrollIntoView({ block: "nearest" });
  if (found.closest("section").getBoundingClientRect().bottom < 0) found.scrollIntoView();
}

/** On a phone the filters lie over the results: close them before the browser goes to the results. */
document.addEventListener("click", (event) => {
  const filters = event.target.closest("[data-close-filters]")?.closest("details");
  if (filters) filters.open = false;
});

document.addEventListener("click", (event) => {
  const fold = event.target.closest("summary")?.parentElement;
  if (fold?.closest(ANSWER)) opened.set(fold.id, !fold.open);
  const link = event.target.closest(LINKS);
  if (!link || link.pathname !== location.pathname) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.href);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches(FORMS)) return;
  event.preventDefault();
  go(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`);
});

addEventListener("popstate", () => {
  pending?.abort();
  if (location.search !== shown) show(location.href); // a link within the page has the same answer
});
