/** `1 zone`, `3 zones`, `12,756 checks`. */
export function count(n: number, noun: string): string {
  return `${numeral(n)} ${plural(n, noun)}`;
}

/** `20,480`. */
export function numeral(n: number): string {
  return n < 1000 ? `${n}` : `${n}`.replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `zone` of one, `zones` of any other number. */
export function plural(n: number, noun: string): string {
  if (n === 1) return noun;
  if (/(?:s|x|ch|sh)$/.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** `a` or `an`, as the next word is spoken: `an endpoint`, `a URL`, `an S3 bucket`, `an sqs endpoint`. */
export function article(word: string): 'a' | 'an' {
  const [first = ''] = /^[a-z\d]+/i.exec(word) ?? [];
  if (isSpelledOut(first)) return /^[aefhilmnorsx8]/i.test(first) ? 'an' : 'a';
  if (/^(?:uni(?!n)|us[eu]|eu|one\b|once\b|ut[ei])/i.test(first)) return 'a';
  return /^(?:[aeiou8]|hour|honest|heir)/i.test(first) ? 'an' : 'a';
}

/** Whether a word is read letter by letter: `ARN`, `S3`, `sqs`. */
function isSpelledOut(word: string): boolean {
  if (/^(?:NAT|VAT|SAML|SAM|LAN|RAM|WAF|CIDR|TAP)$/i.test(word)) return false;
  return /^(?:[A-Z]|[A-Z][A-Z\d]+s?)$/.test(word) || /^[^aeiouy\d]+\d*$/i.test(word);
}

/** A kind of subject as people write it: `endpoint service`, `REST API`. */
export function kindInWords(kind: string): string {
  return kind.replaceAll('-', ' ').replace(/^(?:vpc|rest api)$/, (name) => name.toUpperCase());
}

/** `a, b and c`. */
export function series(names: readonly string[], last = 'and'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`;
}

/** `a, b and 3 more`: all names, or the first `most` if that saves more than one name. */
export function listed(names: readonly string[], most: number): string {
  if (names.length <= most + 1) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${numeral(names.length - most)} more`;
}
