// What the two pages of the link path share: one state of the page in view, what the address carried, and storage.

const MINE = /^([\w-]{43}|[\w-]{400,600})(&.*)?$/; // a link's token, or a credential and what goes with it

export const part = (id) => document.getElementById(id);

/** Call `act` with the name in `data-do` of whichever button is pressed. */
export const onPress = (act) =>
  addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]");
    if (button) act(button.dataset.do);
  });

/** Show one state of the page and no other, from its top, and put the reader at its heading. */
export function show(name, { wrong = "" } = {}) {
  for (const state of document.querySelectorAll("[data-state]")) state.hidden = state.dataset.state !== String(name);
  const heading = document.querySelector(`[data-state="${name}"] h1`);
  document.title = `${wrong} ${heading.textContent} – Tillit`.trim();
  scrollTo(0, 0);
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** Say which key list was used, which group is hers with how many people, and how many groups and people there are in all:
 * she alone can tell whether that is right. */
export function tell({ code, unit, people, groups, everybody }) {
  for (const [name, text] of Object.entries({ code, unit, people, groups, everybody }))
    for (const place of document.querySelectorAll(`[data-${name}]`)) place.textContent = text;
  for (const place of document.querySelectorAll("[data-group]")) place.hidden = !unit;
}

let inHistory = "";

/** Let the tab's own history keep what the address carried, as it kept the address; or, given "", let it go. */
export function hold(text) {
  inHistory = text;
  history.replaceState({ ...history.state, carried: text }, "", location.pathname);
}

/** Return what stood after "#", and take it out of the address at once. A reload finds it in the tab's history. */
export function carried() {
  const given = location.hash.slice(1);
  hold(MINE.test(given) ? given : (history.state?.carried ?? ""));
  addEventListener("hashchange", () => {
    // Another link of ours, opened in this tab, is no new page to the browser.
    const other = location.hash.slice(1);
    hold(MINE.test(other) ? other : inHistory);
    if (MINE.test(other)) location.reload();
  });
  addEventListener("click", (event) => {
    // A link to a place on the page would come to stand after "#".
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    event.preventDefault();
    part(link.hash.slice(1)).focus();
  });
  return inHistory;
}

/** Let the links to the other languages carry on what `fragment()` returns. */
export function carryOn(fragment) {
  for (const link of document.querySelectorAll("a[hreflang]"))
    link.addEventListener("click", (event) => {
      event.preventDefault();
      location.replace(link.href + "#" + fragment());
    });
}

/** A JSON value under one key of a storage. */
export const kept = (storage, key) => ({
  key,
  read() {
    try {
      return JSON.parse(storage().getItem(key));
    } catch {
      return null; // no storage in this browser, or something else under our name
    }
  },
  write: (value) => storage().setItem(key, JSON.stringify(value)),
  drop() {
    try {
      storage().removeItem(key);
    } catch {
      // nothing was kept
    }
  },
});

/** Whether anything can be kept here: a browser may refuse storage altogether. */
export function canKeep() {
  try {
    localStorage.setItem("tillit", "");
    localStorage.removeItem("tillit");
    return true;
  } catch {
    return false;
  }
}

/** Run `act` while no other tab does; without the browser's locks, run it. */
export const alone = (name, act) => (navigator.locks ? navigator.locks.request(name, act) : act());

/** The server's refusal: `status`, and its sentence as the message. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Send a request without cookies and address, and return the answer. Throws Refused where it was ours and a no; any
 * other error means that nobody knows whether it arrived. */
export async function send(address, options) {
  const own = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error" };
  const response = await fetch(address, { ...own, ...options });
  if (response.ok) return response;
  throw new Refused(response.status, (await response.json()).message);
}

export const keyList = async (address) => new Uint8Array(await (await send(address)).arrayBuffer());
