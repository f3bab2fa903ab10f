/* The form of an initiative: shows the fields that apply, and what looks like the initiative while its title, place and
   links are typed. Without this file all fields are there, and what looks alike is shown once it is saved. */

const PAUSE = 600; // milliseconds without typing, after which the server is asked

const row = (name) => document.querySelector(`.form-row.field-${name}`);
const hasErrors = (element) => Boolean(element.querySelector(".errorlist"));

/** The region belongs to regional initiatives only. */
function showRegion() {
  const scope = document.querySelector("#id_scope");
  const region = row("region");
  const input = region?.querySelector("input");
  if (!scope || !input) return;
  const toggle = () => (region.hidden = scope.value !== "regionaal" && !input.value && !hasErrors(region));
  scope.addEventListener("change", toggle);
  toggle();
}

/** The list of organisations offers to make a new one. */
function hideNewOrganisation() {
  const organisation = row("new_organisation");
  if (organisation) organisation.hidden = !organisation.querySelector("input")?.value && !hasErrors(organisation);
}

/** What the server is asked, from the values of the form. */
function question(own) {
  const value = (id) => document.getElementById(id)?.value ?? "";
  const query = new URLSearchParams({ titel: value("id_title"), bereik: value("id_scope"), regio: value("id_region") });
  query.set("samenvatting", value("id_summary"));
  for (const option of document.getElementById("id_municipalities")?.selectedOptions ?? []) {
    query.append("gemeente", option.value);
  }
  for (const link of document.querySelectorAll("input[id^=id_links-][id$=-url]")) {
    if (link.value) query.append("link", link.value);
  }
  if (own) query.set("zelf", own);
  return query.toString();
}

/** Keep the panel up to date with what is typed. */
function watchDoubles(panel) {
  let last = question(panel.dataset.own);
  let asked = last;

  async function ask(query) {
    asked = query;
    const response = await fetch(`${panel.dataset.doubles}?${query}`).catch(() => null);
    if (!response?.ok || response.redirected || asked !== query) return;
    const html = await response.text();
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    if (fresh.textContent !== panel.textContent) panel.replaceChildren(...fresh.childNodes);
  }

  setInterval(() => {
    const now = question(panel.dataset.own);
    if (now === last && now !== asked) ask(now);
    last = now;
  }, PAUSE);
}

showRegion();
hideNewOrganisation();
const panel = document.querySelector("[data-doubles]");
if (panel && document.querySelector("#id_title")) watchDoubles(panel);
