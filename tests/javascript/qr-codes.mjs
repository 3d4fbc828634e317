// Reads our QR codes back from the path that is drawn, as a picture: the package `qr` decodes, another author's work.

import decodeQR from "qr/decode.js";
import { ours } from "./modules.mjs";

const SCALE = 6;

function picture({ size, path }) {
  const side = size * SCALE;
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  const squares = path.match(/M\d+ \d+h1v1h-1z/g);
  if (squares.join("") !== path) throw new Error("the path is more than squares");
  for (const square of squares) {
    const [x, y] = square.match(/\d+/g).map(Number);
    for (let row = 0; row < SCALE; row++) {
      for (let column = 0; column < SCALE; column++) {
        const at = 4 * ((y * SCALE + row) * side + x * SCALE + column);
        data.fill(0, at, at + 3);
      }
    }
  }
  return { width: side, height: side, data };
}

export const operations = {
  "qr.readBack": ({ text }) => {
    const drawn = ours.qr.qrPath(text);
    return { size: drawn.size, text: decodeQR(picture(drawn)) };
  },
};
