/* Tells the page around the frame how high the list is: only a number, since that page may be anybody's. */
const tell = () => parent.postMessage({ embedHeight: document.documentElement.getBoundingClientRect().height }, "*");

new ResizeObserver(tell).observe(document.documentElement);
addEventListener("message", tell); // static/js/embed.js asks, since it may come later than the list
