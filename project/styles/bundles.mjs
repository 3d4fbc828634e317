// What goes into each style sheet, and what stays out of all of them.

export const PACKAGES = ["@digdir/designsystemet-css", "@digdir/designsystemet-theme"];

/** Browsers from 2022 on, as lightningcss counts: the first with layers and `:has()`. */
export const TARGETS = { chrome: 105 << 16, edge: 105 << 16, firefox: 121 << 16, safari: (15 << 16) | (4 << 8) };

/** The icons, by a part of their drawing that no other has. */
export const ICONS = {
  info: "M3.25 4A.75",
  warning: "M12 2.25a.75.75 0 0 1 .66",
  success: "M12 21.75a9.75",
  danger: "M7.74 2.47",
  open: "M5.97 9.47",
  next: "M9.47 5.97",
};

/** What no control of ours is while somebody looks at it. */
export const IGNORED_ATTRIBUTES = ["readonly", "aria-readonly", "disabled", "aria-disabled", "aria-busy"];

/**
 * States that no control of ours is in; a visited link, which has the colour of the others; writing from right to left; a
 * second frame under the pointer; a size for a whole part of a page; the frame of focus, which own/page.css has once for
 * all; and what moves while it unfolds.
 */
export const UNWANTED_SELECTORS = [/:(disabled|indeterminate|dir|open|read-only|-moz-read-only)\b/, /click-delegate|^:has\(label\)/,
  /^\[data-size\]/, /:focus-visible( \*)?$/, /placeholder|::part|:visited/, /::details-content/];

/** What is tuned for the typeface Inter, for older browsers or for a second look at the same value. */
export const UNWANTED_DECLARATIONS = [/^letter-spacing:/, /^-moz-|:-moz-/, /print-color-adjust/, /[:(, ]round\(/, /^animation:/, /^interpolate-size:/];

const NOTICE = "Built by ./tillit styles from project/styles. Parts: Designsystemet, MIT, see designsystemet.txt.";
/** What Django and the scripts write: controls, and QR codes. */
const WRITTEN = ["text", "radio", "checkbox"].map((type) => `<input class="ds-input" aria-invalid="true" type="${type}">`).join("") + "<svg>";
const WRITTEN_FOR_PARTIES = `${WRITTEN}<input class="ds-input" type="email"><input class="ds-input" type="file" aria-invalid="true">
<textarea class="ds-input" rows="3" aria-invalid="true"><select class="ds-input" aria-invalid="true">`;
const TEMPLATES = "surveys/pages/templates";

export const BUNDLES = [
  {
    file: "surveys/pages/static/tillit/tillit.css",
    notice: NOTICE,
    components: ["button", "heading", "paragraph", "label", "list", "link", "fieldset", "input", "field", "alert", "error-summary",
      "validation-message", "card", "divider"],
    own: ["page", "answer"],
    pages: ["base.html", "partials/errors.html", "partials/language_switch.html", "respond", "collect", "site"].map(
      (name) => `${TEMPLATES}/${name}`,
    ),
    written: WRITTEN,
    coloured: ["surface-tinted", "border-default", "text-default"],
    // A phone is to fetch little: no icons, whose files weigh more than the rest of an alert.
    without: [/^\.ds-(alert|validation-message).*:before/, /:active/],
    withoutDeclarations: [/^padding-inline-start:calc\(.*icon-size/, /^--dsc-[\w-]*icon/, /^--dsc-alert-.*-info-/],
    beside: [],
  },
  {
    file: "surveys/pages/static/organise/parties.css",
    notice: NOTICE.replace("designsystemet.txt", "../tillit/designsystemet.txt"),
    components: ["button", "heading", "paragraph", "label", "list", "link", "fieldset", "input", "field", "alert", "error-summary",
      "validation-message", "card", "divider", "skip-link", "table", "tag", "details", "breadcrumbs"],
    own: ["page", "parties"],
    pages: [TEMPLATES, "reports/pages/templates"],
    written: WRITTEN_FOR_PARTIES,
    coloured: ["surface-default", "surface-tinted", "surface-hover", "border-subtle", "border-default", "border-strong", "text-default", "text-subtle", "base-default", "base-hover", "base-active",
      "base-contrast-default"],
    without: [],
    withoutDeclarations: [],
    beside: ["reports/documents/static/documents/report.css", "surveys/pages/static/organise/paper.css"],
  },
];
