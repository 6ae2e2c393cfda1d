/** Shorter ones are in every other word, and shorter numbers in every count: `show` has kept them out already. */
const SHORTEST = 4;
const SHORTEST_NUMBER = 2;

const REDACTED = '(sensitive)';

/** Removes sensitive values from everything that is printed. */
export type Redact = <T>(value: T) => T;

/**
 * The last line of defense behind `show`. It replaces whole words and numbers that the input marks as sensitive, in
 * every string of a value. It also writes stand-ins as the input has them (`printed`). Rules print through `show`, so
 * this changes nothing unless a rule forgets that.
 */
export function redactor(secrets: readonly string[], printed?: (text: string) => string): Redact {
  const words = [...new Set(secrets)].filter(
    (secret) => secret.length >= (/^\d+$/.test(secret) ? SHORTEST_NUMBER : SHORTEST),
  );
  if (words.length === 0 && !printed) return (value) => value;
  const numbers = new Set(words);
  // The longest first: one secret may be a part of another.
  words.sort((a, b) => b.length - a.length);
  const any = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|');
  const pattern = words.length === 0 ? null : new RegExp(`(?<![\\p{L}\\p{N}_])(?:${any})(?![\\p{L}\\p{N}_])`, 'gu');
  const clean = (text: string) => {
    const without = pattern ? text.replace(pattern, REDACTED) : text;
    return printed ? printed(without) : without;
  };
  const redact = (value: unknown): unknown => {
    if (typeof value === 'string') return clean(value);
    if (typeof value === 'number') return numbers.has(String(value)) ? REDACTED : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(redact);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key) as string, redact(inner)]));
  };
  return redact as Redact;
}
