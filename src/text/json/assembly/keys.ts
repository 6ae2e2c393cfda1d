import { BACKSLASH, hexadecimal, meant, QUOTE, SMALL_U } from './characters';
import { area, clearArea, larger } from './memory';
import { Fault, refuse } from './refuse';
import { specials, unusual } from './strings';
import { heldToken, holdToken, NOWHERE, offsetOf } from './window';

/*
 * The keys of the open objects, so that a second key of the same name is noticed. JSON.parse would silently keep the last,
 * and other readers would keep the first: a file that means two things is not evidence.
 *
 * Keys are one stack, with those of the innermost object on top. Their bytes are another stack. A hash table with open
 * addressing finds the keys. The last key that came leaves first, so that removal leaves no gaps that would end a search.
 */

// Bytes of a key on the stack: where its bytes are, how many, its hash, its slot in the table, its offset.
const SIZE: usize = 24;
const LENGTH: usize = 4;
const HASH: usize = 8;
const SLOT: usize = 12;
const OFFSET: usize = 16;

let keysRoom: usize = 1 << 9;
let keys: usize = area(keysRoom * SIZE);
/** How many there are; those of the innermost object begin at `first`. */
let count: usize = 0;
let first: usize = 0;
/** How many there were before the object that was closed last was. */
let closedCount: usize = 0;

/** Twice as many slots as keys there may be. */
let mask: u32 = <u32>(keysRoom << 1) - 1;
let table: usize = clearArea(keysRoom << 3);

/** Steps of 16 bytes may write over the end. */
const BEHIND: usize = 16;
let textRoom: usize = 1 << 14;
let text: usize = area(textRoom + BEHIND);
let textEnd: usize = 0;

let seed: u64 = 0;

/** Hashes must not be known to those who write files, or they write one that takes for ever. */
export function setSeed(value: u64): void {
  seed = value;
}

/** Opens an object. Returns where the keys of the one around it begin, for `closeKeys`. */
@inline
export function openKeys(): usize {
  const outer = first;
  first = count;
  return outer;
}

@inline
export function closeKeys(outer: usize): void {
  closedCount = count;
  for (let key = first; key < count; key++) store<u32>(table + (load<u32>(keys + key * SIZE + SLOT) << 2), 0);
  if (first < count) textEnd = load<u32>(keys + first * SIZE);
  count = first;
  first = outer;
}

/** Over the key whose quote is at `address`, which must be the first of its name in the object at hand. */
export function readKey(address: usize): usize {
  const found = specials(address + 1);
  if (found != 0) {
    const length: usize = ctz(found);
    if (load<u8>(address + 1 + length) == QUOTE) {
      add(address, copied(address + 1, length), length);
      return address + length + 2;
    }
  }
  return readLong(address);
}

