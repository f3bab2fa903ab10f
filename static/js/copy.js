/* Buttons that copy a text; they wait unseen, in their place, where there is no script or no clipboard. */

const CONFIRMED = 3000; // milliseconds that a button says that it copied

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy], [data-copy-from], [data-copy-address]")) {
    const source = document.getElementById(button.dataset.copyFrom);
    const label = button.textContent;
    button.setAttribute("aria-live", "polite");
    button.classList.remove("waits");
    button.addEventListener("click", async () => {
      const copying = navigator.clipboard.writeText(source?.value ?? button.dataset.copy ?? location.href);
      button.textContent = await copying.then(() => button.dataset.copied, () => "Kopiëren lukt niet");
      setTimeout(() => (button.textContent = label), CONFIRMED);
    });
  }
}
