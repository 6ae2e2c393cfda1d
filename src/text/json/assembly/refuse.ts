/** What is wrong with a document. The reader knows the words. */
export const enum Fault {
  /** At most so deep. */
  Depth = 0,
  Value = 1,
  Literal = 2,
  Digit = 3,
  Separator = 4,
  Key = 5,
  Colon = 6,
  /** Anything that a string cannot hold, or its end missing. */
  Text = 7,
  Escape = 8,
  Hex = 9,
  SecondKey = 10,
  Prototype = 11,
  End = 12,
  /** No memory is left. The instance is of no use from then on. */
  Memory = 13,
}

/** Throws. `other` is an offset that belongs to it. */
@external('reader', 'refuse')
declare function refuseAt(fault: i32, offset: f64, other: f64): void;

export function refuse(fault: Fault, offset: f64, other: f64 = 0): void {
  refuseAt(fault, offset, other);
  unreachable();
}
