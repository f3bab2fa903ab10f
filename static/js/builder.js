/* The example, what is wrong and the code follow the form while somebody fills it in.
   Only an extra: without this file the button does the same. What can be read is judged in one place, by the server. */

const PAUSE = 400; // milliseconds after the last change
const form = document.querySelector("[data-builder]");
const swatches = []; // for each, a function that shows the colour of its field
let timer, request;

const filledIn = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => value));

/** Take over from another answer what there is to see, leaving the fields to who is typing in them. */
function follow(page) {
  for (const old of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(old.id);
    if (old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
  }
  for (const field of form.elements) {
    const fresh = page.getElementById(field.id);
    field.ariaInvalid = fresh?.ariaInvalid ?? null;
    if (fresh?.placeholder) field.placeholder = fresh.placeholder;
  }
  for (const show of swatches) show();
}

async function renew() {
  request?.abort();
  request = new AbortController();
  const address = `${form.action}?${filledIn()}`;
  try {
    const response = await fetch(address, { signal: request.signal });
    if (!response.ok) return;
    follow(new DOMParser().parseFromString(await response.text(), "text/html"));
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(renew, PAUSE);
});

for (const picker of document.querySelectorAll("[data-picks]")) {
  const text = document.getElementById(picker.dataset.picks);
  const show = () => (picker.value = text.value || text.placeholder); // anything but a colour is black
  picker.hidden = false;
  picker.addEventListener("input", () => (text.value = picker.value));
  text.addEventListener("input", show);
  swatches.push(show);
  show();
}
