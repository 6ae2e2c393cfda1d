/** `1 zone`, `3 zones`. */
export function count(n: number, noun: string): string {
  return `${n} ${plural(n, noun)}`;
}

/** `zone` of one, `zones` of any other number. */
export function plural(n: number, noun: string): string {
  return n === 1 ? noun : `${noun}s`;
}

/** `a` or `an`, as the noun asks for. */
export function article(noun: string): string {
  return /^[aeiou]/i.test(noun) ? 'an' : 'a';
}

/** `a, b and 3 more`: all names, or the first `most` where that spares more than one. */
export function listed(names: readonly string[], most: number): string {
  if (names.length <= most + 1) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
