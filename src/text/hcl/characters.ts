/** The character classes of HCL: identifiers after Unicode, blanks as Go's `unicode.IsSpace` has them. */

const identifierStart = 1;
const identifierPart = 2;

const ascii = new Uint8Array(128);
const mark = (from: string, to: string, marks: number) => ascii.fill(marks, from.charCodeAt(0), to.charCodeAt(0) + 1);
mark('A', 'Z', identifierStart | identifierPart);
mark('a', 'z', identifierStart | identifierPart);
mark('_', '_', identifierStart | identifierPart);
mark('0', '9', identifierPart);
mark('-', '-', identifierPart);

const wideIdentifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

/** The end of the identifier at `start`; `start` itself where there is none. */
export function identifierEnd(text: string, start: number, limit: number): number {
  let at = start;
  let code = at < limit ? text.charCodeAt(at) : 0;
  if (code < 128 && (ascii[code]! & identifierStart) === 0) return start;
  while (code < 128 && (ascii[code]! & identifierPart) !== 0) {
    at += 1;
    if (at >= limit) return limit;
    code = text.charCodeAt(at);
  }
  if (code < 128) return at;
  wideIdentifier.lastIndex = start;
  return wideIdentifier.test(text) ? Math.min(wideIdentifier.lastIndex, limit) : start;
}

/** The end of the number at `start`, which is a digit: digits, dots and exponents, but no dot at its end. */
export function numberEnd(text: string, start: number, limit: number): number {
  let at = start + 1;
  let end = at;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) end = ++at;
    else if (code === 0x2e) at += 1;
    else if (code === 0x65 || code === 0x45) {
      const sign = text.charCodeAt(at + 1);
      const digit = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
      if (digit >= limit || !isDigit(text.charCodeAt(digit))) break;
      end = at = digit + 1;
    } else break;
  }
  return end;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isSpace(code: number): boolean {
  if (code < 128) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** The offset of the first character at or after `start` that is not a space. */
export function skipSpaces(text: string, start: number, limit: number): number {
  let at = start;
  while (at < limit && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}
