/**
 * Goes over the bytes of a JSON document and verifies all of them. These are the steps; ../scan.ts tells what they are for.
 */
import { COMMA, QUOTE } from './characters';
import { findClosed, readKey } from './keys';
import { area } from './memory';
import { Fault, refuse } from './refuse';
import { bracketOf, close, depth, open, resetStack } from './stack';
import { stringEnd } from './strings';
import { colon, space, valueEnd } from './values';
import { addressOf, end, keep, letGo, NOWHERE, offsetOf, openWindow, reach } from './window';

export { setSeed } from './keys';
export { bracketOf, depth, startOf } from './stack';
export { letGo } from './window';

let at: usize = 0;
let keyStart: f64 = 0;
let keyEnd: f64 = 0;

export function begin(offset: f64, deepest: usize): void {
  resetStack(deepest);
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
  letGo();
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
  if (load<u8>(at) != QUOTE) refuse(Fault.Key, offsetOf(at));
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
  if (byte == COMMA) {
    at = space(at + 1);
    return true;
  }
  if (byte != bracketOf(depth - 1) + 2) refuse(Fault.Separator, offsetOf(at));
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
  const found = byte() == QUOTE;
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
