// What is measured on a page, in the page. Each function returns the faults as texts.
// Injected by the tests before the page's own scripts, beside axe.
(() => {
  const violations = [];
  document.addEventListener("securitypolicyviolation", event =>
    violations.push(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));

  const all = () => [...document.querySelectorAll("body *")];
  const styled = element => getComputedStyle(element);
  const told = element => element.outerHTML.replace(/\s+/g, " ").slice(0, 140);
  const seen = element => element.checkVisibility({ visibilityProperty: true });
  const words = node => node.textContent.replace(/\s+/g, " ").trim();
  // Said to a screen reader alone: clipped to a point, or outside the screen until it has the focus.
  function unseen(element) {
    for (let at = element; at !== document.body && at !== null; at = at.parentElement) {
      const box = at.getBoundingClientRect();
      if (box.right <= 0 || at.ariaHidden === "true") return true;
      if (box.width <= 1.5 && styled(at).position === "absolute") return true;
    }
    return false;
  }
  const ownText = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim() !== "");
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const usable = element => seen(element) && element.matches(CONTROLS) && !element.disabled;

  // Two elements that stand alike in elements alike have the same colours, edges and outlines: the style sheets know
  // no more of them than this. Each such place is looked at once, on whichever page it is met first.
  const MATTERS = ["class", "style", "type", "role", "aria-current", "aria-invalid", "disabled", "open"];
  const kind = element => element.tagName + MATTERS.map(name => element.getAttribute(name) ?? "").join(".");
  const SEEN = "looking: places";
  let places = [];

  function newPlaces() {
    const known = new Set(JSON.parse(localStorage.getItem(SEEN) ?? "[]")), chains = new Map();
    places = all().filter(element => {
      const chain = `${chains.get(element.parentElement) ?? ""}>${kind(element)}`;
      chains.set(element, chain);
      if (known.has(chain) || !seen(element) || !(ownText(element) || element.matches(CONTROLS))) return false;
      return known.add(chain);
    });
    localStorage.setItem(SEEN, JSON.stringify([...known]));
    return places.length;
  }

  function structure() {
    const faults = [];
    const headings = document.querySelectorAll("h1");
    const visible = [...headings].filter(seen);
    if (visible.length !== 1) faults.push(`${visible.length} h1`);
    if (document.title.replace(/–.*/, "").trim() === "") faults.push("no title");
    if (document.querySelectorAll("main").length !== 1) faults.push("not one main");
    const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
    for (const id of new Set(ids.filter((one, place) => ids.indexOf(one) !== place))) faults.push(`id twice: ${id}`);
    return faults;
  }

  // WCAG 2.5.5 and its exception: a link within a sentence has the height of the sentence.
  function inSentence(link) {
    if (styled(link).display !== "inline") return false;
    let block = link.parentElement;
    while (styled(block).display === "inline") block = block.parentElement;
    return words(block).length > words(link).length + 1;
  }

  function targetOf(control) {
    const boxes = [control, ...(control.labels ?? [])].map(element => element.getBoundingClientRect());
    const own = control.matches("[type=radio], [type=checkbox]") ? boxes : boxes.slice(0, 1);
    return { width: Math.max(...own.map(box => box.width)), height: Math.max(...own.map(box => box.height)) };
  }

  function smallTargets() {
    return all().filter(usable).filter(control => {
      if (control.matches("[tabindex='0']:not(a, button, input, select, textarea, summary)")) return false;
      if (control.matches("a") && inSentence(control)) return false;
      const { width, height } = targetOf(control);
      return (width < 43.5 || height < 43.5) && !unseen(control);
    }).map(control => `small target: ${told(control)}`);
  }

  function smallText() {
    return all().filter(element => {
      if (!seen(element) || !ownText(element) || unseen(element)) return false;
      const scale = element instanceof SVGGraphicsElement ? element.getScreenCTM().a : 1;
      return parseFloat(styled(element).fontSize) * scale < 12;
    }).map(element => `text under 12 px: ${told(element)}`);
  }

  // A picture of text grows and shrinks with its box; its own units say nothing.
  async function smallPictureText() {
    const faults = [];
    for (const image of [...document.images].filter(seen)) {
      await image.decode().catch(() => {});
      if (image.naturalWidth === 0) {
        faults.push(`a picture is not shown: ${told(image)}`);
        continue;
      }
      const drawing = new DOMParser().parseFromString(await (await fetch(image.currentSrc)).text(), "image/svg+xml");
      const width = drawing.documentElement.viewBox.baseVal.width || image.naturalWidth;
      const scale = image.getBoundingClientRect().width / width;
      const sizes = [...drawing.querySelectorAll("text")].map(text =>
        parseFloat(text.getAttribute("font-size") || text.style.fontSize || "16") * scale);
      if (Math.min(...sizes, 99) < 11.95) faults.push(`chart with text of ${Math.min(...sizes).toFixed(1)} px: ${image.alt.slice(0, 60)}`);
    }
    return faults;
  }

  // Nothing is wider than the screen, and nothing is cut off; a table may move sideways in a box that can be focused.
  function overflow() {
    const faults = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
      const wide = all().filter(element => seen(element) && element.getBoundingClientRect().right > root.clientWidth + 1);
      faults.push(`wider than the screen: ${wide.slice(-1).map(told)}`);
    }
    for (const element of all()) {
      if (element.scrollWidth <= element.clientWidth + 1 || element.clientWidth === 0) continue;
      if (!seen(element) || unseen(element) || element.matches("input, select, textarea, progress")) continue;
      const flow = styled(element).overflowX;
      if (flow === "hidden" || flow === "clip") faults.push(`cut off: ${told(element)}`);
      if (flow !== "auto" && flow !== "scroll") continue;
      if (element.tabIndex < 0 || !element.getAttribute("aria-label") || element.querySelector("table") === null)
        faults.push(`moves sideways, and is no table with a name and a tab stop: ${told(element)}`);
    }
    return faults;
  }

  const drawn = style => ["Top", "Bottom", "Left", "Right"].some(side =>
    parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Style`] !== "none");
  const clear = "rgba(0, 0, 0, 0)";

  // Forced colours leave neither backgrounds nor shadows: what is told by them alone is told to nobody.
  function forcedColours() {
    const ground = styled(document.body).backgroundColor;
    const faults = places.filter(usable).filter(control => control.matches(
      "button, select, textarea, input:not([type=radio], [type=checkbox], [type=file])")).filter(control => {
      const style = styled(control);
      const edge = style.borderTopColor !== ground && style.borderTopColor !== clear;
      return !style.textDecorationLine.includes("underline") && !(drawn(style) && edge);
    }).map(control => `no edge in forced colours: ${told(control)}`);
    for (const element of places) {
      if (!seen(element) || !ownText(element) || unseen(element)) continue;
      const style = styled(element);
      if (style.forcedColorAdjust === "none" && !element.closest("svg")) faults.push(`keeps its colours: ${told(element)}`);
      if (style.color === ground) faults.push(`text in the colour of the ground: ${told(element)}`);
    }
    return faults;
  }

  // The style of what the ring of the focus is drawn round: the control, or the field that it stands in.
  function ringed(control) {
    return [control, control.closest(".ds-field")].filter(Boolean).map(styled)
      .find(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  }

  // Called after a key was pressed: a browser then shows the focus that a script moves.
  function focus() {
    const before = document.activeElement;
    const faults = places.filter(usable).filter(control => {
      control.focus({ preventScroll: true });
      if (document.activeElement !== control) return control.tabIndex >= 0 && !control.matches("[type=radio]");
      const ring = ringed(control);
      return !(control.matches(":focus-visible") && ring && ring.outlineColor !== styled(document.body).backgroundColor);
    }).map(control => `focus is not seen: ${told(control)}`);
    before?.focus?.({ preventScroll: true });
    return faults;
  }

  function motion() {
    const faults = document.getAnimations().map(animation => `moves: ${animation.animationName ?? animation.transitionProperty}`);
    for (const element of all()) for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      const lasts = [...style.transitionDuration.split(","), ...style.animationDuration.split(",")];
      if (lasts.some(text => parseFloat(text) > 0)) faults.push(`would move: ${told(element)}`);
    }
    return faults;
  }

  // [language, text] of every text that is read or read out.
  function texts() {
    const found = new Map();
    const keep = (element, text) => {
      const said = text.replace(/\s+/g, " ").trim();
      const language = element.closest("[lang]")?.lang ?? "";
      if (/\p{L}{2}/u.test(said)) found.set(`${language} ${said}`, [language, said]);
    };
    keep(document.documentElement, document.title);
    for (const element of all()) {
      if (element.matches("script, style, template, code, pre") || element.closest("template, code, pre")) continue;
      for (const node of element.childNodes) if (node.nodeType === 3) keep(element, node.data);
      for (const name of ["alt", "aria-label", "placeholder", "title"])
        if (element.hasAttribute(name)) keep(element, element.getAttribute(name));
    }
    return [...found.values()];
  }

  async function axe(context, options) {
    const found = await window.axe.run(context, { resultTypes: ["violations"], preload: false, elementRef: false, ...options });
    return found.violations.flatMap(one => one.nodes.slice(0, 3).map(node =>
      `axe ${one.id}: ${node.html.replace(/\s+/g, " ").slice(0, 140)} ${node.any.concat(node.all, node.none).map(check => check.message).join("; ").slice(0, 160)}`));
  }

  const axeAll = () => axe(document, { rules: { "color-contrast": { enabled: false } } });
  const axeColours = () => axe({ include: places }, { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } });
  const unfold = () => document.querySelectorAll("details").forEach(one => { one.open = true; });
  window.looking = {
    violations, newPlaces, structure, smallTargets, smallText, smallPictureText, overflow, forcedColours, focus, motion,
    texts, axeAll, axeColours, unfold,
  };
})();
