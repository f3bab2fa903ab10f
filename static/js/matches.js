/* Shows while somebody types what the button would find. Without this file the button does so. */

const form = document.querySelector("[data-search]");
const place = document.querySelector("[data-matches]");
let timer;
let latest;

async function show() {
  const url = `?${new URLSearchParams(new FormData(form))}`;
  latest = url;
  const response = await fetch(url, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const matches = page.querySelector("[data-matches]");
  if (response.ok && matches && latest === url) place.replaceChildren(...matches.childNodes);
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => show().catch(() => {}), 200);
});
