// What the pages hold: their elements, read from the templates and from what a program writes.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const TAG = /<([a-z][a-z0-9]*)((?:\s+(?:\{[%{].*?[%}]\}|[\w-]+(?:=(?:"[^"]*"|'[^']*'))?)|\{[%{].*?[%}]\})*)/g;
const ATTRIBUTE = /([a-zA-Z][\w-]*)(?:=(?:"([^"]*)"|'([^']*)'))?/g;
const COMMENT = /\{% comment %\}[\s\S]*?\{% endcomment %\}/g;
const ANY = "*";

/** Every file below the paths, which are files or folders. */
export function files(paths) {
  return paths.flatMap((path) =>
    statSync(path).isDirectory() ? files(readdirSync(path).sort().map((name) => join(path, name))) : [path],
  );
}

/** The attributes of one opening tag. What a template decides counts both ways; what it fills in can be anything. */
function attributes(text, ignored) {
  const found = new Map();
  const decided = text.replace(/\{%.*?%\}/g, " ").replace(/\{\{.*?\}\}/g, ANY);
  for (const [, name, double, single] of decided.matchAll(ATTRIBUTE)) {
    if (!ignored.includes(name)) found.set(name.toLowerCase(), (double ?? single ?? "").split(/\s+/).filter(Boolean));
  }
  return found;
}

/** The different elements of `sources` (paths) and `more` (markup), without the attributes `ignored`. */
function elements(sources, more, ignored) {
  const found = new Map();
  const texts = files(sources).map((path) => readFileSync(path, "utf8").replace(COMMENT, ""));
  for (const text of ["<html><head><body>", more, ...texts]) {
    for (const [whole, tag, rest] of text.matchAll(TAG)) found.set(whole, { tag, attributes: attributes(rest, ignored) });
  }
  return [...found.values()];
}

const holds = (values, value) => value === undefined || values.includes(value) || values.includes(ANY);

const matches = {
  tag: (element, { value }) => element.tag === value,
  class: (element, { value }) => (element.attributes.get("class") ?? []).includes(value),
  id: (element, { value }) => holds(element.attributes.get("id") ?? [], value),
  attribute: (element, { attribute, operator, value }) =>
    element.attributes.has(attribute) && holds(element.attributes.get(attribute), operator && value),
};

/** A question: is there an element that all of these simple selectors fit? */
export function used(sources, more, ignored) {
  const all = elements(sources, more, ignored);
  return (simple) => all.some((element) => simple.every((node) => matches[node.type](element, node)));
}
