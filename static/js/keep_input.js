/* Keeps what an editor types and has not saved. On every page of the editors it sends the server what it could not
   send before; in a form it keeps the values as they are typed: on the server, and in this browser until the server has
   them. Forms work without this file: the server then keeps what is sent and cannot be saved. */

const { user, url } = document.querySelector("script[data-user]").dataset;
const PREFIX = "bewaard:"; // of the keys in this browser: bewaard:<user>:<page>
const CHECK = 1000; // milliseconds between two looks at the form
const LONGEST = 5000; // after which somebody who goes on typing is not waited for, and a failed request is repeated
const PATIENCE = 15000; // for one request, and for leaving the page after a form was sent
const KEPT_DAYS = 30;
const TOKEN = "input[name=csrfmiddlewaretoken]";
const SIGNED_OUT = "U bent niet meer aangemeld. Uw tekst is bewaard. ";
const AWAY = "De server is niet te bereiken. Uw tekst is bewaard in deze browser; sluit dit tabblad liever niet.";
const TOO_LARGE = "Deze tekst is te groot om tussendoor te bewaren. Sla hem op.";

const ticket = document.querySelector("[data-ticket]"); // in a form that the editor may save
const form = ticket?.form;
const page = `${PREFIX}${user}:${crypto.getRandomValues(new Uint32Array(2)).join("")}`;

