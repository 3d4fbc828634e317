// Our QR codes against another encoder, `uqr`, and read back from a picture by a decoder, `qr`.

import decodeQR from "qr/decode.js";
import { encode } from "uqr";
import { ours } from "./modules.mjs";

const SCALE = 6, QUIET = 4;

function picture(rows) {
  const side = (rows.length + 2 * QUIET) * SCALE;
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const dark = rows[Math.floor(y / SCALE) - QUIET]?.[Math.floor(x / SCALE) - QUIET];
      if (dark) data.fill(0, 4 * (y * side + x), 4 * (y * side + x) + 3);
    }
  }
  return { width: side, height: side, data };
}

const same = (a, b) => a.length === b.length && a.every((row, y) => row.every((dark, x) => dark === b[y][x]));

export const operations = {
  "qr.readBack": ({ text }) => {
    const rows = ours.qr.qrModules(text);
    const options = { ecc: "L", boostEcc: false, maskPattern: 0, minVersion: 10, maxVersion: 20, border: 0 };
    const theirs = encode([...new TextEncoder().encode(text)], options);
    return { size: rows.length, version: theirs.version, same: same(rows, theirs.data), text: decodeQR(picture(rows)) };
  },
};
