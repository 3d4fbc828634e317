// A custodian's part of the joint opening: her share is fetched sealed, opened here, and handed in by the page's own form.

import { toText } from "../tillit/bytes.js";
import { keyMark, openShare, readSealedShare, Refused } from "../tillit/custodian-key.js";
import { anotherKey, begin, chosen, forget, onSubmit, unlocked } from "./key-forms.js";

const form = document.getElementById("open-share");
const handIn = document.getElementById("hand-in");

onSubmit(form, async () => {
  const key = await chosen(form);
  if (toText(key.file.publicKey) !== form.dataset.key) throw anotherKey(form, await keyMark(key.file.publicKey));
  // First the passphrase: what is fetched is written in the log.
  const pair = await unlocked(form, key);
  let opened;
  try {
    opened = await openShare(await fetched(), pair);
  } finally {
    forget(pair);
  }
  const files = new DataTransfer();
  files.items.add(new File([opened], form.dataset.name, { type: "application/json" }));
  handIn.querySelector("input[type=file]").files = files.files;
  handIn.submit();
});

begin();

/** Return the sealed share of this very wave. Throws Refused. */
async function fetched() {
  let share;
  try {
    const answer = await fetch(form.dataset.sealed, { credentials: "same-origin", redirect: "error" });
    share = readSealedShare(await answer.text());
  } catch {
    throw new Refused("fetch");
  }
  if (share.waveId !== form.dataset.wave) throw new Refused("wave");
  return share;
}
