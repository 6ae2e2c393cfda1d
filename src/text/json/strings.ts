import { BACKSLASH, IS_ESCAPE, IS_HEX, QUOTE } from './characters.ts';
import { place, refuse, refuseByte } from './refuse.ts';

/*
 * Most of the time of a large file goes into the two loops below, which is why they are written out. Measured against
 * looking at one byte at a time they take two thirds of the time.
 */

/** Bytes that a string cannot simply hold: its end, a backslash, control characters. */
const SPECIAL = [QUOTE, BACKSLASH, ...Array(0x20).keys()];
const IS_SPECIAL = new Uint8Array(256);
for (const byte of SPECIAL) IS_SPECIAL[byte] = 1;

/**
 * By first byte * 256 + second byte: how many of two bytes in a string simply belong to it. 2 are two plain characters or
 * an escape; 1 is a plain character before a special one; at 0 a special one is to be looked at.
 */
const PAIRS = new Uint8Array(1 << 16).fill(2);
for (let first = 0; first < 256; first++) for (const second of SPECIAL) PAIRS[first * 256 + second] = 1;
for (const first of SPECIAL) PAIRS.fill(0, first * 256, (first + 1) * 256);
for (let second = 0; second < 256; second++) if (IS_ESCAPE[second] === 1) PAIRS[BACKSLASH * 256 + second] = 2;

/** Where the string ends that begins with the quote at `start`: behind its closing quote. @throws TextError */
export function stringEnd(bytes: Buffer, start: number): number {
  const pairs = PAIRS;
  let at = start + 1;
  for (;;) {
    // Behind the end of the file, bytes are undefined and count as zeros, which are special.
    let step = pairs[(bytes[at]! << 8) | bytes[at + 1]!]!;
    if (step === 2) {
      at += 2;
      step = pairs[(bytes[at]! << 8) | bytes[at + 1]!]!;
      if (step === 2) {
        at += 2;
        step = pairs[(bytes[at]! << 8) | bytes[at + 1]!]!;
        if (step === 2) {
          at += 2;
          step = pairs[(bytes[at]! << 8) | bytes[at + 1]!]!;
          if (step === 2) {
            at += 2;
            continue;
          }
        }
      }
    }
    at += step;
    if (bytes[at] === QUOTE) return at + 1;
    if (step === 0) at = codePointEnd(bytes, at, start);
  }
}

/** From `from` to the next special byte in a string, or to the end of the file. */
export function plainEnd(bytes: Buffer, from: number): number {
  const special = IS_SPECIAL;
  let at = from;
  for (;;) {
    if (special[bytes[at]!] !== 0) return at;
    if (special[bytes[at + 1]!] !== 0) return at + 1;
    if (special[bytes[at + 2]!] !== 0) return at + 2;
    if (special[bytes[at + 3]!] !== 0) return at + 3;
    at += 4;
  }
}

/** Over `\u` and its four digits, or to a refusal: nothing else is left that a string could hold at `at`. */
function codePointEnd(bytes: Buffer, at: number, start: number): number {
  if (bytes[at] !== BACKSLASH) refuseControl(bytes, at, start);
  expectMore(bytes, at + 1, start);
  if (bytes[at + 1] !== 0x75)
    refuse(bytes, at, 'a backslash in a string begins one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u');
  for (let digit = at + 2; digit < at + 6; digit++) {
    expectMore(bytes, digit, start);
    if (IS_HEX[bytes[digit]!] !== 1) refuse(bytes, at, '\\u in a string takes four hexadecimal digits');
  }
  return at + 6;
}

function refuseControl(bytes: Buffer, at: number, start: number): never {
  expectMore(bytes, at, start);
  const byte = bytes[at]!;
  const code = byte.toString(16).padStart(4, '0');
  const name = byte === 0x0a || byte === 0x0d ? 'a line break' : `the control character U+${code.toUpperCase()}`;
  const message = `${name} in the string that begins at ${place(bytes, start)}`;
  refuse(bytes, at, message, `close the string with ", or write it as \\u${code}`);
}

function expectMore(bytes: Buffer, at: number, start: number): void {
  if (at >= bytes.length) refuseByte(bytes, at, 'more', { what: 'a string', at: start });
}
