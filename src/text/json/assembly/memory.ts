import { Fault, refuse } from './refuse';

// Areas are taken one behind the other and never given back: who is done with an instance lets all of it go.

/** Addresses have 32 bits. */
const MOST: u64 = 0xffff0000;

let top: usize = (__heap_base + 15) & ~15;

/** Takes an area of so many bytes, which may hold anything. */
export function area(bytes: usize): usize {
  const address = top;
  take(bytes);
  return address;
}

export function clearArea(bytes: usize): usize {
  const address = area(bytes);
  memory.fill(address, 0, bytes);
  return address;
}

/** An area that holds what `address` held, and has more room: the same one where nothing was taken behind it. */
export function larger(address: usize, from: usize, to: usize): usize {
  if (address + rounded(from) == top) {
    take(to - rounded(from));
    return address;
  }
  const moved = area(to);
  memory.copy(moved, address, from);
  return moved;
}

function take(bytes: usize): void {
  const wanted = <u64>top + rounded(bytes);
  const pages = <i32>((wanted + 0xffff) >> 16) - memory.size();
  if (wanted > MOST || (pages > 0 && memory.grow(pages) == -1)) refuse(Fault.Memory, 0);
  top = <usize>wanted;
}

@inline
function rounded(bytes: usize): usize {
  return (bytes + 15) & ~15;
}
