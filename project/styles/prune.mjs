// Takes away what no page can match: selectors, and then the rules and blocks that are left empty.

import selectors from "postcss-selector-parser";

const SAME = new Set([":is", ":where"]);
const LISTS = new Set([...SAME, ":has", ":not"]);
const SIMPLE = new Set(["tag", "class", "id", "attribute"]);

/** The parts of a selector between its combinators. */
function compounds(selector) {
  const parts = [[]];
  for (const node of selector.nodes) {
    if (node.type === "combinator") parts.push([]);
    else parts.at(-1).push(node);
  }
  return parts;
}

/**
 * Whether an element of the pages could match; lists inside the selector lose what cannot. `besides` is what the element
 * itself must fit too, for a selector that stands in a list.
 */
function alive(selector, held, besides = []) {
  const parts = compounds(selector);
  return parts.every((part, at) => {
    const simple = part.filter((node) => SIMPLE.has(node.type)).concat(at === parts.length - 1 ? besides : []);
    if (!held(simple)) return false;
    return part.filter((node) => LISTS.has(node.value)).every((list) => {
      const own = SAME.has(list.value) || list.value === ":not" ? simple : [];
      for (const one of [...list.nodes]) if (!alive(one, held, own)) one.remove();
      if (list.nodes.length === 0 && list.value === ":not") list.remove();
      else if (list.nodes.length === 0) return false;
      return true;
    });
  }) && selector.nodes.length > 0;
}

/** Prune the sheet in place, of the selectors that a pattern fits too; return those that nothing on the pages matches. */
export function prune(sheet, held, unwanted = []) {
  const lost = [];
  sheet.walkRules((rule) => {
    const tree = selectors().astSync(rule.selector);
    for (const selector of [...tree.nodes]) {
      const text = String(selector).trim();
      if (!unwanted.some((pattern) => pattern.test(text)) && alive(selector, held)) continue;
      lost.push(text);
      selector.remove();
    }
    if (tree.nodes.length === 0) rule.remove();
    else rule.selector = String(tree);
  });
  sweep(sheet);
  return lost;
}

/** Remove what holds nothing. */
export function sweep(sheet) {
  sheet.walkRules((rule) => {
    if (!rule.nodes.some((node) => node.type === "decl")) rule.remove();
  });
  for (let found = true; found; ) {
    found = false;
    sheet.walkAtRules((block) => {
      if (block.nodes?.length !== 0) return;
      block.remove();
      found = true;
    });
  }
}
