/* For pages of others: gives each frame with a list of ours the height of that list. */
(() => {
  const { origin } = new URL(document.currentScript.src);
  const frames = () => [...document.querySelectorAll(`iframe[src^="${origin}/embed/"]`)];
  addEventListener("message", (event) => {
    const height = Number(event.data?.embedHeight);
    const frame = frames().find(({ contentWindow }) => contentWindow === event.source);
    if (event.origin !== origin || !frame || !(height > 0)) return;
    frame.style.height = `${Math.ceil(height) + frame.offsetHeight - frame.clientHeight}px`;
  });
  for (const frame of frames()) frame.contentWindow.postMessage("embedHeight", "*");
})();
