// Keys and values as bytes, and as what people read and type. What is shown of a key can be typed to search for it.

import { unescaped, visible } from "./dom.js";

const ROW_BYTES = 16;

export const bytesOf = base64 => Uint8Array.from(atob(base64), character => character.charCodeAt(0));

/** Base64 as it stands in an address. */
export const url = base64 => base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

export const base64url = bytes => url(btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join("")));

const digits = byte => byte.toString(16).padStart(2, "0");

/** The first key after all that begin so; a zero byte means that there is none. */
export function endOf(prefix) {
  const end = [...prefix];
  while (end.length > 0 && end.at(-1) === 0xff) {
    end.pop();
  }
  if (end.length === 0) {
    return [0];
  }
  end[end.length - 1]++;
  return end;
}

/** Bytes written as 0x and pairs of digits. */
const BYTES = /^0x((?:[0-9a-f]{2})+)$/i;

export const isBytes = typed => BYTES.test(typed);

/** What somebody typed: bytes after 0x, else text, in which escapes stand for what they are shown for. */
export function typedBytes(typed) {
  const [, pairs] = BYTES.exec(typed) ?? [];
  return pairs === undefined ? new TextEncoder().encode(unescaped(typed))
    : Uint8Array.from(pairs.match(/../g), pair => parseInt(pair, 16));
}

/** Text as text; bytes that are none after 0x, and text that looks like that with an escape. */
export function shown(base64, text) {
  return text === undefined ? `0x${Array.from(bytesOf(base64), digits).join("")}`
    : isBytes(text) ? `\\u0030${text.slice(1)}` : visible(text);
}

/** Line by line: where it begins, and sixteen bytes. */
export function hex(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += ROW_BYTES) {
    lines.push(`${at.toString(16).padStart(6, "0")}  ${Array.from(bytes.subarray(at, at + ROW_BYTES), digits).join(" ")}`);
  }
  return lines.join("\n");
}
