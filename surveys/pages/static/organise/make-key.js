// "My key": make it, save it, try it, and only then register its public half. And try one that is registered.

import { toText } from "../tillit/bytes.js";
import { keyMark, newPair, Refused, writeRecoveryFile } from "../tillit/custodian-key.js";
import { anotherKey, begin, chosen, forget, onSubmit, progress, unlocked } from "./key-forms.js";

const by = (id) => document.getElementById(id);
const registered = document.querySelector("[data-with-script]").dataset.key;
let made = ""; // the public half of the key that was made on this page

onSubmit(by("make"), async () => {
  const passphrase = by("make-passphrase").value;
  if (passphrase !== by("make-again").value) throw new Refused("unlike");
  const pair = await newPair();
  try {
    const text = await writeRecoveryFile(pair, passphrase, { onProgress: progress(by("make")) });
    made = toText(pair.public);
    download(text, `nokkel-${(await keyMark(pair.public)).replaceAll(" ", "").slice(0, 8)}.json`);
  } finally {
    forget(pair);
  }
  by("confirm-section").hidden = false;
  by("confirm-heading").focus();
});

onSubmit(by("confirm"), async () => {
  await works(by("confirm"), made);
  by("id_public_key").value = made;
  by("register").submit();
});

if (by("try")) {
  onSubmit(by("try"), async () => {
    await works(by("try"), registered);
    const told = by("try").querySelector("[data-works]");
    told.hidden = false;
    told.focus();
  });
}

begin();

/** Unlock what was chosen, and see that it is the key expected. Throws Refused. */
async function works(form, expected) {
  const pair = await unlocked(form, await chosen(form));
  forget(pair);
  if (toText(pair.public) !== expected) throw anotherKey(form, await keyMark(pair.public));
}

function download(text, name) {
  const link = document.querySelector("[data-again]");
  if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  document.querySelector("[data-file-name]").textContent = name;
  link.click();
}
