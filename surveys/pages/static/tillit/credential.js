// The right to answer once ("svarbevis"): how it is carried, how it is handed in, and the list of keys it holds to.

import { ascii, codeOf, concat, fromText, sha256, toText, uuidBytes, uuidText } from "./bytes.js";
import { contextOf } from "./blind.js";

const VERSION = 1;
// The parts in order, with their sizes in bytes: 385 in all, 514 characters as text. `list` is the key list's SHA-256.
const PARTS = { version: 1, list: 32, prefix: 32, wave: 16, group: 16, nonce: 32, signature: 256 };
const LABEL_BYTES = 20;

/** `reason` is "code" (another list than the poster's), "changed" (another than the credential's), "group" (its key is
 * not in it, or another group bears its name), "wave" or "form". A page must stop at any of them. */
export class BadKeyList extends Error {
  constructor(reason) {
    super("key list: " + reason);
    this.reason = reason;
  }
}

/** The fragment that carries a credential; `list` is the key list's digest as text. */
export function pack(list, prepared, signature) {
  // The message less the label before the two ids: the prefix, wave and group, the nonce.
  const [prefix, rest] = [prepared.slice(0, 32), prepared.slice(32 + LABEL_BYTES)];
  return toText(concat(Uint8Array.of(VERSION), fromText(list), prefix, rest, signature));
}

/** Return {list, wave, group, prefix, nonce, signature, prepared} of a fragment; throw for any other text. */
export function unpack(fragment) {
  const bytes = fromText(fragment.replace(/^#/, ""));
  const part = {};
  let at = 0;
  for (const [name, size] of Object.entries(PARTS)) part[name] = bytes.slice(at, (at += size));
  if (bytes.length !== at || bytes[0] !== VERSION) throw new Error("not a credential");
  const { prefix, nonce, signature } = part;
  const [list, wave, group] = [toText(part.list), uuidText(part.wave), uuidText(part.group)];
  const prepared = concat(prefix, contextOf(wave, group), nonce);
  return { list, wave, group, prefix, nonce, signature, prepared };
}

/** What ties a sealed ballot to its wave and group: HPKE's `info`, 48 bytes. */
export const ballotInfo = ({ wave, group }) => concat(ascii("tillit ballot 1\0"), uuidBytes(wave), uuidBytes(group));

/** The body that casts a sealed ballot with an unpacked credential. */
export const castBody = ({ group, prefix, nonce, signature }, sealed) =>
  concat(uuidBytes(group), prefix, nonce, signature, sealed);

/** Check a published key list and return {list, code, box, key, unit, people, groups, everybody}: its digest and its
 * code, the box's key (65 bytes), the group's (SPKI), the group's name and how many people are in it, how many groups
 * there are and how many people in them all. `code` and `list` are what to hold it to, if any. Throws BadKeyList. */
export async function checkKeyList(bytes, { wave, group, code, list }) {
  const [digest, found] = [toText(await sha256(bytes)), await codeOf(bytes)];
  if (code && code !== found) throw new BadKeyList("code");
  if (list && list !== digest) throw new BadKeyList("changed");
  const read = parsed(bytes);
  if (read.wave !== wave) throw new BadKeyList("wave");
  const own = read.groups.filter((entry) => entry.group === group);
  if (own.length !== 1) throw new BadKeyList("group");
  const { key, unit, people } = own[0];
  // One list with a key for each person has one code for all, and each would be told of a group like the others'.
  if (read.groups.filter((entry) => plain(entry.unit) === plain(unit)).length !== 1) throw new BadKeyList("group");
  const [box, groups] = [fromText(read.box), read.groups.length];
  const everybody = read.groups.reduce((sum, entry) => sum + entry.people, 0);
  return { list: digest, code: found, box, key: fromText(key), unit, people, groups, everybody };
}

/** A name as a reader sees it: without what is not seen, and in one writing. */
const plain = (name) => name.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}\p{P}\p{S}]/gu, "");

function parsed(bytes) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const { box, groups, wave } = JSON.parse(text);
    // Written anew it must be the same text: then no field stands twice, and nobody reads it differently.
    const entries = groups.map(({ group, key, people, unit }) => ({ group, key, people, unit }));
    // A field that is missing is left out on writing too, so name and size are asked for.
    const whole = entries.every(({ people, unit }) => Number.isInteger(people) && people > 0 && typeof unit === "string");
    for (const key of [box, ...entries.map(({ key }) => key)]) fromText(key);
    const again = JSON.stringify({ box, format: "tillit keys", groups: entries, version: 1, wave });
    if (whole && again === text) return { box, groups, wave };
  } catch {
    // told below
  }
  throw new BadKeyList("form");
}
