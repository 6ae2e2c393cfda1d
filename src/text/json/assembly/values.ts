import * as c from './characters';
import { readKey } from './keys';
import { Fault, refuse } from './refuse';
import { bracketOf, close, depth, open } from './stack';
import { stringEnd } from './strings';
import { end, heldToken, holdToken, more, NOWHERE, offsetOf, reach } from './window';

/** Where the value ends that begins at `address`. The loop that a large document spends its time in. */
export function valueEnd(address: usize): usize {
  const bottom = depth;
  let p = address;
  let opened: u32 = 0;
  while (true) {
    let byte: u32 = load<u8>(p);
    if (byte <= c.SPACE) {
      p = space(p);
      byte = load<u8>(p);
    }
    if (byte == c.QUOTE) {
      p = stringEnd(p);
    } else if (byte == c.OPEN_OBJECT) {
      open(p, byte);
      opened = byte;
      if (load<u8>(++p) <= <u8>c.SPACE) p = space(p);
      if (load<u8>(p) != c.CLOSE_OBJECT) {
        p = memberValue(p);
        continue;
      }
    } else if (byte == c.OPEN_ARRAY) {
      open(p, byte);
      opened = byte;
      if (load<u8>(++p) <= <u8>c.SPACE) p = space(p);
      if (load<u8>(p) != c.CLOSE_ARRAY) continue;
    } else if (c.isDigit(byte) || byte == c.MINUS) {
      p = numberEnd(p);
    } else {
      const word = load<u32>(p);
      if (word == TRUE || word == NULL) p += 4;
      else if (word == FALS && load<u8>(p + 4) == 0x65) p += 5;
      else p = literalEnd(p);
    }
    while (true) {
      if (depth == bottom) return p;
      byte = load<u8>(p);
      if (byte <= c.SPACE) {
        p = space(p);
        byte = load<u8>(p);
      }
      if (byte == c.COMMA) {
        p++;
        if (opened == c.OPEN_OBJECT) {
          if (load<u8>(p) <= <u8>c.SPACE) p = space(p);
          p = memberValue(p);
        }
        break;
      }
      // Each closing bracket is two behind its opening one.
      if (byte != opened + 2) refuse(Fault.Separator, offsetOf(p));
      close();
      opened = depth == bottom ? 0 : bracketOf(depth - 1);
      p++;
    }
  }
}

const TRUE: u32 = 0x65757274;
const NULL: u32 = 0x6c6c756e;
const FALS: u32 = 0x736c6166;

/** Over a key and its colon. */
@inline
function memberValue(address: usize): usize {
  if (load<u8>(address) != c.QUOTE) refuse(Fault.Key, offsetOf(address));
  return colon(readKey(address));
}

@inline
export function colon(address: usize): usize {
  let p = address;
  if (load<u8>(p) != c.COLON) {
    p = space(p);
    if (load<u8>(p) != c.COLON) refuse(Fault.Colon, offsetOf(p));
  }
  return p + 1;
}

/** Over white space, to a byte that is none or to the end. */
export function space(address: usize): usize {
  let p = address;
  while (true) {
    const bytes = v128.load(p);
    const blanks = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(0x20)), i8x16.eq(bytes, i8x16.splat(0x0a))),
      v128.or(i8x16.eq(bytes, i8x16.splat(0x0d)), i8x16.eq(bytes, i8x16.splat(0x09))),
    );
    const others = ~i8x16.bitmask(blanks) & 0xffff;
    if (others == 0) {
      p += 16;
      continue;
    }
    p += ctz(others);
    if (p < end) return p;
    p = more(p);
    if (p >= end) return p;
  }
}

function literalEnd(address: usize): usize {
  let p = reach(address);
  const first: u32 = load<u8>(p);
  const word: u64 = first == 0x74 ? 0x65757274 : first == 0x6e ? 0x6c6c756e : first == 0x66 ? 0x65736c6166 : 0;
  if (word == 0) refuse(Fault.Value, offsetOf(p));
  holdToken(p);
  for (let rest = word; rest != 0; rest >>= 8) {
    p = reach(p);
    if (load<u8>(p) != (rest & 0xff)) refuse(Fault.Literal, offsetOf(p < end ? heldToken() : p), first);
    p++;
  }
  holdToken(NOWHERE);
  return p;
}

function numberEnd(address: usize): usize {
  let p = address;
  if (load<u8>(p) == c.MINUS) p = reach(p + 1);
  p = load<u8>(p) == 0x30 ? reach(p + 1) : digits(p);
  if (load<u8>(p) == 0x2e) p = digits(p + 1);
  if ((load<u8>(p) | 0x20) == 0x65) {
    p = reach(p + 1);
    p = digits(load<u8>(p) == 0x2b || load<u8>(p) == c.MINUS ? p + 1 : p);
  }
  return p;
}

/** Over one digit or more, to a byte that is none. */
function digits(address: usize): usize {
  let p = reach(address);
  if (!c.isDigit(load<u8>(p))) refuse(Fault.Digit, offsetOf(p));
  do p = reach(p + 1);
  while (c.isDigit(load<u8>(p)));
  return p;
}
