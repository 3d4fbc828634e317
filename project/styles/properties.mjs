// Custom properties: one that is said once is written out where it is used, and one that nobody uses goes.

import { sweep } from "./prune.mjs";

const OPENING = /var\(\s*(--[\w-]+)\s*/g;

/** The next `var(--name[, fallback])` in a value from `from`, or null. */
function reference(value, from) {
  OPENING.lastIndex = from;
  const found = OPENING.exec(value);
  if (!found) return null;
  let depth = 1;
  let end = OPENING.lastIndex;
  for (; depth > 0; end += 1) depth += value[end] === "(" ? 1 : value[end] === ")" ? -1 : 0;
  const rest = value.slice(OPENING.lastIndex, end - 1);
  return { start: found.index, end, name: found[1], fallback: rest.startsWith(",") ? rest.slice(1).trim() : null };
}

/** The value with every reference for which `put` gives a text replaced by it. */
function replaced(value, put) {
  let from = 0;
  for (let found; (found = reference(value, from)); ) {
    const text = put(found);
    if (text === null) {
      from = value.indexOf("--", found.start) + 2;
      continue;
    }
    value = value.slice(0, found.start) + text + value.slice(found.end);
    from = found.start;
  }
  return value;
}

function definitions(sheet) {
  const found = new Map();
  sheet.walkDecls(/^--/, (decl) => found.set(decl.prop, [...(found.get(decl.prop) ?? []), decl]));
  return found;
}

const conditional = (decl) => {
  for (let node = decl.parent; node; node = node.parent) if (["media", "supports"].includes(node.name)) return true;
  return false;
};

/** Write out, in place, what is said once and without a condition, and the fallback of what is never said. */
export function writeOut(sheet) {
  for (let changed = true; changed; ) {
    changed = false;
    const said = definitions(sheet);
    const once = (name) => {
      const all = said.get(name) ?? [];
      return all.length === 1 && all[0].value.trim() && !conditional(all[0]) ? all[0].value : null;
    };
    sheet.walkDecls((decl) => {
      const value = replaced(decl.value, ({ name, fallback }) => (said.has(name) ? once(name) : fallback));
      changed ||= value !== decl.value;
      decl.value = value;
    });
  }
}

/** Take away, in place, the definitions that nothing uses, except those named in `kept`. */
export function dropUnused(sheet, kept) {
  for (let changed = true; changed; ) {
    const needed = new Set(kept);
    sheet.walkDecls((decl) => {
      for (const [, name] of decl.value.matchAll(OPENING)) needed.add(name);
    });
    changed = false;
    sheet.walkDecls(/^--/, (decl) => {
      if (needed.has(decl.prop)) return;
      decl.remove();
      changed = true;
    });
  }
  sweep(sheet);
}
