import { series } from './words.ts';

/** Texts as sentences on one line: `no such file. Name another.` One that ends in a mark of its own keeps it. */
export function inSentences(...texts: readonly (string | undefined)[]): string {
  return texts
    .filter((text) => text !== undefined && text !== '')
    .map((text) => (/[.?!]$/.test(text!) ? text : `${text}.`))
    .join(' ');
}

/** `a, b or c`. */
export function oneOf(names: readonly string[]): string {
  return series(names, 'or');
}
