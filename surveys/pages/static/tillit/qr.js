// A text as a QR code, drawn as SVG. Loaded when it is asked for, by import("./qr.js").

import { encode } from "../vendor/uqr-0.1.3/index.mjs";

const SVG = "http://www.w3.org/2000/svg";

/** Return {size, path}: the number of modules on a side, quiet zone included, and the dark ones as an SVG path. */
export function qrPath(text) {
  // Medium correction: a printed sheet is folded and worn. Four modules of quiet zone, as the standard asks.
  const { size, data } = encode(text, { ecc: "M", border: 4 });
  let path = "";
  data.forEach((row, y) => row.forEach((dark, x) => (path += dark ? `M${x} ${y}h1v1h-1z` : "")));
  return { size, path };
}

/** Return an <svg> of `text`, dark on white whatever the page's colours: many readers take no other. `label` is what a
 * person who does not see it is told. */
export function drawQr(text, label) {
  const { size, path } = qrPath(text);
  const svg = element("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label });
  svg.setAttribute("shape-rendering", "crispEdges");
  svg.append(element("rect", { width: size, height: size, fill: "#fff" }), element("path", { d: path, fill: "#000" }));
  return svg;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
