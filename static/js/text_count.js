/* Says in the help of a long text how many characters are left, once typing pauses, so that a screen reader says it once.
   Without this file the help has the limit alone. Characters are counted as the server does. */

const PAUSE = 400; // milliseconds
const number = new Intl.NumberFormat("nl");

function words(left, limit) {
  if (left >= 0) return `nog ${number.format(left)} van ${number.format(limit)} tekens`;
  return `${number.format(-left)} tekens te veel: hoogstens ${number.format(limit)}`;
}

function count(field) {
  const limit = Number(field.dataset.limit);
  const line = document.createElement("p");
  line.className = "text-count";
  line.setAttribute("aria-live", "polite");
  const show = () => {
    const left = limit - [...field.value.trim()].length;
    line.textContent = words(left, limit);
    line.toggleAttribute("data-over", left < 0);
  };
  let pause;
  show();
  (document.getElementById(`${field.id}_helptext`) ?? field.parentElement).append(line);
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(show, PAUSE);
  });
}

document.querySelectorAll("textarea[data-limit]").forEach(count);
