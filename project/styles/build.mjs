// Builds the style sheets: node build.mjs PROJECT OUT. What is read and why: docs/adr/0028-designsystemet.md.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { Features, transform } from "lightningcss";
import postcss from "postcss";

import { BUNDLES, ICONS, IGNORED_ATTRIBUTES, PACKAGES, TARGETS, UNWANTED_DECLARATIONS, UNWANTED_SELECTORS } from "./bundles.mjs";
import { dropUnused, writeOut } from "./properties.mjs";
import { prune, sweep } from "./prune.mjs";
import { theme } from "./theme.mjs";
import { files, used } from "./used.mjs";

const [project, out] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const own = (name) => readFileSync(new URL(`./own/${name}.css`, import.meta.url), "utf8");

/** The folder of an installed package. */
const folder = (name) => join(dirname(new URL(import.meta.url).pathname), "node_modules", name);

const component = (name) => readFileSync(require.resolve(`${PACKAGES[0]}/${name}.css`), "utf8");
const layer = (name, text) => `@layer ${name}{${text}}`;

function put(name, text) {
  mkdirSync(dirname(join(out, name)), { recursive: true });
  writeFileSync(join(out, name), text);
}

/** Take away what is foreign to these pages whatever they hold. */
function trim(sheet, declarations) {
  sheet.walkAtRules(/^supports$|^keyframes$/, (block) => block.remove());
  sheet.walkDecls((decl) => {
    if (declarations.some((pattern) => pattern.test(`${decl.prop}:${decl.value}`))) decl.remove();
  });
  sweep(sheet);
}

/** The policy allows no `data:` images, so each icon becomes a file beside the style sheet. */
function takeIconsOut(sheet, bundle) {
  const data = /url\("data:image\/svg\+xml;charset=utf-8,([^"]+)"\)/;
  sheet.walkDecls((decl) => {
    decl.value = decl.value.replace(data, (_, encoded) => {
      const svg = decodeURIComponent(encoded);
      const name = Object.entries(ICONS).find(([, part]) => svg.includes(part))?.[0];
      if (!name) throw new Error(`an icon without a name in bundles.mjs, used by ${decl.prop}: ${svg}`);
      put(join(dirname(bundle.file), `icons/${name}.svg`), svg + "\n");
      return `url("icons/${name}.svg")`;
    });
  });
}

function build(bundle) {
  const path = (name) => join(project, name);
  const held = used(bundle.pages.map(path), bundle.written, IGNORED_ATTRIBUTES);
  const system = postcss.parse(
    layer("ds.base", component("base")) + layer("ds.components", bundle.components.map(component).join("")),
  );
  trim(system, [...UNWANTED_DECLARATIONS, ...bundle.withoutDeclarations]);
  prune(system, held, [...UNWANTED_SELECTORS, ...bundle.without]);
  const ours = bundle.own.map((name) => [name, postcss.parse(own(name))]);
  const lost = ours.map(([name, rules]) => [name, prune(rules, held)]);
  const tokens = layer("ds.theme", theme(folder(PACKAGES[1]), bundle.coloured));
  const sheet = postcss.parse([tokens, system, ...ours.map(([, rules]) => rules)].join("\n"));
  prune(sheet, held);
  writeOut(sheet);
  const kept = files(bundle.beside.map(path)).flatMap((name) => readFileSync(name, "utf8").match(/--ds-[\w-]+/g) ?? []);
  dropUnused(sheet, kept);
  takeIconsOut(sheet, bundle);
  const code = Buffer.from(String(sheet));
  const small = transform({ filename: bundle.file, code, minify: true, targets: TARGETS, exclude: Features.LightDark }).code.toString();
  put(bundle.file, `/* ${bundle.notice} */\n${small}\n`);
  return lost;
}

// A rule of ours that no sheet with its file can use is left over from something that is gone.
const lost = BUNDLES.flatMap(build);
const dead = lost.flatMap(([name, selectors]) =>
  selectors.filter((one) => lost.every(([other, others]) => other !== name || others.includes(one))),
);
if (dead.length) throw new Error(`nothing on the pages matches these of own/*.css:\n${[...new Set(dead)].join("\n")}`);

const versions = PACKAGES.map((name) => {
  const { version, license } = JSON.parse(readFileSync(join(folder(name), "package.json"), "utf8"));
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder(name), "LICENSE"), "utf8").trim()}\n`;
});
put("surveys/pages/static/tillit/designsystemet.txt", versions.join("\n\n"));
