// The respondent's side of blind signatures: RSABSSA-SHA384-PSS-Randomized (RFC 9474).

import { ascii, concat, fromHex, fromText, random, toHex, uuidBytes } from "./bytes.js";

const PREFIX_BYTES = 32, NONCE_BYTES = 32, KEY_BYTES = 256, SALT_BYTES = 48, HASH_BYTES = 48;

const sha384 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));

/** What a credential is for: 52 bytes. */
export const contextOf = (wave, group) => concat(ascii("tillit credential 1\0"), uuidBytes(wave), uuidBytes(group));

/** The message to be signed: 116 bytes. */
export const prepare = (context) => concat(random(PREFIX_BYTES), context, random(NONCE_BYTES));

/** Return {blinded, inverse}, 256 bytes each. Keep `prepared` and `inverse` before `blinded` is sent: without them the
 * signature is worth nothing, and one person gets one. */
export async function blind(prepared, spki) {
  const key = await readKey(spki);
  ours(key);
  // Drawn from all of 1 … n-1 alike: a number cut down with "%" would favour the small ones.
  let r;
  do r = toNumber(random(key.size));
  while (r === 0n || r >= key.n);
  return blinding(prepared, key, random(SALT_BYTES), r);
}

/** Return the signature, 256 bytes; throw where it is not right. */
export async function finalize(prepared, blindSignature, inverse, spki) {
  const key = await readKey(spki);
  ours(key);
  return unblinding(prepared, blindSignature, inverse, key, SALT_BYTES);
}

// With chosen salt and r, and keys of any size: for the RFC's examples alone.
export const blindWith = async (prepared, spki, salt, r) => blinding(prepared, await readKey(spki), salt, toNumber(r));

export const finalizeWith = async (prepared, blindSignature, inverse, spki, saltBytes) =>
  unblinding(prepared, blindSignature, inverse, await readKey(spki), saltBytes);

async function blinding(prepared, key, salt, r) {
  const m = toNumber(await encoded(prepared, salt, key.n.toString(2).length - 1));
  inverseOf(m, key.n); // throws where they share a factor: then the blinded message would show it
  const inverse = inverseOf(r, key.n);
  return { blinded: toBytes((m * power(r, key.e, key.n)) % key.n, key.size), inverse: toBytes(inverse, key.size) };
}

async function unblinding(prepared, blindSignature, inverse, key, saltBytes) {
  if (blindSignature.length !== key.size || inverse.length !== key.size) throw new Error("wrong size");
  const z = toNumber(blindSignature);
  if (z >= key.n) throw new Error("not below the modulus");
  const signature = toBytes((z * toNumber(inverse)) % key.n, key.size);
  const right = await crypto.subtle.verify({ name: "RSA-PSS", saltLength: saltBytes }, key.handle, signature, prepared);
  if (!right) throw new Error("the signature is not right");
  return signature;
}

async function readKey(spki) {
  const handle = await crypto.subtle.importKey("spki", spki, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
  const { n, e } = await crypto.subtle.exportKey("jwk", handle);
  const modulus = fromText(n);
  return { handle, n: toNumber(modulus), e: toNumber(fromText(e)), size: modulus.length };
}

function ours({ n, e, size }) {
  if (size !== KEY_BYTES || n >> 2047n !== 1n || e !== 65537n) throw new Error("not a key of 2048 bits");
}

/** EMSA-PSS (RFC 8017, section 9.1.1) with SHA-384 and MGF1 over it. */
async function encoded(message, salt, bits) {
  const size = Math.ceil(bits / 8);
  const hash = await sha384(concat(new Uint8Array(8), await sha384(message), salt));
  const block = concat(new Uint8Array(size - salt.length - HASH_BYTES - 2), Uint8Array.of(1), salt);
  for (let at = 0; at < block.length; at += HASH_BYTES) {
    const mask = await sha384(concat(hash, Uint8Array.of(0, 0, 0, at / HASH_BYTES)));
    for (let i = 0; i < HASH_BYTES && at + i < block.length; i++) block[at + i] ^= mask[i];
  }
  block[0] &= 0xff >> (8 * size - bits);
  return concat(block, hash, Uint8Array.of(0xbc));
}

const toNumber = (bytes) => BigInt("0x0" + toHex(bytes));

const toBytes = (number, size) => fromHex(number.toString(16).padStart(2 * size, "0"));

function power(base, exponent, n) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % n;
    if (bit === "1") result = (result * base) % n;
  }
  return result;
}

/** Euclid's extended algorithm. */
function inverseOf(number, n) {
  let [a, b, x, y] = [number % n, n, 1n, 0n];
  while (b) {
    const quotient = a / b;
    [a, b, x, y] = [b, a - quotient * b, y, x - quotient * y];
  }
  if (a !== 1n) throw new Error("no inverse");
  return ((x % n) + n) % n;
}
