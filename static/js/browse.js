/* Filters without a new page: htmx fetches the address of a filter and swaps the answer; this keeps the rest in step.
   Only an extra: without this file, or when anything fails, every filter is the link that it looks like. */

/* global htmx */
const ANSWER = "#antwoord";
const LINKS = `${ANSWER} [data-swap] a:not([data-elsewhere])`; // those that lead to another answer on the same page
const FORMS = `${ANSWER} [data-swap] form`;
const KEPT_OUT = new Set(["q", "pagina", "precies", "toon"]); // what a form for other words does not carry along
const opened = new Map(); // which folds the visitor opened or closed

/** Swap the answer at an address in. Where that fails the browser goes there: the page says what is wrong. */
async function show(address) {
  const focused = document.activeElement.closest("[data-option]")?.dataset.option;
  await htmx.ajax("GET", address, { target: ANSWER, select: ANSWER, swap: "outerHTML show:none" });
  restoreFolds();
  followAddress();
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))); // the browser draws it first
  announce(focused);
}

/** Show another answer, as following a link does: it gets its own place in the history. */
function go(address) {
  history.pushState(null, "", address);
  show(address);
}

/** The search form stands outside the answer, so that what somebody types is never swapped away. */
function followAddress() {
  const parameters = new URLSearchParams(location.search);
  const input = document.querySelector("#q");
  if (document.activeElement !== input) input.value = parameters.get("q") ?? "";
  const fields = [...parameters].filter(([name]) => !KEPT_OUT.has(name)).map(([name, value]) => {
    const field = document.createElement("input");
    return Object.assign(field, { type: "hidden", name, value });
  });
  document.querySelector("[data-filters]").replaceChildren(...fields);
}

/** A fold stays as the visitor left it; one that the visitor never touched is as the page has it. */
function restoreFolds() {
  for (const [id, isOpen] of opened) {
    const fold = document.getElementById(id);
    if (fold) fold.open = isOpen;
  }
}

/** Say what was found, and keep the keyboard near: on the filter that was chosen, or else on what was found. */
function announce(focused) {
  const found = document.querySelector("#resultaten");
  document.querySelector("[data-announcement]").textContent = found.textContent;
  const option = focused && document.querySelector(`[data-option="${CSS.escape(focused)}"]`);
  if (document.activeElement === document.body) (option || found).focus({ preventScroll: Boolean(option) });
}

/** On a phone the filters lie over the results: close them before the browser goes to the results. */
document.addEventListener("click", (event) => {
  const filters = event.target.closest("[data-close-filters]")?.closest("details");
  if (!filters) return;
  filters.open = false;
  opened.set(filters.id, false);
});

document.addEventListener("click", (event) => {
  const fold = event.target.closest("summary")?.parentElement;
  if (fold?.closest(ANSWER)) opened.set(fold.id, !fold.open);
  const link = event.target.closest(LINKS);
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.href);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches(FORMS)) return;
  event.preventDefault();
  go(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`);
});

addEventListener("popstate", () => show(location.href));

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const answered = new URL(detail.xhr.responseURL); // a name that was typed leads on to the address of its value
  if (answered.search !== location.search) history.replaceState(null, "", answered);
  // htmx takes leave of every element that it removes, with two events each; none of these has anything of htmx.
  if (detail.shouldSwap) detail.target.replaceChildren();
});

for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:swapError"]) {
  document.addEventListener(failure, ({ detail }) => location.assign(detail.requestConfig.path));
}