/** Over a key that is longer than 16 bytes, has escapes, or that the window ends in. */
function readLong(address: usize): usize {
  const opening = offsetOf(address);
  holdToken(address);
  let at = address + 1;
  let plain = true;
  while (true) {
    const found = specials(at);
    if (found == 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    if (load<u8>(at) == QUOTE) break;
    if (load<u8>(at) == BACKSLASH) plain = false;
    at = unusual(at, opening);
  }
  const start = heldToken();
  holdToken(NOWHERE);
  const name = plain ? copied(start + 1, at - start - 1) : unescaped(start + 1, at);
  add(start, name, textEnd - name);
  return at + 1;
}

/** Room for so many bytes of text more. */
@inline
function textFor(bytes: usize): usize {
  if (textEnd + bytes > textRoom) growText(bytes);
  return text + textEnd;
}

function growText(bytes: usize): void {
  const before = textRoom;
  while (textEnd + bytes > textRoom) textRoom <<= 1;
  text = larger(text, before + BEHIND, textRoom + BEHIND);
}

/** Copies the bytes of a key. Returns where they are in the text. */
@inline
function copied(address: usize, length: usize): usize {
  const name = textEnd;
  const to = textFor(length);
  for (let at: usize = 0; at < length; at += 16) v128.store(to + at, v128.load(address + at));
  textEnd = name + length;
  return name;
}

/** As `copied`, without escapes: "\u0061" is the same key as "a". */
function unescaped(from: usize, to: usize): usize {
  const name = textEnd;
  // Nothing gets longer: the six bytes of a code unit are three at most.
  let put = textFor(to - from);
  for (let at = from; at < to; ) {
    const byte: u32 = load<u8>(at);
    const letter: u32 = load<u8>(at + 1);
    if (byte != BACKSLASH) {
      store<u8>(put++, byte);
      at++;
    } else if (letter != SMALL_U) {
      store<u8>(put++, meant(letter));
      at += 2;
    } else {
      const unit = codeUnit(at);
      at += 6;
      const isPair =
        unit >> 10 == 0x36 && at + 6 <= to && load<u16>(at) == 0x755c && codeUnit(at) >> 10 == 0x37;
      if (isPair) {
        put = putCodePoint(put, 0x10000 + ((unit & 0x3ff) << 10) + (codeUnit(at) & 0x3ff));
        at += 6;
      } else put = putCodePoint(put, unit);
    }
  }
  textEnd = put - text;
  return name;
}

/** The code unit of the escape at `address`. */
function codeUnit(address: usize): u32 {
  let unit: u32 = 0;
  for (let digit: usize = 2; digit < 6; digit++) unit = (unit << 4) | hexadecimal(load<u8>(address + digit));
  return unit;
}

/** Writes a code point in UTF-8, halves of one as if they were whole. Returns where it ends. */
function putCodePoint(address: usize, code: u32): usize {
  let put = address;
  if (code < 0x80) store<u8>(put++, code);
  else {
    if (code < 0x800) store<u8>(put++, 0xc0 | (code >> 6));
    else {
      if (code < 0x10000) store<u8>(put++, 0xe0 | (code >> 12));
      else {
        store<u8>(put++, 0xf0 | (code >> 18));
        store<u8>(put++, 0x80 | ((code >> 12) & 0x3f));
      }
      store<u8>(put++, 0x80 | ((code >> 6) & 0x3f));
    }
    store<u8>(put++, 0x80 | (code & 0x3f));
  }
  return put;
}

/** Adds a key to the innermost object: where it stands, its text, the length of that. */
@inline
function add(address: usize, name: usize, length: usize): void {
  const offset = offsetOf(address);
  const hash = hashOf(text + name, length);
  let slot = hash & mask;
  for (let found = load<u32>(table + (slot << 2)); found != 0; found = load<u32>(table + (slot << 2))) {
    const key = keys + <usize>(found - 1) * SIZE;
    if (<usize>found > first && load<u32>(key, HASH) == hash && load<u32>(key, LENGTH) == <u32>length) {
      if (memory.compare(text + load<u32>(key), text + name, length) == 0) {
        refuse(Fault.SecondKey, offset, load<f64>(key, OFFSET));
      }
    }
    slot = (slot + 1) & mask;
  }
  if (length == 9 && load<u64>(text + name) == PROTO && load<u8>(text + name + 8) == 0x5f) refuse(Fault.Prototype, offset);
  store<u32>(table + (slot << 2), count + 1);
  const key = keys + count * SIZE;
  store<u32>(key, name);
  store<u32>(key, length, LENGTH);
  store<u32>(key, hash, HASH);
  store<u32>(key, slot, SLOT);
  store<f64>(key, offset, OFFSET);
  if (++count == keysRoom) growKeys();
}

/** First eight bytes of `__proto__`, which sets the prototype of an object in careless code. */
const PROTO: u64 = 0x5f6f746f72705f5f;

@inline
function hashOf(address: usize, length: usize): u32 {
  // With `first`, keys of one name in many objects do not meet in the table.
  let hash = seed ^ ((<u64>first << 32) | length);
  let at: usize = 0;
  for (; at + 8 <= length; at += 8) hash = mixed(hash ^ load<u64>(address + at));
  // What lies behind the end of the text is cut off.
  if (at < length) hash = mixed(hash ^ (load<u64>(address + at) << ((8 - (length - at)) << 3)));
  return <u32>(hash >> 32);
}

@inline
function mixed(value: u64): u64 {
  const product = value * 0xff51afd7ed558ccd;
  return (product ^ (product >>> 32)) * 0xc4ceb9fe1a85ec53;
}

function growKeys(): void {
  keys = larger(keys, keysRoom * SIZE, (keysRoom << 1) * SIZE);
  keysRoom <<= 1;
  mask = (mask << 1) | 1;
  table = clearArea(<usize>(mask + 1) << 2);
  for (let nth: usize = 0; nth < count; nth++) {
    const key = keys + nth * SIZE;
    let slot = load<u32>(key, HASH) & mask;
    while (load<u32>(table + (slot << 2)) != 0) slot = (slot + 1) & mask;
    store<u32>(table + (slot << 2), nth + 1);
    store<u32>(key, slot, SLOT);
  }
}

/** Offset of a key of the object that was closed last, -1 where it has none of this name. */
export function findClosed(name: usize, length: usize): f64 {
  for (let nth = count; nth < closedCount; nth++) {
    const key = keys + nth * SIZE;
    if (load<u32>(key, LENGTH) == <u32>length && memory.compare(text + load<u32>(key), name, length) == 0) {
      return load<f64>(key, OFFSET);
    }
  }
  return -1;
}

/** Forgets all keys. */
export function resetKeys(): void {
  while (count > 0) {
    count--;
    store<u32>(table + (load<u32>(keys + count * SIZE + SLOT) << 2), 0);
  }
  first = closedCount = textEnd = 0;
}
