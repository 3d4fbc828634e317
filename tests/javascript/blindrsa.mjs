// @cloudflare/blindrsa-ts, as an oracle for blind signatures.

import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { fromHex } from "./modules.mjs";

const suites = { 48: RSABSSA.SHA384.PSS.Randomized(), 0: RSABSSA.SHA384.PSSZero.Randomized() };
const algorithm = { name: "RSA-PSS", hash: "SHA-384" };

const publicKey = (spki) => crypto.subtle.importKey("spki", fromHex(spki), algorithm, true, ["verify"]);
const privateKey = (pkcs8) => crypto.subtle.importKey("pkcs8", fromHex(pkcs8), algorithm, true, ["sign"]);

/** Give the library's calls for randomness the bytes in `chosen`, one after another. */
async function withRandom(chosen, act) {
  const [real, rest] = [crypto.getRandomValues, [...chosen]];
  crypto.getRandomValues = (array) => {
    array.set(rest.shift());
    return array;
  };
  try {
    return await act();
  } finally {
    crypto.getRandomValues = real;
  }
}

export const operations = {
  "blindrsa.prepare": ({ message }) => suites[48].prepare(fromHex(message)),
  "blindrsa.prepareWith": ({ message, prefix }) => withRandom([fromHex(prefix)], async () => suites[48].prepare(fromHex(message))),
  "blindrsa.blind": async ({ prepared, spki }) => suites[48].blind(await publicKey(spki), fromHex(prepared)),
  "blindrsa.blindWith": async ({ prepared, spki, salt, r }) => {
    const key = await publicKey(spki);
    // With no salt to draw, the library still asks for the zero bytes of it.
    return withRandom([fromHex(salt), fromHex(r)], () => suites[fromHex(salt).length].blind(key, fromHex(prepared)));
  },
  "blindrsa.sign": async ({ blinded, pkcs8 }) => suites[48].blindSign(await privateKey(pkcs8), fromHex(blinded)),
  "blindrsa.finalize": async ({ prepared, signature, inverse, spki, saltBytes = 48 }) =>
    suites[saltBytes].finalize(await publicKey(spki), fromHex(prepared), fromHex(signature), fromHex(inverse)),
  "blindrsa.verify": async ({ prepared, signature, spki }) =>
    suites[48].verify(await publicKey(spki), fromHex(signature), fromHex(prepared)),
};
