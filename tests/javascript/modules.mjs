// The browser's modules as they stand in the static folder, and bytes as hexadecimal.

import { pathToFileURL } from "node:url";

export const STATIC = pathToFileURL(process.env.TILLIT_STATIC + "/").href;

const load = (name) => import(new URL(`tillit/${name}.js`, STATIC).href);

const names = ["bytes", "blind", "seal", "unseal", "encode", "credential", "qr", "custodian-key"];
const [bytes, blind, seal, unseal, encode, credential, qr, custodian] = await Promise.all(names.map(load));

export const ours = { bytes, blind, seal, unseal, encode, credential, qr, custodian };

export const fromHex = (text = "") => new Uint8Array(Buffer.from(text, "hex"));

/** A value with every array of bytes in it as hexadecimal text. */
export function hexed(value) {
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString("hex");
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex");
  if (Array.isArray(value)) return value.map(hexed);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, hexed(part)]));
}