/** Send values to the server; resolves with the response. */
function send(values, address = url) {
  const body = new URLSearchParams(values);
  body.set("csrfmiddlewaretoken", document.querySelector(TOKEN)?.value ?? "");
  return fetch(address, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
}

/** Fetch this page anew, without a text that was put back; null when nobody or somebody else is signed in. */
async function fetchPage() {
  const response = await fetch(location.pathname, { signal: AbortSignal.timeout(PATIENCE) });
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  return fresh.querySelector("script[data-user]")?.dataset.user === user ? fresh : null;
}

/** Take a new CSRF token: the one in this page is worthless after signing in again. Returns whether there is one. */
async function renewToken() {
  const fresh = await fetchPage().catch(() => null);
  const token = fresh?.querySelector(TOKEN)?.value;
  for (const input of token ? document.querySelectorAll(TOKEN) : []) input.value = token;
  document.dispatchEvent(new Event("token"));
  return Boolean(token);
}

/** Send values, again with a new token when the server refuses the old one. */
async function sendWithToken(values) {
  const response = await send(values);
  return response.status === 403 && (await renewToken()) ? send(values) : response;
}

/** What this browser keeps, by key; nothing where it refuses to keep anything. */
function storedTexts() {
  try {
    return Object.entries(localStorage).filter(([key]) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

/** Send the server what other pages kept in this browser, and forget it here. Returns whether there was any. */
async function sendStored() {
  const days = (at) => (Date.now() - at) / (24 * 3600 * 1000);
  let isAnySent = false;
  for (const [key, text] of storedTexts()) {
    const { at, values } = JSON.parse(text);
    if (days(at) > KEPT_DAYS) localStorage.removeItem(key);
    if (key === page || !key.startsWith(`${PREFIX}${user}:`)) continue;
    const response = await sendWithToken(values);
    const isOver = response.status === 200 || response.status === 410; // kept, or saved before; or too old for the server
    if (isOver && localStorage.getItem(key) === text) localStorage.removeItem(key);
    isAnySent ||= response.status === 200 && (await response.json()).isKept;
  }
  return isAnySent;
}

sendStored()
  .then(async (isAnySent) => {
    const offers = isAnySent && document.querySelector("[data-offers]");
    if (offers) offers.replaceWith((await fetchPage())?.querySelector("[data-offers]") ?? offers);
  })
  .catch(() => {}); // the server is away: the next page sends it

/** Tell the editor what is the matter; a text that is there already is not read out again. */
function say(text, link) {
  const status = document.querySelector("[data-keep-status]");
  if (status.dataset.said === text) return;
  status.dataset.said = text;
  status.replaceChildren(text, ...(link ? [link] : []));
}

function saySignedOut() {
  const link = Object.assign(document.createElement("a"), { href: "/beheer/", target: "_blank" });
  link.textContent = "Meld u aan in een nieuw tabblad en ga dan hier verder.";
  say(SIGNED_OUT, link);
}

/** Watch the form: warn before it is left, and keep what is typed. */
function keepForm() {
  const typed = form.elements._typed;
  const values = () => {
    const data = new FormData(form);
    for (const name of ["csrfmiddlewaretoken", "_kept", "_typed"]) data.delete(name);
    return new URLSearchParams(data).toString();
  };
  // What was typed before this file was there, or what a browser fills in when it loads a page again.
  const isFilled = [...form.querySelectorAll("input:not([type=hidden]), textarea")].some((field) =>
    field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue,
  );
  const isUnsaved = "unsaved" in ticket.dataset || isFilled;
  const initial = values();
  let last = isFilled ? "" : initial; // the values at the last look
  let sent = last; // the values that the server has
  let isSending = false;
  let sentAt = 0;
  let isLeaving = false;

  const isChanged = () => isUnsaved || last !== initial;
  const posted = () => `${last}&_kept=${encodeURIComponent(ticket.value)}&_typed=${typed.value}`;

  /** Look at the form; what changed is in this browser at once. Returns whether anything did. */
  function look() {
    const now = values();
    if (now === last) return false;
    last = now;
    typed.value = Date.now();
    try {
      localStorage.setItem(page, JSON.stringify({ at: Date.now(), values: posted() }));
    } catch {
      // no room, or not allowed: the server keeps it
    }
    return true;
  }

  async function store() {
    const sending = last;
    isSending = true;
    sentAt = Date.now();
    try {
      const response = await sendWithToken(posted());
      const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
      if (answer.ticket) ticket.value = answer.ticket; // the form was saved in another tab, or gone back to
      if (answer.isKept) {
        sent = sending;
        if (last === sent) localStorage.removeItem(page);
      }
      if (response.status === 413 || response.status === 400) say(answer.message ?? TOO_LARGE);
      else if (response.status >= 500) say(AWAY);
      else if (response.status === 403 || answer.isSignedIn === false) saySignedOut();
      else say(answer.message ?? "");
    } catch {
      say(AWAY);
    }
    isSending = false;
  }

  function check() {
    const isTyping = look();
    if (last === sent || isSending || isLeaving) return;
    const isLate = Date.now() - sentAt > LONGEST;
    const hasFailed = document.querySelector("[data-keep-status]").textContent !== "";
    if (isLate || (!isTyping && !hasFailed)) store();
  }

  setInterval(check, CHECK);
  form.addEventListener("change", look);
  document.addEventListener("refused", renewToken);

  form.addEventListener("submit", () => {
    look();
    isLeaving = true;
    setTimeout(() => (isLeaving = false), PATIENCE); // the editor may have stopped it
  });
  addEventListener("beforeunload", (event) => {
    look();
    if (isChanged() && !isLeaving) event.preventDefault();
  });
  addEventListener("pagehide", () => {
    look();
    if (last === sent || isLeaving) return;
    const body = new URLSearchParams(posted());
    body.set("csrfmiddlewaretoken", document.querySelector(TOKEN).value);
    navigator.sendBeacon(url, body);
  });
  addEventListener("pageshow", () => (isLeaving = false));

  // Whoever signs out leaves nothing behind in this browser.
  const signOut = document.querySelector("#logout-form");
  signOut?.addEventListener("submit", async (event) => {
    look();
    if (!isChanged() || last === sent) return;
    event.preventDefault();
    await store();
    isLeaving = last === sent;
    signOut.submit();
  });
}

if (form) keepForm();

document.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-throw-away]")) return;
  event.preventDefault();
  const offer = event.target.closest("[data-offer]");
  const response = await send(new FormData(event.target), event.target.action).catch(() => null);
  if (!response?.ok) return say(AWAY);
  offer.remove();
  say("Weggegooid.");
});
