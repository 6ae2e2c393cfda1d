/** Shorter ones are common words: `show` has kept them out of evidence already. */
const SHORTEST = 6;

const REDACTED = '(sensitive)';

/** Takes sensitive values out of anything that is printed. */
export type Redact = <T>(value: T) => T;

/**
 * The last line of defence behind `show`: replaces whole words that the input marks sensitive, in every string of a
 * value, and writes stand-ins as the input has them (`printed`). Rules print through `show`, so this has nothing to do unless one of them forgets.
 */
export function redactor(secrets: readonly string[], printed?: (text: string) => string): Redact {
  const words = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST);
  if (words.length === 0 && !printed) return (value) => value;
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
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(redact);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key) as string, redact(inner)]));
  };
  return redact as Redact;
}
