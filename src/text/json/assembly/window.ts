import { area, larger } from './memory';

/*
 * The stretch of the document that is in memory. It moves on as the scanner does; what must stay is told by `keep` and
 * `holdToken`. Addresses are of this memory, offsets count from the start of the document.
 */

/**
 * Writes what the document has behind the `length` bytes that begin at `address`, and at `offset` in the document: `room`
 * bytes at most. Returns how many; 0 at its end.
 */
@external('reader', 'fill')
declare function fill(address: usize, offset: f64, length: usize, room: usize): usize;

/** This many zero bytes follow the window: steps of up to 64 bytes may look past the end, and find nothing. */
const BEHIND: usize = 128;

/** This many bytes are read at a time, so that they stay in the processor's cache. */
const STEP: usize = 1 << 18;

/** At most this many bytes are kept. The caller must read the rest again. */
const MOST_KEPT: usize = 1 << 28;

export const NOWHERE: usize = usize.MAX_VALUE;

let capacity: usize = STEP;
let start: usize = area(capacity + BEHIND);
/** Behind the last byte at hand. */
export let end: usize = start;
/** Offset of `start`. */
let base: f64 = 0;
/** Nothing of the document comes behind `end`. */
let whole: bool = false;

let kept: usize = NOWHERE;
let token: usize = NOWHERE;

/** Of what has gone by, too, while it lies less than half the memory before the window. */
@inline
export function offsetOf(address: usize): f64 {
  return base + f64(<isize>(address - start));
}

/** Keeps all from `address` on in the window, while somebody looks at a token: NOWHERE lets it go. */
@inline
export function holdToken(address: usize): void {
  token = address;
}

/** Where the token is that is held now. */
@inline
export function heldToken(): usize {
  return token;
}

/** Opens the window at an offset of a document. Returns where that is. */
export function openWindow(offset: f64): usize {
  end = start;
  base = offset;
  whole = false;
  kept = token = NOWHERE;
  return more(start);
}

/** Keeps the document from `address` on in the window. */
export function keep(address: usize): void {
  kept = address;
}

export function letGo(): void {
  kept = NOWHERE;
}

/** Where an offset is in memory; NOWHERE if it has gone by or is to come. */
export function addressOf(offset: f64): usize {
  if (offset < base || offset > offsetOf(end)) return NOWHERE;
  return start + <usize>(offset - base);
}

/** Moves the window on from its end. Returns where `address` is now: at the end still where the document ends there. */
export function more(address: usize): usize {
  if (whole) return address;
  if (kept != NOWHERE && address - kept > MOST_KEPT) kept = NOWHERE;
  const from = min(min(kept, token), address);
  const length = end - from;
  base = offsetOf(from);
  if (from != start) memory.copy(start, from, length);
  if (length + (STEP >> 1) > capacity) {
    start = larger(start, capacity + BEHIND, length + STEP + BEHIND);
    capacity = length + STEP;
  }
  const back = from - start;
  if (kept != NOWHERE) kept -= back;
  if (token != NOWHERE) token -= back;
  const count = fill(start, base, length, capacity - length);
  whole = count == 0;
  end = start + length + count;
  memory.fill(end, 0, BEHIND);
  return address - back;
}

/** Where a byte is that may be the first one behind the window. */
@inline
export function reach(address: usize): usize {
  return address >= end ? more(address) : address;
}
