// Bytes, their text forms, and the short code of a key list. Every binary value here is a Uint8Array.

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's base32: no I, L, O or U

export const ascii = (text) => new TextEncoder().encode(text);

export const random = (size) => crypto.getRandomValues(new Uint8Array(size));

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("not hexadecimal");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** base64url without padding. */
export function toText(bytes) {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The bytes of a base64url text; throws for any text that `toText` does not write. */
export function fromText(text) {
  if (!/^[\w-]*$/.test(text)) throw new Error("not base64url");
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  if (toText(bytes) !== text) throw new Error("not canonical base64url");
  return bytes;
}

/** The 16 bytes of a UUID in its usual lowercase form. */
export function uuidBytes(uuid) {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid)) throw new Error("not a UUID");
  return fromHex(uuid.replaceAll("-", ""));
}

export const uuidText = (bytes) => toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/** XXXX-XXXX-XXXX-XXXX for the first 80 bits of a digest. */
export function codeOf(digest) {
  const bits = Array.from(digest.slice(0, 10), (byte) => byte.toString(2).padStart(8, "0")).join("");
  const digits = bits.match(/.{5}/g).map((five) => DIGITS[parseInt(five, 2)]);
  return digits.join("").match(/.{4}/g).join("-");
}

/** A code as a person typed it, in the form of `codeOf`; null where it is no code. */
export function readCode(typed) {
  const text = typed.toUpperCase().replace(/[\s\-‐-―−]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(text) ? text.match(/.{4}/g).join("-") : null;
}

/** The 10 bytes of a code in the form of `codeOf`. */
export function codeBytes(code) {
  const digits = Array.from(code.replaceAll("-", ""), (digit) => DIGITS.indexOf(digit));
  const bits = digits.map((digit) => digit.toString(2).padStart(5, "0")).join("");
  return Uint8Array.from(bits.match(/.{8}/g), (byte) => parseInt(byte, 2));
}
