import type { ParsedPolicy } from './document/document.ts';
import { parseDate } from './document/operators.ts';
import { TIME_KEYS } from './service/keys.ts';

/** Until when a statement counts, as a date or moment of ISO 8601: the earliest end its conditions set; null if none does. */
export function untilOf({ statements }: ParsedPolicy, statement: number): string | null {
  const ends = (statements[statement]?.conditions ?? []).flatMap(({ key, base, negated, items }) => {
    if (!TIME_KEYS.has(key.toLowerCase()) || negated || !/LessThan/.test(base)) return [];
    const moments = items.map(({ value }) => (typeof value === 'string' ? parseDate(value) : null));
    // One of several values is enough: the last of them counts.
    return moments.includes(null) || moments.length === 0 ? [] : [Math.max(...moments.map(Number))];
  });
  if (ends.length === 0) return null;
  const end = new Date(Math.min(...ends));
  return Number.isNaN(end.getTime())
    ? null
    : end
        .toISOString()
        .replace(/T00:00:00\.000Z$/, '')
        .replace('.000Z', 'Z');
}
