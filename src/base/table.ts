/**
 * A table looked up by text that may come from an input. It has no prototype: `constructor` and `toString` are in it only
 * where somebody wrote them.
 */
export function table<const T extends object>(entries: T): T {
  return Object.assign(Object.create(null), entries);
}
