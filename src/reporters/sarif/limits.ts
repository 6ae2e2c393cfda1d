/** The limits of GitHub code scanning. Above a hard limit it rejects the whole file, so we cut the report and say so. */
import { gzipSync } from 'node:zlib';

export const LIMITS = {
  /** GitHub rejects a file with more results than this. */
  results: 25_000,
  /** More than this are taken, and not shown. */
  resultsShown: 5_000,
  /** Places of one result that are kept. */
  locations: 100,
  /** Tags of one rule that are kept. */
  tags: 10,
  /** UTF-16 units of a short or full description. */
  description: 1024,
  /** UTF-16 units of a rule's name. */
  name: 255,
  /** Bytes of the file, gzipped. */
  gzippedBytes: 10_000_000,
} as const;

/**
 * The text of the longest list that fits: `render(n)` writes the first n items. Rarely renders twice, since a text
 * below the limit as it stands needs no compressing to know that it fits.
 */
export function longestFit(
  count: number,
  render: (count: number) => string,
  most: number = LIMITS.gzippedBytes,
): string {
  for (let kept = count; ; ) {
    const text = render(kept);
    const size = text.length * 3 <= most ? 0 : gzipSync(text).length;
    if (size <= most || kept === 0) return text;
    kept = Math.min(kept - 1, Math.floor(kept * 0.95 * (most / size)));
  }
}
