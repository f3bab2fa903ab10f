/* Lets a visitor tick no more initiatives to compare than fit side by side, and says why.
   Only an extra: without this file the page compares the first four and says so. */

const MOST = 4;
const boxes = [...document.querySelectorAll("input[type=checkbox][name=naast]")];
const status = document.querySelector("[data-compare-status]");

/** Disable the boxes that are not ticked when enough are. */
function limit() {
  const isFull = boxes.filter((box) => box.checked).length >= MOST;
  for (const box of boxes) box.disabled = isFull && !box.checked;
}

/** Say beside each box how many can be ticked, and above the list why boxes are disabled. */
function explain() {
  for (const box of boxes) {
    const hint = box.closest("label").querySelector("[data-full]");
    hint.textContent = box.disabled ? hint.dataset.full : hint.dataset.free;
  }
  status.textContent = boxes.some((box) => box.disabled) ? status.dataset.compareStatus : "";
}

if (boxes.length > MOST) {
  limit(); // the page as it comes says already why
  addEventListener("pageshow", limit); // a browser restores ticks after going back
  document.addEventListener("change", ({ target }) => {
    if (!boxes.includes(target)) return;
    limit();
    explain();
  });
}
