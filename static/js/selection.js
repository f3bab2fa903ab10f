/* Remembers a visitor's selection in this browser, so that "Bewaar" adds to it from every page.
   Only an extra: without this file the same links open the selection page, which keeps everything in its address. */

const KEY = "selectie";
const MOST = 40;
const onPage = document.querySelector("[data-selection]"); // the link to the selection in the menu

/** The slugs that were saved; none where the browser refuses to keep anything. */
function saved() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((slug) => typeof slug === "string") : [];
  } catch {
    return [];
  }
}

/** Keep these slugs. Returns whether the browser did. */
function keep(slugs) {
  try {
    if (slugs.length) localStorage.setItem(KEY, JSON.stringify(slugs.slice(0, MOST)));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

const addressOf = (slugs) => `${onPage.pathname}?${new URLSearchParams(slugs.map((slug) => ["i", slug]))}`;

/** Show on the menu and on every button what is saved. */
function show() {
  const slugs = saved();
  onPage.dataset.count = slugs.length || ""; // drawn beside the words, so that nothing moves
  onPage.ariaLabel = slugs.length ? `${onPage.textContent} (${slugs.length})` : null;
  onPage.search = slugs.length ? addressOf(slugs).split("?")[1] : "";
  for (const button of document.querySelectorAll("[data-save]")) {
    const isSaved = slugs.includes(button.dataset.save);
    button.setAttribute("role", "button");
    button.setAttribute("aria-pressed", isSaved);
    button.querySelector("[data-save-label]").textContent = isSaved ? "Bewaard" : "Bewaar";
  }
}

function toggle(slug) {
  const slugs = saved();
  if (slugs.includes(slug)) return keep(slugs.filter((each) => each !== slug));
  return slugs.length < MOST && keep([...slugs, slug]);
}

document.addEventListener("click", (event) => {
  const { save, remove, add } = event.target.closest?.("[data-save], [data-remove], [data-add]")?.dataset ?? {};
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (save && toggle(save)) {
    event.preventDefault();
    show();
  }
  if (remove) keep(saved().filter((slug) => slug !== remove));
  if (add) keep([...new Set([...saved(), add])]);
});

// A link with the role of a button also answers to the space bar.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.("[data-save]")) return;
  event.preventDefault();
  event.target.click();
});

/** On the selection page the address says what is selected; what it has can be kept, and what is kept be opened. */
function onSelectionPage() {
  const slugs = new URLSearchParams(location.search).getAll("i");
  if (!slugs.length && saved().length) location.replace(addressOf(saved()));
  const button = document.querySelector("[data-keep]");
  if (!button || saved().join() === slugs.join()) return;
  button.classList.remove("waits");
  button.addEventListener("click", () => {
    button.classList.toggle("waits", keep(slugs));
    show();
  });
}

show();
document.addEventListener("htmx:afterSettle", show);
document.addEventListener("htmx:historyRestore", show);
addEventListener("storage", show); // saved in another tab
addEventListener("pageshow", show); // and after going back
if (location.pathname === onPage.pathname) onSelectionPage();
