/* Puts the focus on the first field with an error, and on the field of a link in the summary of errors or of a hint,
   also where the field itself is hidden behind one that completes, or in a fold. Without this file the links and the
   browser do so. */

const FIELDS = "input:not([type=hidden]), select, textarea";
const links = document.querySelectorAll("[data-errors] a");
const hints = document.querySelectorAll("[data-to-field]");

function focusOn(link) {
  const place = document.getElementById(link.hash.slice(1));
  for (let fold = place?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const completing = place?.nextElementSibling?.querySelector?.(".select2-search__field, .select2-selection");
  const field = completing ?? (place?.matches(FIELDS) ? place : place?.querySelector(FIELDS));
  field?.focus();
  (field ?? place)?.scrollIntoView({ block: "center" });
  return Boolean(field);
}

for (const link of [...links, ...hints]) {
  link.addEventListener("click", (event) => {
    if (focusOn(link)) event.preventDefault();
  });
}
// After the scripts of Django, which focus on the first field of a new record.
if (links.length) addEventListener("load", () => focusOn(links[0]));
