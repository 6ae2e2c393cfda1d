import { OPEN_OBJECT } from './characters';
import { closeKeys, openKeys, resetKeys } from './keys';
import { area } from './memory';
import { Fault, refuse } from './refuse';
import { offsetOf } from './window';

// The objects and arrays that are open: the opening bracket of each, where it stands in the document, and what openKeys
// answered for it.
const DEEPEST: usize = 2048;
const brackets: usize = area(DEEPEST);
const starts: usize = area(DEEPEST * 8);
const outers: usize = area(DEEPEST * 4);

let maxDepth: usize = 0;
export let depth: usize = 0;

/** Nothing is open. At most `deepest` levels will be taken, which are fewer than DEEPEST. */
export function resetStack(deepest: usize): void {
  maxDepth = deepest;
  depth = 0;
  resetKeys();
}

@inline
export function open(address: usize, bracket: u32): void {
  if (depth == maxDepth) refuse(Fault.Depth, offsetOf(address));
  store<u8>(brackets + depth, bracket);
  store<f64>(starts + (depth << 3), offsetOf(address));
  if (bracket == OPEN_OBJECT) store<u32>(outers + (depth << 2), openKeys());
  depth++;
}

@inline
export function close(): void {
  depth--;
  if (bracketOf(depth) == OPEN_OBJECT) closeKeys(load<u32>(outers + (depth << 2)));
}

@inline
export function bracketOf(level: usize): u32 {
  return load<u8>(brackets + level);
}

export function startOf(level: usize): f64 {
  return load<f64>(starts + (level << 3));
}
