/* For pages of others: each frame with a list of ours gets the height of that list, and a sentence while it is empty. */
(() => {
  const PATIENCE = 5000; // milliseconds, after this script and after each page in a frame
  const { src } = document.currentScript;
  const { origin } = new URL(src);
  const lists = `${src.slice(0, src.indexOf("static/js/"))}embed/`;
  const frames = () => [...document.querySelectorAll(`iframe[src^="${lists}"]`)];
  const notes = new Map(); // by frame; undefined for one that told its height
  addEventListener("message", (event) => {
    const frame = frames().find(({ contentWindow }) => contentWindow === event.source);
    if (event.origin !== origin || !frame) return;
    notes.get(frame)?.remove();
    notes.set(frame);
    const height = Math.ceil(event.data.embedHeight);
    if (height > 0) frame.style.height = `${height + frame.offsetHeight - frame.clientHeight}px`;
    // Another page of the list begins at its top, which may be out of sight.
    if (event.data === "embedTurned" && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
  });
  /** Say that a frame is empty: the browser refused the list. A frame that was not loaded yet has a readable document. */
  const check = (frame) => {
    if (notes.has(frame) || frame.contentDocument) return;
    const note = document.createElement("p");
    const link = document.createElement("a");
    link.href = frame.src;
    link.textContent = "Open de lijst";
    note.append("De lijst met initiatieven is hier niet te zien. ", link);
    frame.before(note);
    notes.set(frame, note);
  };
  const checkLater = (frame) => setTimeout(check, PATIENCE, frame);
  for (const frame of frames()) {
    frame.contentWindow.postMessage("embedHeight", "*");
    frame.addEventListener("load", () => checkLater(frame));
    checkLater(frame);
  }
})();
