/* Tells the page around the frame how high the list is, and when its reader turns to another page of it: so little that
   it does not matter who that page is of. */
const say = (what) => parent.postMessage(what, "*");
const tell = () => say({ embedHeight: document.documentElement.getBoundingClientRect().height });

tell(); // browsers observe nothing in a frame that is out of sight
new ResizeObserver(tell).observe(document.documentElement);
addEventListener("message", tell); // static/js/embed.js asks, since it may come later than the list

// The new page tells that it was turned to: a message of the page before can get lost while that page goes away.
const isPageOfList = document.referrer.startsWith(location.origin + location.pathname);
const [{ type }] = performance.getEntriesByType("navigation");
if (isPageOfList && type === "navigate") say("embedTurned");
