import { BACKSLASH, hexadecimal, meant, QUOTE, SMALL_U } from './characters';
import { Fault, refuse } from './refuse';
import { end, more, offsetOf } from './window';

/** Which of 16 bytes a string cannot simply hold, a bit for each: its end, backslashes, control characters. */
@inline
export function specials(address: usize): u32 {
  const bytes = v128.load(address);
  const ends = i8x16.eq(bytes, i8x16.splat(<i8>QUOTE));
  const escapes = i8x16.eq(bytes, i8x16.splat(<i8>BACKSLASH));
  const controls = i8x16.eq(i8x16.min_u(bytes, i8x16.splat(0x1f)), bytes);
  return i8x16.bitmask(v128.or(v128.or(ends, escapes), controls));
}

/** Where the string ends that begins with the quote at `address`: behind its closing quote. */
export function stringEnd(address: usize): usize {
  let at = address + 1;
  // Most strings are short and plain.
  for (let steps = 0; steps < 3; steps++) {
    const found = specials(at);
    if (found != 0) {
      at += ctz(found);
      if (load<u8>(at) == QUOTE) return at + 1;
      break;
    }
    at += 16;
  }
  return longEnd(at, offsetOf(address));
}

/** As `stringEnd`, from inside a string whose quote is at `opening`. 64 bytes are looked at together, a bit for each. */
function longEnd(address: usize, opening: f64): usize {
  let at = address;
  /** 1 where the first byte is one that a backslash escapes. */
  let carried: u64 = 0;
  while (true) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const quotes = equal(a, b, c, d, i8x16.splat(<i8>QUOTE));
    const backslashes = equal(a, b, c, d, i8x16.splat(<i8>BACKSLASH));
    let escaped: u64 = 0;
    if ((backslashes | carried) != 0) {
      // Of a row of backslashes each second one is escaped, and what follows a row of odd length: an addition carries
      // through a row, which tells the rows that begin at odd places from the others (as simdjson does it).
      const begin = backslashes & ~carried;
      const follow = (begin << 1) | carried;
      const odd = begin & ODD & ~follow;
      const sum = odd + begin;
      escaped = (~ODD ^ (sum << 1)) & follow;
      carried = sum < odd ? 1 : 0;
    }
    const controls = atMost(a, b, c, d, i8x16.splat(0x1f));
    let stops = (quotes & ~escaped) | controls;
    // Nearly all that is escaped are quotes.
    let others = escaped & ~(quotes | backslashes);
    while (others != 0) {
      const step = ctz(others);
      if (meant(load<u8>(at + <usize>step)) == 0) stops |= <u64>1 << step;
      others &= others - 1;
    }
    if (stops == 0) {
      at += 64;
      continue;
    }
    const step = ctz(stops);
    const isEscaped = ((escaped >> step) & 1) != 0;
    at += <usize>step;
    if (!isEscaped && load<u8>(at) == QUOTE) return at + 1;
    at = unusual(isEscaped ? at - 1 : at, opening);
    carried = 0;
  }
}

const ODD: u64 = 0xaaaaaaaaaaaaaaaa;

@inline
function equal(a: v128, b: v128, c: v128, d: v128, byte: v128): u64 {
  return joined(i8x16.eq(a, byte), i8x16.eq(b, byte), i8x16.eq(c, byte), i8x16.eq(d, byte));
}

@inline
function atMost(a: v128, b: v128, c: v128, d: v128, byte: v128): u64 {
  const least = i8x16.min_u(i8x16.min_u(a, b), i8x16.min_u(c, d));
  if (!v128.any_true(i8x16.eq(i8x16.min_u(least, byte), least))) return 0;
  return joined(
    i8x16.eq(i8x16.min_u(a, byte), a),
    i8x16.eq(i8x16.min_u(b, byte), b),
    i8x16.eq(i8x16.min_u(c, byte), c),
    i8x16.eq(i8x16.min_u(d, byte), d),
  );
}

/** A bit for each byte of four times 16 that is all ones. */
@inline
function joined(a: v128, b: v128, c: v128, d: v128): u64 {
  const low = <u64>(<u32>i8x16.bitmask(a) | (<u32>i8x16.bitmask(b) << 16));
  const high = <u64>(<u32>i8x16.bitmask(c) | (<u32>i8x16.bitmask(d) << 16));
  return low | (high << 32);
}

/** Over `\u` and its digits, or on where the window ends. */
export function unusual(address: usize, opening: f64): usize {
  let at = address;
  if (at >= end) return available(at, 1, opening);
  if (load<u8>(at) != BACKSLASH) refuse(Fault.Text, offsetOf(at), opening);
  at = available(at, 2, opening);
  const letter: u32 = load<u8>(at + 1);
  if (letter != SMALL_U) {
    if (meant(letter) == 0) refuse(Fault.Escape, offsetOf(at));
    return at + 2;
  }
  for (let digit = 2; digit < 6; digit++) {
    at = available(at, digit + 1, opening);
    if (hexadecimal(load<u8>(at + digit)) == 16) refuse(Fault.Hex, offsetOf(at));
  }
  return at + 6;
}

/** Where `address` is once so many bytes of the string are there. */
function available(address: usize, bytes: usize, opening: f64): usize {
  let at = address;
  while (at + bytes > end) {
    const before = end - at;
    at = more(at);
    if (end - at == before) refuse(Fault.Text, offsetOf(end), opening);
  }
  return at;
}
