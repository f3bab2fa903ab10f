// Follow what is done in the background: renew the state, and the page once it is finished.
(() => {
  const INTERVAL = 2000; // milliseconds
  const state = () => document.getElementById("state");
  const wait = () => setTimeout(renew, INTERVAL);

  async function renew() {
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const renewed = page.getElementById("state");
      if (!renewed?.hasAttribute("data-follow")) return location.reload();
      state().replaceWith(renewed);
    } catch {
      // The server is away for a moment.
    }
    wait();
  }

  if (state()?.hasAttribute("data-follow")) wait();
})();
