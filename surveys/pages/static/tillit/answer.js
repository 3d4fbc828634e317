// Answering with a right that was collected by link. The answers leave the page sealed or not at all.

import { fromText, toText } from "./bytes.js";
import { ballotInfo, castBody, checkKeyList, BadKeyList, unpack } from "./credential.js";
import { encode } from "./encode.js";
import {
  alone, canKeep, carried, carryOn, hold, kept, keyList, onPress, part, Refused, send, show, tell,
} from "./page.js";
import { seal } from "./seal.js";

/** Run the page. */
export function answerPage() {
  const form = part("sheet");
  const { wave, wrong } = form.dataset;
  const layout = JSON.parse(part("layout").textContent);
  // "start", "1" … "box"
  const sections = [...form.querySelectorAll("[data-state]")].map((state) => state.dataset.state);
  const shared = part("shared");
  const own = kept(() => localStorage, "tillit-svar:" + wave); // {credential, sealed}
  const tabs = globalThis.BroadcastChannel && new BroadcastChannel("tillit");
  let answers = null; // in the tab's storage: {at, ids}, where the person is and what is chosen
  let right = null, credential = "", box = null, sealed = null, at = "start";
  let began = false, over = false, leaving = false;

  async function start() {
    const [text, ...marks] = carried().split("&");
    const before = own.read();
    credential = text || before?.credential || "";
    if (!credential) return show("missing");
    try {
      right = unpack(credential);
    } catch {
      return show("broken", { wrong });
    }
    if (right.wave !== wave) return show("other", { wrong });
    try {
      const keys = await checkKeyList(await keyList(form.dataset.keys), right);
      if (!(await genuine(keys.key))) return show("broken", { wrong });
      box = keys.box;
      tell(keys);
    } catch (error) {
      return error instanceof BadKeyList ? show("keys", { wrong }) : show("offline", { wrong });
    }
    layOut();
    const mine = before?.credential === credential ? before : null;
    shared.checked = marks.includes("delt") || !canKeep();
    shared.disabled = mine !== null || !canKeep();
    answers = kept(() => sessionStorage, "tillit-svar:" + toText(right.nonce));
    if (mine || (marks.includes("lagre") && canKeep())) keep(mine?.sealed);
    const resumed = answers.read() ?? brought(marks);
    for (const control of form.querySelectorAll(".question input")) control.checked = resumed.ids.includes(control.id);
    shared.closest(".choice").hidden = began;
    if (sealed) return show("send");
    part("all").disabled = false;
    turnTo(resumed.at);
    history.replaceState({ ...history.state, at }, "");
  }

  /** Give each question its radio buttons: until now there is nothing on the page that a form could send. */
  function layOut() {
    for (const question of form.querySelectorAll("[data-list]")) {
      const { list, key } = question.dataset;
      question.append(part("list-" + list).content.cloneNode(true));
      for (const { children: [input, label] } of question.querySelectorAll(".choice")) {
        input.name = "q." + key;
        input.id = label.htmlFor = `q-${key}-${input.value}`;
      }
    }
  }

  /** What the same page in another language handed over in the address, on a shared computer. */
  function brought(marks) {
    const [, at, ids] = marks;
    if (marks[0] === "delt" && at) {
      began = true;
      hold("");
    }
    return { at, ids: (ids ?? "").split(",") };
  }

  async function genuine(spki) {
    const key = await crypto.subtle.importKey("spki", spki, { name: "RSA-PSS", hash: "SHA-384" }, false, ["verify"]);
    return crypto.subtle.verify({ name: "RSA-PSS", saltLength: 48 }, key, right.signature, right.prepared);
  }

  /** From now on the credential lies in this browser, until it is used. */
  function keep(bytes) {
    began = true;
    sealed = bytes ?? null;
    own.write({ wave, credential, sealed });
    hold("");
  }

  const chosen = () => [...form.querySelectorAll("[data-state] .question :checked")].map((control) => control.id);

  const remember = () => began && !shared.checked && answers.write({ at, ids: chosen() });

  function turnTo(place) {
    at = sections.includes(place) ? place : "start";
    part("errors").hidden = true;
    if (at === "box") count();
    remember();
    show(at);
  }

  /** Go on to a section, or back: a section with an error cannot be left forwards. */
  function step(where) {
    if (at === "start") begin();
    if (where !== "back" && conflicts(at)) return;
    const place = sections.indexOf(at);
    const next = { next: sections[place + 1], back: sections[place - 1] }[where] ?? where;
    history.pushState({ at: next }, "");
    turnTo(next);
  }

  function begin() {
    shared.closest(".choice").hidden = true;
    if (began) return;
    began = true;
    if (shared.checked) hold("");
    else keep(null);
  }

  /** Tell whether something in the section is chosen that must stand alone, and say so at the top and beside it. */
  function conflicts(section) {
    const found = [];
    for (const told of form.querySelectorAll(`[data-state="${section}"] [data-alone]`)) {
      const question = told.closest("fieldset");
      const marked = [...question.querySelectorAll(":checked")];
      const bad = marked.length > 1 && marked.some((control) => control.value === told.dataset.alone);
      told.hidden = !bad;
      // A question may have two such options, and what the first one said must stand when the second has nothing to say.
      const standing = [...question.querySelectorAll("[data-alone]:not([hidden])")].map(({ id }) => id);
      question.classList.toggle("wrong", standing.length > 0);
      question.setAttribute("aria-describedby", standing.join(" "));
      if (bad) found.push([question.querySelector("input").id, told.querySelector("span").textContent]);
    }
    if (found.length) complain(found);
    return found.length > 0;
  }

  /** State errors at the top, each with a link to where it can be mended. */
  function complain(errors) {
    const links = errors.map(([anchor, text]) => {
      const [line, link] = [document.createElement("li"), document.createElement("a")];
      link.href = "#" + anchor;
      link.textContent = text;
      line.append(link);
      return line;
    });
    part("errors").querySelector("ul").replaceChildren(...links);
    part("errors").hidden = false;
    document.title = `${wrong} ${document.title.replace(wrong, "").trim()}`;
    scrollTo(0, 0);
    part("errors").focus();
  }

  function count() {
    const numbers = form.querySelectorAll("[data-count]");
    sections.slice(1, -1).forEach((section, place) => {
      const questions = [...form.querySelectorAll(`[data-state="${section}"] .question`)];
      const answered = questions.filter((question) => question.querySelector(':checked:not([value="0"])'));
      numbers[place].textContent = answered.length;
    });
  }

  function filledIn() {
    const single = {}, multiple = {};
    const marked = (name) =>
      [...form.querySelectorAll(`[name="${CSS.escape(name)}"]:checked`)].map(({ value }) => value);
    for (const { key } of layout.single) single[key] = Number(marked("q." + key)[0] ?? 0) || null;
    for (const { key } of layout.multiple) multiple[key] = marked("m." + key);
    return { single, multiple };
  }

  async function cast() {
    const bad = sections.find(conflicts);
    if (bad) {
      turnTo(bad);
      return conflicts(bad);
    }
    part("all").disabled = true;
    return alone("tillit-svar:" + wave, deliver);
  }

  async function deliver() {
    const before = own.read();
    const mine = before?.credential === credential;
    // Another tab may have sealed its answers since this one looked. Or what lies there is somebody else's, who answers
    // in the same browser: then neither her sealed answers nor her right are this one's to use or to overwrite.
    sealed ??= (mine && before.sealed) || toText(await seal(encode(layout, filledIn()), box, ballotInfo(right)));
    if (!shared.checked && (mine || !before)) keep(sealed);
    answers.drop();
    const body = castBody(right, fromText(sealed));
    const headers = { "Content-Type": "application/octet-stream" };
    try {
      await send(form.dataset.cast, { method: "POST", headers, body });
    } catch (error) {
      return undelivered(error);
    }
    tabs?.postMessage(toText(right.nonce));
    finished();
    return location.replace(form.dataset.thanks);
  }

  function undelivered(error) {
    if (!(error instanceof Refused) || error.status >= 500) return show("send", { wrong });
    if (error.status === 404) return finished("used");
    // The server could not read it, and so has not taken it: it may be sealed anew.
    sealed = null;
    if (!shared.checked) keep(null);
    part("all").disabled = false;
    turnTo("box");
    return complain([["sheet", error.message]]);
  }

  /** Take everything away: the right is used, or cannot be. */
  function finished(state) {
    const mine = credential;
    over = true;
    if (own.read()?.credential === mine) own.drop();
    answers?.drop();
    for (const key of Object.keys(canKeep() ? localStorage : {})) {
      const collected = kept(() => localStorage, key);
      if (key.startsWith("tillit-hent:") && collected.read()?.credential === mine) collected.drop();
    }
    credential = sealed = "";
    hold("");
    form.remove();
    if (state) show(state);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", remember);
  onPress((name) => {
    if (name === "reload") location.reload();
    else if (name === "cast" || name === "send") cast();
    else step(name);
  });
  carryOn(() => {
    leaving = true;
    if (over || (began && !shared.checked)) return "";
    return began ? [credential, "delt", at, chosen().join(",")].join("&") : credential;
  });
  addEventListener("popstate", ({ state }) => box && !over && !sealed && turnTo(state?.at));
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  addEventListener("beforeunload", (event) => shared.checked && began && !over && !leaving && event.preventDefault());
  if (tabs) tabs.onmessage = ({ data }) => !over && right && data === toText(right.nonce) && finished("used");
  start();
}
