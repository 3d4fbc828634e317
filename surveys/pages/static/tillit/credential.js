// The right to answer once ("svarbevis"): how it is carried, how it is handed in, and the list of keys it holds to.

import { ascii, codeBytes, codeOf, concat, fromText, sha256, toText, uuidBytes, uuidText } from "./bytes.js";
import { contextOf } from "./blind.js";

const VERSION = 1;
// The parts in order, with their sizes in bytes: 363 in all, 484 characters as text.
const PARTS = { version: 1, code: 10, prefix: 32, wave: 16, group: 16, nonce: 32, signature: 256 };
const LABEL_BYTES = 20;

/** `reason` is "code" (another list than the published one), "group" (its key is not in it), "wave" or "form". A page
 * must stop at any of them. */
export class BadKeyList extends Error {
  constructor(reason) {
    super("key list: " + reason);
    this.reason = reason;
  }
}

/** The fragment that carries a credential; `code` is the key list's. */
export function pack(code, prepared, signature) {
  // The message less the label before the two ids: the prefix, wave and group, the nonce.
  const [prefix, rest] = [prepared.slice(0, 32), prepared.slice(32 + LABEL_BYTES)];
  return toText(concat(Uint8Array.of(VERSION), codeBytes(code), prefix, rest, signature));
}

/** Return {code, wave, group, prefix, nonce, signature, prepared} of a fragment; throw for any other text. */
export function unpack(fragment) {
  const bytes = fromText(fragment.replace(/^#/, ""));
  const part = {};
  let at = 0;
  for (const [name, size] of Object.entries(PARTS)) part[name] = bytes.slice(at, (at += size));
  if (bytes.length !== at || bytes[0] !== VERSION) throw new Error("not a credential");
  const { prefix, nonce, signature } = part;
  const [code, wave, group] = [codeOf(part.code), uuidText(part.wave), uuidText(part.group)];
  const prepared = concat(prefix, contextOf(wave, group), nonce);
  return { code, wave, group, prefix, nonce, signature, prepared };
}

/** What ties a sealed ballot to its wave and group: HPKE's `info`, 48 bytes. */
export const ballotInfo = ({ wave, group }) => concat(ascii("tillit ballot 1\0"), uuidBytes(wave), uuidBytes(group));

/** The body that casts a sealed ballot with an unpacked credential. */
export const castBody = ({ group, prefix, nonce, signature }, sealed) =>
  concat(uuidBytes(group), prefix, nonce, signature, sealed);

/** Check a published key list and return {box, key, code, unit, people, groups}: the box's key (65 bytes), the group's
 * (SPKI), the list's code, the group's name and how many people are in it, and how many groups there are. `code` is the
 * one to hold it to, if any. Throws BadKeyList. */
export async function checkKeyList(bytes, { wave, group, code = null }) {
  const found = codeOf(await sha256(bytes));
  if (code !== null && code !== found) throw new BadKeyList("code");
  const list = parsed(bytes);
  if (list.wave !== wave) throw new BadKeyList("wave");
  const own = list.groups.filter((entry) => entry.group === group);
  if (own.length !== 1) throw new BadKeyList("group");
  const { key, unit, people } = own[0];
  return { box: fromText(list.box), key: fromText(key), code: found, unit, people, groups: list.groups.length };
}

function parsed(bytes) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const { box, groups, wave } = JSON.parse(text);
    // Written anew it must be the same text: then no field stands twice, and nobody reads it differently.
    const entries = groups.map(({ group, key, people, unit }) => ({ group, key, people, unit }));
    // A field that is missing is left out on writing too, so name and size are asked for.
    const whole = entries.every(({ people, unit }) => Number.isInteger(people) && typeof unit === "string");
    for (const key of [box, ...entries.map(({ key }) => key)]) fromText(key);
    const again = JSON.stringify({ box, format: "tillit keys", groups: entries, version: 1, wave });
    if (whole && again === text) return { box, groups, wave };
  } catch {
    // told below
  }
  throw new BadKeyList("form");
}
