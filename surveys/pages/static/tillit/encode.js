// An answer sheet as bytes, the same as surveys/ballots/encoding.py gives, which says how they are laid out.

import { concat, fromHex } from "./bytes.js";

const FORMAT = 1;

/** The answers do not fit the questionnaire; `item` is the key of the one at fault, where there is one. */
export class BadAnswers extends Error {
  constructor(message, item = null) {
    super(message);
    this.item = item;
  }
}

/** Return the bytes of {single: {key: value 1 … n}, multiple: {key: [keys of options]}}; what is skipped is absent, null
 * or an empty list. `layout` comes from `sheet_layout` on the server. */
export function encode(layout, answers) {
  refuseUnknown(answers.single, layout.single);
  refuseUnknown(answers.multiple, layout.multiple);
  const sheet = new Uint8Array(layout.length);
  sheet.set(concat(
    Uint8Array.of(FORMAT),
    fromHex(layout.fingerprint),
    Uint8Array.from(layout.single, (item) => valueOf(item, answers.single[item.key] ?? null)),
    ...layout.multiple.map((item) => bitField(item, answers.multiple[item.key] ?? [])),
  ));
  return sheet;
}

function refuseUnknown(given, items) {
  const known = new Set(items.map((item) => item.key));
  if (!Object.keys(given).every((key) => known.has(key))) throw new BadAnswers("an item that is not asked");
}

function valueOf(item, value) {
  if (value === null) return 0;
  const right = Number.isInteger(value) && value >= 1 && value <= Math.min(item.options, 255);
  if (!right) throw new BadAnswers("not one of the item's options", item.key);
  return value;
}

function bitField(item, chosen) {
  const field = new Uint8Array(Math.ceil(item.options.length / 8));
  const distinct = new Set(chosen);
  for (const option of distinct) {
    const index = item.options.indexOf(option);
    if (index < 0) throw new BadAnswers("not one of the item's options", item.key);
    if (distinct.size > 1 && item.exclusive.includes(option)) throw new BadAnswers("stands alone", item.key);
    field[index >> 3] |= 1 << (index & 7);
  }
  return field;
}
