// A text of up to 858 bytes as a QR code (ISO/IEC 18004): bytes, low error correction, versions 10 to 20, and mask 0,
// whichever would suit best: a credential is random anyway. Loaded when it is asked for.

import { ascii, fromHex, toHex } from "./bytes.js";

const FIRST = 10; // the version of the two tables' first number
const CORRECTION = [18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28]; // codewords of error correction in a block
const BLOCKS = [4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8];
const FORMAT = 0x77c4; // low correction and mask 0, with their check bits

/** Return the modules as rows of true (dark) and false; throw where the text is too long. */
export function qrModules(text) {
  const content = ascii(text);
  for (let version = FIRST; version < FIRST + BLOCKS.length; version++) {
    const [correction, blocks] = [CORRECTION[version - FIRST], BLOCKS[version - FIRST]];
    const total = codewordsOf(version);
    const room = total - correction * blocks;
    if (content.length + 3 > room) continue;
    // Mode "bytes", the length, the bytes, the end; then padding.
    const length = content.length.toString(16).padStart(4, "0");
    const data = [...fromHex("4" + length + toHex(content) + "0")];
    for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad);
    return drawn(version, interleaved(data, blocks, correction));
  }
  throw new Error("too long for a QR code");
}

function codewordsOf(version) {
  const marks = Math.floor(version / 7) + 2;
  return ((16 * version + 128) * version + 64 - (25 * marks - 10) * marks + 55 - 36) >> 3;
}

function interleaved(data, blocks, correction) {
  const short = Math.floor(data.length / blocks);
  const long = data.length % blocks;
  const parts = Array.from({ length: blocks }, (_, i) => {
    const start = i * short + Math.max(0, i - (blocks - long));
    return data.slice(start, start + short + (i >= blocks - long ? 1 : 0));
  });
  const checks = parts.map((part) => remainder(part, correction));
  const woven = (rows, size) => Array.from({ length: size }, (_, i) => rows.map((row) => row[i])).flat();
  return [...woven(parts, short + 1), ...woven(checks, correction)].filter((codeword) => codeword !== undefined);
}

/** Reed and Solomon's, over 256 elements modulo x^8 + x^4 + x^3 + x^2 + 1. */
function remainder(data, degree) {
  const divisor = [...Array(degree - 1).fill(0), 1];
  for (let i = 0, root = 1; i < degree; i++, root = times(root, 2)) {
    for (let j = 0; j < degree; j++) divisor[j] = times(divisor[j], root) ^ (divisor[j + 1] ?? 0);
  }
  const rest = Array(degree).fill(0);
  for (const codeword of data) {
    const factor = codeword ^ rest.shift();
    rest.push(0);
    divisor.forEach((coefficient, i) => (rest[i] ^= times(coefficient, factor)));
  }
  return rest;
}

function times(a, b) {
  let product = 0;
  for (let i = 7; i >= 0; i--) product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((b >> i) & 1) * a);
  return product;
}

function drawn(version, codewords) {
  const size = 17 + 4 * version;
  const rows = Array.from({ length: size }, () => Array(size));
  const set = (x, y, dark) => {
    if (rows[y] && x >= 0 && x < size) rows[y][x] = Boolean(dark);
  };
  const square = (x, y, reach, light) => {
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) set(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
    }
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  const marks = Math.floor(version / 7) + 2;
  const step = Math.ceil((4 * version + 4) / (2 * marks - 2)) * 2;
  const places = [6, ...Array.from({ length: marks - 1 }, (_, i) => size - 7 - (marks - 2 - i) * step)];
  const corners = [[3, 3], [size - 4, 3], [3, size - 4]];
  for (const [x, y] of corners) square(x, y, 4, [2, 4]);
  const free = (x, y) => corners.every(([a, b]) => Math.abs(x - a) > 4 || Math.abs(y - b) > 4);
  for (const x of places) for (const y of places) if (free(x, y)) square(x, y, 2, [1]);
  for (let i = 0; i < 15; i++) {
    const dark = (FORMAT >> i) & 1;
    if (i < 8) {
      set(8, i + (i > 5 ? 1 : 0), dark);
      set(size - 1 - i, 8, dark);
    } else {
      set(14 - i + (i === 8 ? 1 : 0), 8, dark);
      set(8, size - 15 + i, dark);
    }
  }
  set(8, size - 8, true);
  let check = version;
  for (let i = 0; i < 12; i++) check = (check << 1) ^ ((check >> 11) * 0x1f25);
  for (let i = 0; i < 18; i++) {
    const [a, b, dark] = [size - 11 + (i % 3), Math.floor(i / 3), (((version << 12) | check) >> i) & 1];
    set(a, b, dark);
    set(b, a, dark);
  }
  // The codewords fill the rest, two columns at a time from the right, up and down in turn.
  let at = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let i = 0; i < size; i++) {
      const y = (right + 1) & 2 ? i : size - 1 - i;
      for (const x of [right, right - 1]) {
        if (rows[y][x] !== undefined) continue;
        rows[y][x] = (((codewords[at >> 3] >> (7 - (at & 7))) & 1) ^ ((x + y) % 2 === 0)) === 1;
        at++;
      }
    }
  }
  return rows;
}

const SVG = "http://www.w3.org/2000/svg";
const QUIET = 4;

/** Return an <svg>, dark on white whatever the page's colours: many readers take no other. `label` is read aloud. */
export function drawQr(text, label) {
  const rows = qrModules(text);
  const size = rows.length + 2 * QUIET;
  const svg = element("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" });
  let d = "";
  rows.forEach((row, y) => row.forEach((dark, x) => (d += dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")));
  svg.append(element("rect", { width: size, height: size, fill: "#fff" }), element("path", { d, fill: "#000" }));
  return svg;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
