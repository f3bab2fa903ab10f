/* Remembers a visitor's selection in this browser, so that "Bewaar" adds to it from every page.
   Only an extra: without this file the same links open the selection page, which keeps everything in its address. */

const KEY = "selectie"; // what is kept is the query of the selection page: i=…&i=…&titel=…&notitie=…
const MOST = 40;
const menu = document.querySelector("[data-selection]"); // the link to the selection page
const menuButton = document.querySelector(".site-menu__button"); // unfolds the menu on a phone

/** What was saved; nothing where the browser refuses to keep anything. */
function saved() {
  try {
    return new URLSearchParams(localStorage.getItem(KEY) ?? "");
  } catch {
    return new URLSearchParams();
  }
}

const savedSlugs = () => saved().getAll("i");

/** Keep these initiatives, with the title and note of `query`. Returns whether the browser did. */
function keep(slugs, query = saved()) {
  const kept = new URLSearchParams(slugs.map((slug) => ["i", slug]));
  for (const name of ["titel", "notitie"]) if (query.get(name)) kept.set(name, query.get(name));
  try {
    if (slugs.length) localStorage.setItem(KEY, kept);
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

/** Show on the menu and on every button what is saved. */
function show() {
  const slugs = savedSlugs();
  for (const place of [menu, menuButton]) place.dataset.count = slugs.length || ""; // drawn beside, so that nothing moves
  menu.ariaLabel = slugs.length ? `${menu.textContent} (${slugs.length})` : null;
  menu.search = saved();
  for (const button of document.querySelectorAll("[data-save]")) {
    const isSaved = slugs.includes(button.dataset.save);
    button.setAttribute("role", "button");
    button.setAttribute("aria-pressed", isSaved);
    button.querySelector("[data-save-label]").textContent = isSaved ? "Bewaard" : "Bewaar";
  }
}

/** Save an initiative, or no longer. Returns whether the browser keeps it, so that there is no need to go anywhere. */
function toggle(button) {
  const slugs = savedSlugs();
  const slug = button.dataset.save;
  const isSaved = slugs.includes(slug);
  if (!isSaved && slugs.length >= MOST) {
    button.querySelector("[data-save-label]").textContent = `Uw selectie is vol (${MOST})`;
    return true;
  }
  if (!keep(isSaved ? slugs.filter((kept) => kept !== slug) : [...slugs, slug])) return false;
  show();
  return true;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-save]");
  if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (toggle(button)) event.preventDefault();
});

// A link with the role of a button also answers to the space bar.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches("[data-save]")) return;
  event.preventDefault();
  event.target.click();
});

/** On the selection page the address says what is selected, and in which order. It is kept as the visitor's own when it
    has the same initiatives, or when there was nothing yet and something is changed; else it can be added to what is
    kept. */
function onSelectionPage() {
  const query = new URLSearchParams(location.search);
  const slugs = query.getAll("i");
  if (!slugs.length && savedSlugs().length) location.replace(`${menu.pathname}?${saved()}`);
  const isOwn = savedSlugs().sort().join() === [...slugs].sort().join();
  if (isOwn) keep(slugs, query);
  if (isOwn || !savedSlugs().length) {
    document.addEventListener("click", ({ target }) => {
      const { remove, add } = target.closest("[data-remove], [data-add]")?.dataset ?? {};
      if (remove || add) keep([...slugs.filter((slug) => slug !== remove), add].filter(Boolean), query);
    });
  }
  const button = document.querySelector("[data-keep]");
  if (!button || slugs.every((slug) => savedSlugs().includes(slug))) return;
  button.classList.remove("waits");
  button.addEventListener("click", () => {
    const together = [...new Set([...savedSlugs(), ...slugs])].slice(0, MOST);
    button.classList.toggle("waits", keep(together, savedSlugs().length ? saved() : query));
    show();
  });
}

if (location.pathname === menu.pathname) onSelectionPage();
show();
document.addEventListener("answer", show);
addEventListener("storage", show); // saved in another tab
addEventListener("pageshow", show); // and after going back
