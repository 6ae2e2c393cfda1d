/** Texts as sentences on one line: `no such file. Name another.` One that ends in a mark of its own keeps it. */
export function inSentences(...texts: readonly (string | undefined)[]): string {
  return texts
    .filter((text) => text !== undefined && text !== '')
    .map((text) => (/[.?!]$/.test(text!) ? text : `${text}.`))
    .join(' ');
}

/** `a, b or c`. */
export function oneOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
