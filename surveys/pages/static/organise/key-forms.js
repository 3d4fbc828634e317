// What the pages have in common on which a custodian uses her key: choosing the file, unlocking it, telling what is wrong.
// A passphrase stays in its field and in memory: no field here has a name, so that no form can send it.

import { readRecoveryFile, Refused, unlock } from "../tillit/custodian-key.js";

const LARGEST_FILE = 65536;

/** Show the part of the page that needs scripts, and fold what does not. */
export function begin() {
  for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-by-hand]:not([data-keep])")) part.open = false;
}

/** Let `act` do the form's work, once at a time; whatever happens, the passphrases are taken out of the fields after. */
export function onSubmit(form, act) {
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    form.setAttribute("aria-busy", "true");
    tell(form, null);
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refused)) console.error(error.name);
      tell(form, error instanceof Refused ? error.reason : "failed");
    } finally {
      for (const field of form.querySelectorAll("input[type=password]")) field.value = "";
      form.querySelector("progress").hidden = true;
      form.removeAttribute("aria-busy");
      busy = false;
    }
  });
}

/** Show the sentence for `reason`, and nothing else; null takes all of them away. */
export function tell(form, reason) {
  const box = form.querySelector("[data-refusals]");
  for (const sentence of box.querySelectorAll("[data-reason]")) sentence.hidden = sentence.dataset.reason !== reason;
  const works = form.querySelector("[data-works]");
  if (works) works.hidden = true;
  box.hidden = !reason;
  if (reason) box.focus();
}

/** A function that shows how far the form's work has come, 0 … 1. */
export function progress(form) {
  const bar = form.querySelector("progress");
  bar.value = 0;
  bar.hidden = false;
  return (done) => (bar.value = done);
}

/** Return {file, passphrase}: the recovery file that was chosen, and what was typed. Throws Refused. */
export async function chosen(form) {
  const [file] = form.querySelector("input[type=file]").files;
  if (!file) throw new Refused("none");
  if (file.size > LARGEST_FILE) throw new Refused("file");
  return { file: await readRecoveryFile(await file.text()), passphrase: form.querySelector("input[type=password]").value };
}

/** Return the key pair of `chosen`. Throws Refused. */
export const unlocked = (form, { file, passphrase }) => unlock(file, passphrase, { onProgress: progress(form) });

/** Forget a key pair's private half, as far as a script can. */
export const forget = (pair) => pair.private.fill(0);

/** Say that the key in the file is another than the right one, with the mark of the one in the file. */
export function anotherKey(form, mark) {
  for (const place of form.querySelectorAll("[data-mark]")) place.textContent = mark;
  return new Refused("key");
}
