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

/** Say which key list was used, and which group is hers with how many people: she alone can tell whether that is right. */
export function tell({ code, unit, people }) {
  for (const [name, text] of Object.entries({ code, unit, people }))
    for (const place of document.querySelectorAll(`[data-${name}]`)) place.textContent = text;
  for (const place of document.querySelectorAll("[data-group]")) place.hidden = !unit;
}

/** Return what stood after "#", and take it out of the address at once. Until `letGo` the tab's own history keeps it,
 * as it kept the address, so that a reload finds it again. */
export function carried() {
  const given = location.hash.slice(1);
  const found = MINE.test(given) ? given : (history.state?.carried ?? "");
  history.replaceState({ ...history.state, carried: found }, "", location.pathname);
  addEventListener("hashchange", () => {
    // A link on the page led to "#…"; or another link of ours was opened in this tab, which is no new page.
    const other = location.hash.slice(1);
    const state = MINE.test(other) ? { carried: other } : (history.state ?? { carried: found });
    history.replaceState(state, "", location.pathname);
    if (MINE.test(other)) location.reload();
  });
  return found;
}

export const letGo = () => history.replaceState({ ...history.state, carried: "" }, "", location.pathname);

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
