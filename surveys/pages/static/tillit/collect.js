// Exchanges the link in an e-mail for a right to answer. Nothing is asked of the server before the person presses the
// button, and what the signature would be worth nothing without is kept before it is asked for.

import { blind, contextOf, finalize, prepare } from "./blind.js";
import { fromText, readCode, sha256, toText } from "./bytes.js";
import { BadKeyList, checkKeyList, pack, unpack } from "./credential.js";
import {
  alone, canKeep, carried, carryOn, hold, kept, keyList, onPress, part, Refused, send, show, tell,
} from "./page.js";

/** Run the page. */
export function collectPage() {
  const { dataset } = part("collect");
  const token = carried();
  const shared = part("shared");
  let record = null; // {pending}, then {wave, …told, credential}, then {wave, handed}
  let storage = null;
  let leaving = false;

  const read = () => (shared.checked ? record : (storage.read() ?? record));

  function write(value) {
    record = value;
    if (!shared.checked) storage.write(value);
  }

  const forWave = (address, wave) => new URL(address.replace(dataset.noWave, wave), location.origin);

  /** The answering page's address, with the credential and whether it may be kept where it is going. */
  const answerAddress = ({ wave, credential }, mark) => forWave(dataset.answer, wave) + "#" + credential + mark;

  async function start() {
    const [text, mark] = token.split("&");
    if (mark === "delt") return resume(text);
    if (text.length !== 43) return show("missing");
    storage = kept(() => localStorage, "tillit-hent:" + toText(await sha256(fromText(text))));
    if (!canKeep()) shared.checked = shared.disabled = true;
    shared.addEventListener("change", sharedOrNot);
    addEventListener("storage", ({ key, newValue }) => {
      if (key !== storage.key || shared.checked) return;
      record = JSON.parse(newValue);
      inView();
    });
    inView();
  }

  /** The page in another language, on a shared computer: the credential came along in the address. */
  async function resume(credential) {
    const right = unpack(credential);
    shared.checked = true;
    const keys = await checkKeyList(await keyList(forWave(dataset.keys, right.wave)), right);
    hold("");
    record = { wave: right.wave, ...told(keys), credential };
    inView();
  }

  function sharedOrNot() {
    record ??= storage.read();
    if (shared.checked) {
      storage.drop();
      hold("");
    } else {
      hold(token);
      if (record) storage.write(record);
    }
  }

  function inView() {
    const found = read();
    if (found?.handed) {
      part("onwards").href = forWave(dataset.answer, found.wave);
      return show("handed");
    }
    if (!found?.credential) return show("start");
    tell(found);
    part("finish-here").hidden = !shared.checked;
    part("answer").href = answerAddress(found, shared.checked ? "&delt" : "&lagre");
    show("done");
  }

  async function collect(event) {
    event.preventDefault();
    const typed = part("poster").value.trim();
    const code = typed ? readCode(typed) : null;
    wrongCode(typed !== "" && code === null);
    if (typed && !code) return part("poster").focus();
    part("go").disabled = true;
    part("trouble").hidden = true;
    try {
      await alone(shared.checked ? "tillit-hent" : storage.key, () => exchange(code));
      inView();
    } catch (error) {
      explain(error, code);
    } finally {
      part("go").disabled = false;
    }
  }

  async function exchange(code) {
    const before = read();
    if (before?.credential || before?.handed) return;
    const found = before?.pending ?? (await (await ask(dataset.lookUp, { token })).json());
    const list = await keyList(forWave(dataset.keys, found.wave));
    const keys = await checkKeyList(list, { ...found, code });
    const pending = before?.pending ?? (await prepared(found, keys));
    if (!before) write({ pending });
    const { signature } = await (await ask(dataset.sign, { token, blinded: pending.blinded })).json();
    const [message, inverse] = [fromText(pending.prepared), fromText(pending.inverse)];
    const signed = await finalize(message, fromText(signature), inverse, keys.key).catch(() => {
      throw new BadKeyList("signature");
    });
    write({ wave: pending.wave, ...told(keys), credential: pack(keys.list, message, signed) });
  }

  /** What the page says of a key list. */
  const told = ({ code, unit, people, groups, everybody }) => ({ code, unit, people, groups, everybody });

  async function prepared({ wave, group }, { list, key }) {
    const message = prepare(contextOf(wave, group));
    const { blinded, inverse } = await blind(message, key);
    return { wave, group, list, prepared: toText(message), blinded: toText(blinded), inverse: toText(inverse) };
  }

  const ask = (address, body) =>
    send(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

  function explain(error, code) {
    if (error instanceof BadKeyList) {
      part("typed").textContent = code ?? "";
      return show(code && error.reason === "code" ? "poster" : "keys", { wrong: dataset.wrong });
    }
    if (error instanceof Refused && error.status === 404) return show("refused");
    if (error instanceof Refused && error.status === 409) return show("taken");
    const trouble = part("trouble");
    trouble.firstElementChild.textContent = error instanceof Refused ? error.message : dataset.offline;
    trouble.hidden = false;
    trouble.focus();
    document.title = dataset.wrong + " " + document.title.replace(dataset.wrong, "").trim();
  }

  function wrongCode(wrong) {
    const field = part("poster");
    part("poster-error").hidden = !wrong;
    field.setAttribute("aria-invalid", String(wrong));
    field.setAttribute("aria-describedby", wrong ? "poster-hint poster-error" : "poster-hint");
    field.parentElement.classList.toggle("wrong", wrong);
    document.title = (wrong ? dataset.wrong + " " : "") + document.title.replace(dataset.wrong, "").trim();
  }

  async function carryAway() {
    const { drawQr } = await import("./qr.js");
    const address = answerAddress(read(), "");
    part("address").value = address;
    part("qr").replaceChildren(drawQr(address, part("qr").dataset.label));
    part("carried").hidden = false;
    part("carried").scrollIntoView();
  }

  part("collect").addEventListener("submit", collect);
  part("carry").addEventListener("click", carryAway);
  part("print").addEventListener("click", () => print());
  part("copy").addEventListener("click", async () => {
    await navigator.clipboard.writeText(part("address").value);
    part("copied").textContent = part("copy").dataset.done;
  });
  part("answer").addEventListener("click", () => {
    const { wave } = read();
    leaving = true;
    // Where the answering page has another origin, it cannot take the credential away from here once it is used.
    if (!shared.checked && forWave(dataset.answer, wave).origin !== location.origin) write({ wave, handed: true });
  });
  onPress(() => show("start"));
  carryOn(() => {
    leaving = true;
    return shared.checked && record?.credential ? record.credential + "&delt" : token;
  });
  addEventListener("beforeunload", (event) => shared.checked && record && !leaving && event.preventDefault());
  addEventListener("pageshow", () => (leaving = false));
  start().catch(() => show("missing"));
}
