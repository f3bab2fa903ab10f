/* Filters without a new page: htmx fetches the same address and swaps the answer; this keeps the rest in step.
   Only an extra: without this file, or when anything fails, every filter is the link that it looks like. */

const ANSWER = "antwoord";
const KEPT_OUT = new Set(["q", "pagina", "precies", "toon"]); // what a form for other words does not carry along
const opened = new Map(); // which folds the visitor opened or closed

/** The search form stands outside the answer, so that what somebody types is never swapped away. */
function followAddress() {
  const parameters = new URLSearchParams(location.search);
  const input = document.querySelector("#q");
  if (document.activeElement !== input) input.value = parameters.get("q") ?? "";
  const fields = [...parameters].filter(([name]) => !KEPT_OUT.has(name)).map(([name, value]) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    return field;
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
function announce() {
  const found = document.querySelector("#resultaten");
  document.querySelector("[data-announcement]").textContent = found.textContent;
  if (document.activeElement === document.body) found.focus({ preventScroll: true });
}

document.addEventListener("click", ({ target }) => {
  const fold = target.closest?.("summary")?.parentElement;
  if (fold?.closest(`#${ANSWER}`)) opened.set(fold.id, !fold.open);
});

document.addEventListener("htmx:afterSettle", () => {
  restoreFolds();
  followAddress();
  announce();
});

document.addEventListener("htmx:historyRestore", () => {
  restoreFolds();
  followAddress();
});

// An answer that cannot be swapped in is shown as the page that it is: an error, or another site in between.
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:swapError"]) {
  document.addEventListener(failure, ({ detail }) => location.assign(detail.requestConfig.path));
}
