// Sealing with HPKE (RFC 9180), base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. Sealed bytes are the
// encapsulated key (65 bytes), then the ciphertext with its tag (16 bytes).

import { ascii, concat } from "./bytes.js";

export const POINT_BYTES = 65;
export const OVERHEAD = POINT_BYTES + 16;
export const CURVE = { name: "ECDH", namedCurve: "P-256" };

const KEM = concat(ascii("KEM"), Uint8Array.of(0, 0x10));
const SUITE = concat(ascii("HPKE"), Uint8Array.of(0, 0x10, 0, 1, 0, 1));
const NONE = new Uint8Array();

/** Return `plaintext` sealed to a public key (65 bytes), `OVERHEAD` bytes longer; throw where the key is no point. */
export const seal = async (plaintext, receiver, info) =>
  sealWith(await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]), plaintext, receiver, info);

// With a chosen ephemeral pair and additional data: for the RFC's examples alone.
export async function sealWith(ephemeral, plaintext, receiver, info, additionalData = NONE) {
  const enc = new Uint8Array(await crypto.subtle.exportKey("raw", ephemeral.publicKey));
  const { key, iv } = await keyFor(ephemeral.privateKey, receiver, enc, receiver, info);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plaintext);
  return concat(enc, new Uint8Array(sealed));
}

/** The message's key and nonce: Diffie-Hellman of mine and theirs, then sections 4.1 and 5.1. */
export async function keyFor(mine, theirs, enc, receiver, info) {
  // importKey checks that the point lies on the curve; a compressed one has another length.
  if (theirs.length !== POINT_BYTES) throw new Error("a public key is a point of 65 bytes");
  const point = await crypto.subtle.importKey("raw", theirs, CURVE, false, []);
  const exchanged = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: point }, mine, 256));
  const shared = await expand(KEM, await extract(KEM, NONE, "eae_prk", exchanged), "shared_secret", concat(enc, receiver), 32);
  const hashes = [await extract(SUITE, NONE, "psk_id_hash", NONE), await extract(SUITE, NONE, "info_hash", info)];
  const context = concat(Uint8Array.of(0), ...hashes);
  const secret = await extract(SUITE, shared, "secret", NONE);
  const raw = await expand(SUITE, secret, "key", context, 16);
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  return { key, iv: await expand(SUITE, secret, "base_nonce", context, 12) };
}

// WebCrypto takes no empty HMAC key; 32 zero bytes are the same key.
const extract = (suite, salt, label, material) =>
  hmac(salt.length ? salt : new Uint8Array(32), concat(ascii("HPKE-v1"), suite, ascii(label), material));

// One block is enough for everything here.
async function expand(suite, secret, label, info, size) {
  const labelled = concat(Uint8Array.of(0, size), ascii("HPKE-v1"), suite, ascii(label), info, Uint8Array.of(1));
  return (await hmac(secret, labelled)).slice(0, size);
}

async function hmac(secret, message) {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
}
