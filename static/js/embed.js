/* For pages of others: each frame with a list of ours gets the height of that list. */
(() => {
  const { src } = document.currentScript;
  const { origin } = new URL(src);
  const lists = `${src.slice(0, src.indexOf("static/js/"))}embed/`;
  const frames = () => [...document.querySelectorAll(`iframe[src^="${lists}"]`)];
  addEventListener("message", (event) => {
    const frame = frames().find(({ contentWindow }) => contentWindow === event.source);
    if (event.origin !== origin || !frame) return;
    const height = Math.ceil(event.data.embedHeight);
    if (height > 0) frame.style.height = `${height + frame.offsetHeight - frame.clientHeight}px`;
    // Another page of the list begins at its top, which may be out of sight.
    if (event.data === "embedTurned" && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
  });
  for (const frame of frames()) frame.contentWindow.postMessage("embedHeight", "*");
})();
