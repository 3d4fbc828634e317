// The other side of seal.js, for a holder of a key. The respondent's pages do not load it.

import { toText } from "./bytes.js";
import { CURVE, OVERHEAD, POINT_BYTES, keyFor } from "./seal.js";

/** A private key as WebCrypto's own, from {private: 32 bytes, public: 65 bytes}; throws where they do not fit.
 * As JWK, with both halves: not every browser takes a private key without its public one. */
export async function privateKey(pair) {
  const [x, y] = [pair.public.slice(1, 33), pair.public.slice(33)];
  const jwk = { kty: "EC", crv: "P-256", x: toText(x), y: toText(y), d: toText(pair.private) };
  return crypto.subtle.importKey("jwk", jwk, CURVE, false, ["deriveBits"]);
}

/** Return the plaintext of `sealed`; throw where it was sealed to another key, for something else, or is damaged. */
export async function unseal(sealed, pair, info, additionalData = new Uint8Array()) {
  if (sealed.length < OVERHEAD) throw new Error("too short to be sealed");
  const enc = sealed.slice(0, POINT_BYTES);
  const { key, iv } = await keyFor(await privateKey(pair), enc, enc, pair.public, info);
  const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, sealed.slice(POINT_BYTES));
  return new Uint8Array(opened);
}
