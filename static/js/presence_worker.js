/* The heartbeat of presence.js. */

const BEAT = 5000; // milliseconds
const GONE = [404, 410]; // the record was deleted, or may no longer be seen
let request;
let timer;

async function beat() {
  clearTimeout(timer);
  const { url, values } = request;
  let status = 0;
  let text = "";
  try {
    const body = new URLSearchParams(values);
    const response = await fetch(url, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(BEAT) });
    status = response.status;
    if (response.ok) ({ text } = await response.json());
  } catch {
    // the server is away: the next beat asks again
  }
  postMessage({ status, text });
  clearTimeout(timer);
  if (!GONE.includes(status)) timer = setTimeout(beat, BEAT);
}

addEventListener("message", ({ data }) => {
  request = data;
  beat();
});
