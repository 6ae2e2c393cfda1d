/** Goes over the bytes of a JSON document and verifies all of them: see ../scan.ts, which it is the inside of. */
import * as c from './characters';
import { closeKeys, findClosed, openKeys, readKey, resetKeys } from './keys';
import { area } from './memory';
import { Fault, refuse } from './refuse';
import { stringEnd } from './strings';
import { addressOf, end, heldToken, holdToken, keep, more, NOWHERE, offsetOf, openWindow, reach } from './window';

export { setSeed } from './keys';
export { letGo } from './window';

// Of each open object or array: where its outer object's keys begin, and its own offset; its opening bracket.
const DEEPEST: usize = 2048;
const brackets: usize = area(DEEPEST);
const outers: usize = area(DEEPEST * 4);
const starts: usize = area(DEEPEST * 8);

let maxDepth: usize = 0;
export let depth: usize = 0;
let at: usize = 0;
let keyStart: f64 = 0;
let keyEnd: f64 = 0;

export function begin(offset: f64, deepest: usize): void {
  maxDepth = deepest;
  depth = 0;
  resetKeys();
  at = openWindow(offset);
}

export function position(): f64 {
  return offsetOf(at);
}

export function keyFrom(): f64 {
  return keyStart;
}

export function keyTo(): f64 {
  return keyEnd;
}

/** Where a name that `findString` is asked for can be written. */
export function nameAt(length: usize): usize {
  return area(length);
}

/** The byte at hand; 0 at the end of the document. */
export function byte(): u32 {
  at = reach(at);
  return load<u8>(at);
}

export function startOf(level: usize): f64 {
  return load<f64>(starts + (level << 3));
}

export function bracketOf(level: usize): u32 {
  return load<u8>(brackets + level);
}

export function start(): void {
  at = space(at);
}

export function finish(): void {
  at = space(at);
  if (at < end) refuse(Fault.End, offsetOf(at));
}

/** Back to a place passed before, where `level` objects and arrays were open. */
export function rewind(offset: f64, level: usize): void {
  while (depth > level) close();
  goTo(offset);
}

function goTo(offset: f64): void {
  const address = addressOf(offset);
  at = address != NOWHERE ? address : openWindow(offset);
}

/** Keeps the document from the place at hand on. Returns where that is. */
export function keepHere(): f64 {
  keep(at);
  return offsetOf(at);
}

export function enter(): bool {
  at = reach(at);
  const opened: u32 = load<u8>(at);
  open(at, opened);
  at = space(at + 1);
  if (load<u8>(at) != opened + 2) return true;
  close();
  at++;
  return false;
}

export function key(): void {
  at = reach(at);
  keyStart = offsetOf(at) + 1;
  if (load<u8>(at) != c.QUOTE) refuse(Fault.Key, offsetOf(at));
  at = readKey(at);
  keyEnd = offsetOf(at) - 1;
  at = space(colon(at));
}

export function passKey(): void {
  at = reach(at);
  keyStart = offsetOf(at) + 1;
  at = stringEnd(at);
  keyEnd = offsetOf(at) - 1;
  at = space(colon(at));
}

export function next(): bool {
  at = space(at);
  const byte: u32 = load<u8>(at);
  if (byte == c.COMMA) {
    at = space(at + 1);
    return true;
  }
  if (byte != load<u8>(brackets + depth - 1) + 2) refuse(Fault.Separator, offsetOf(at));
  close();
  at++;
  return false;
}

/** Whether the object that was closed last has a string by this name: `keyFrom` and `keyTo` are then its extent. */
export function findString(name: usize, length: usize): bool {
  const offset = findClosed(name, length);
  if (offset == -1) return false;
  const here = offsetOf(at);
  goTo(offset);
  passKey();
  const found = byte() == c.QUOTE;
  if (found) {
    keyStart = offsetOf(at) + 1;
    at = stringEnd(at);
    keyEnd = offsetOf(at) - 1;
  }
  goTo(here);
  return found;
}

/** Over the value at hand. Returns where it ends. */
export function skip(): f64 {
  at = valueEnd(at);
  return offsetOf(at);
}

function open(address: usize, bracket: u32): void {
  if (depth == maxDepth) refuse(Fault.Depth, offsetOf(address));
  store<u8>(brackets + depth, bracket);
  store<f64>(starts + (depth << 3), offsetOf(address));
  if (bracket == c.OPEN_OBJECT) store<u32>(outers + (depth << 2), openKeys());
  depth++;
}

function close(): void {
  depth--;
  if (load<u8>(brackets + depth) == c.OPEN_OBJECT) closeKeys(load<u32>(outers + (depth << 2)));
}

function valueEnd(address: usize): usize {
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
      opened = depth == bottom ? 0 : load<u8>(brackets + depth - 1);
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
function colon(address: usize): usize {
  let p = address;
  if (load<u8>(p) != c.COLON) {
    p = space(p);
    if (load<u8>(p) != c.COLON) refuse(Fault.Colon, offsetOf(p));
  }
  return p + 1;
}

/** Over white space, to a byte that is none or to the end. */
function space(address: usize): usize {
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
