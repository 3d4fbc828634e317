// The tokens of Designsystemet's theme in the one size we use: lengths written out, colours for light and for dark.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import postcss from "postcss";

const SIZE = "md";
/** How the theme changes between sizes; there is one here. */
const SWITCH = /^--ds-size(--\w+)?$|^--ds-size-mode-font-size$/;

/** What a `data-color` says of the tokens `coloured`. */
const chosen = (rule, coloured) =>
  rule.nodes.filter((node) => coloured.includes(node.prop?.slice("--ds-color-".length))).map(String).join(";");

/** The theme as `:root{…}`, a block for dark, and one for each `data-color`, with the tokens `coloured` alone. */
export function theme(folder, coloured) {
  const read = postcss.parse(readFileSync(join(folder, "src/themes/designsystemet.css"), "utf8"));
  const light = [];
  const dark = [];
  const colours = [];
  read.walkRules((rule) => {
    const layer = rule.parent.params ?? "";
    const said = rule.nodes.filter((node) => node.type === "decl" && !SWITCH.test(node.prop)).map(String).join(";");
    if (layer === "ds.theme.color-scheme.dark") dark.push(said);
    else if (rule.selectors[0] === ":root") light.push(said);
    else if (layer === "ds.theme.color") colours.push(`${rule.selectors[0]}{${chosen(rule, coloured)}}`);
  });
  // Made for Inter; the typefaces that machines have of their own lack 500, and would show 400 in its place.
  const heavier = (text) => text.replace(/(font-weight(?:-medium)?: )500/g, "$1600");
  const root = [`--ds-size-mode-font-size:var(--ds-size-mode-font-size--${SIZE})`, ...light.map(heavier)].join(";");
  return `:root{${root}}@media (prefers-color-scheme:dark){:root{${dark.join(";")}}}${colours.join("")}`;
}
