/* Tells who else has the record open. A worker asks the server every five seconds: browsers slow down the timers of a
   tab that nobody looks at, and not those of its worker. Only an extra: nothing is locked. */

const place = document.querySelector("[data-presence]");
const { presence: url, worker: source } = place.dataset;
const tab = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
let worker;

/** What is sent with each heartbeat, and at the end. */
function values(extra = {}) {
  const csrfmiddlewaretoken = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  return new URLSearchParams({ csrfmiddlewaretoken, tab, ...extra }).toString();
}

function show({ data: { status, text } }) {
  if (status === 403) document.dispatchEvent(new Event("refused"));
  if (place.textContent !== text) place.textContent = text; // the same text is not read out again
}

function start() {
  worker = new Worker(source);
  worker.addEventListener("message", show);
  worker.postMessage({ url, values: values() });
}

start();
document.addEventListener("token", () => worker.postMessage({ url, values: values() }));
addEventListener("pagehide", () => {
  worker.terminate();
  navigator.sendBeacon(url, new URLSearchParams(values({ weg: 1 })));
});
addEventListener("pageshow", ({ persisted }) => persisted && start());
