// A custodian's key and her two files, made and opened on her own machine. The private key never leaves it except in
// the recovery file, under her passphrase. Byte for byte what surveys/ballots/custody.py and share_files.py read and write.

import { ascii, concat, fromText, random, sha256, toHex, toText, uuidBytes } from "./bytes.js";
import { CURVE } from "./seal.js";
import { privateKey, unseal } from "./unseal.js";
import { scryptAsync } from "../vendor/noble-hashes-2.4.0/scrypt.js";

export const PASSPHRASE_LENGTH = 12;
export const COST = 2 ** 17;

const LEAST_COST = 2 ** 4, MOST_COST = 2 ** 20;
const RECOVERY = ascii("tillit recovery 1\0");
const CHECKSUM = ascii("tillit recovery checksum 1\0");
const SHARE = ascii("tillit share 1\0");
const HOLDERS = [1, 2, 3]; // union, employer, substitute
const SHARE_BYTES = 34;
const GROUP_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** What is wrong with a file or a passphrase; `reason` is "short" (the passphrase), "passphrase" (a wrong one), "file"
 * (not such a file, or a damaged one), "other" (a share that is sealed to another key or for another box). */
export class Refused extends Error {
  constructor(reason) {
    super("refused: " + reason);
    this.reason = reason;
  }
}

/** Return a fresh {private: 32 bytes, public: 65 bytes}. */
export async function newPair() {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const { d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  return { private: fromText(d), public: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}

/** The public key's mark, for two persons to compare: "0123 4567 89ab cdef". */
export const keyMark = async (key) => toHex(await sha256(key)).slice(0, 16).match(/.{4}/g).join(" ");

/** Return the text of a recovery file; throw Refused("short"). `onProgress` is told how far it is, 0 … 1. */
export async function writeRecoveryFile(pair, passphrase, { cost = COST, onProgress } = {}) {
  if ([...normal(passphrase).trim()].length < PASSPHRASE_LENGTH) throw new Refused("short");
  const [salt, iv] = [random(16), random(12)];
  const key = await stretched(passphrase, salt, cost, onProgress);
  const algorithm = { name: "AES-GCM", iv, additionalData: concat(RECOVERY, pair.public) };
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, pair.private));
  const fields = recoveryFields({ publicKey: pair.public, cost, salt, iv, ciphertext });
  return JSON.stringify({ ...fields, checksum: await checksum(fields) }, null, 2) + "\n";
}

/** Return what `unlock` takes; throw Refused("file"). */
export async function readRecoveryFile(text) {
  try {
    const found = JSON.parse(text);
    const [publicKey, salt, iv, ciphertext] = ["public_key", "salt", "nonce", "ciphertext"].map((name) => fromText(found[name]));
    const file = { publicKey, cost: found.kdf.n, salt, iv, ciphertext };
    const fields = recoveryFields(file);
    // Compared as a whole: an unknown field, another version and another function are refused alike.
    const same = sorted(found) === sorted({ ...fields, checksum: await checksum(fields) });
    await crypto.subtle.importKey("raw", publicKey, CURVE, false, []);
    if (same && plausible(file)) return file;
  } catch {
    // Told below, as any other text that is not a recovery file.
  }
  throw new Refused("file");
}

/** Return the pair in a recovery file; throw Refused("passphrase"), or Refused("file") where its halves do not fit. */
export async function unlock(file, passphrase, { onProgress } = {}) {
  const key = await stretched(passphrase, file.salt, file.cost, onProgress);
  const algorithm = { name: "AES-GCM", iv: file.iv, additionalData: concat(RECOVERY, file.publicKey) };
  const opened = await crypto.subtle.decrypt(algorithm, key, file.ciphertext).catch(() => null);
  if (!opened) throw new Refused("passphrase");
  const pair = { private: new Uint8Array(opened), public: file.publicKey };
  await privateKey(pair).catch(() => {
    throw new Refused("file");
  });
  return pair;
}

/** Return {waveId, organisation, wave, holder, sealed} of a sealed share's file; throw Refused("file"). The names are
 * the server's word; only the wave's id and the holder are tied to the seal. */
export function readSealedShare(text) {
  try {
    const found = JSON.parse(text);
    const { wave_id: waveId, organisation, wave, holder } = found;
    uuidBytes(waveId);
    const right = found.format === "tillit sealed share" && found.version === 1 && HOLDERS.includes(holder);
    const named = typeof organisation === "string" && typeof wave === "string";
    if (right && named) return { waveId, organisation, wave, holder, sealed: fromText(found.sealed) };
  } catch {
    // Told below, as any other text that is not a share.
  }
  throw new Refused("file");
}

/** Return the text of the file that hands the share in; throw Refused("other"). */
export async function openShare(file, pair) {
  const info = concat(SHARE, uuidBytes(file.waveId), Uint8Array.of(file.holder));
  const share = await unseal(file.sealed, pair, info).catch(() => null);
  const whole = share?.length === SHARE_BYTES && share[0] === 1 && share[1] === file.holder;
  if (!whole || BigInt("0x" + toHex(share.slice(2))) >= GROUP_ORDER) throw new Refused("other");
  const box = { wave_id: file.waveId, organisation: file.organisation, wave: file.wave };
  return JSON.stringify({ format: "tillit opened share", version: 1, ...box, share: toText(share) }, null, 2) + "\n";
}

// "å" is one character or two, by keyboard and system; both must open the file.
const normal = (passphrase) => passphrase.normalize("NFKC");

async function stretched(passphrase, salt, cost, onProgress) {
  const raw = await scryptAsync(ascii(normal(passphrase)), salt, { N: cost, r: 8, p: 1, dkLen: 32, onProgress });
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

const recoveryFields = ({ publicKey, cost, salt, iv, ciphertext }) => ({
  format: "tillit recovery",
  version: 1,
  public_key: toText(publicKey),
  kdf: { name: "scrypt", n: cost, r: 8, p: 1 },
  salt: toText(salt),
  nonce: toText(iv),
  ciphertext: toText(ciphertext),
});

const checksum = async (fields) => toHex(await sha256(concat(CHECKSUM, ascii(sorted(fields)))));

/** JSON as Python's json.dumps(…, sort_keys=True) writes it, for the ASCII strings and whole numbers of these files. */
function sorted(value) {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.keys(value).sort().map((name) => `${JSON.stringify(name)}: ${sorted(value[name])}`);
  return `{${fields.join(", ")}}`;
}

/** Whether the sizes are ours. A cost beyond them would take all memory before the passphrase is even tried. */
function plausible({ publicKey, cost, salt, iv, ciphertext }) {
  const power = Number.isInteger(cost) && cost >= LEAST_COST && cost <= MOST_COST && (cost & (cost - 1)) === 0;
  return power && publicKey.length === 65 && salt.length === 16 && iv.length === 12 && ciphertext.length === 48;
}
