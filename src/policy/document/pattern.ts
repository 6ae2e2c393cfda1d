/**
 * Patterns over text: what globs, exact values and ARN shapes compile to.
 * A pattern is a list of tokens; a token is one character, one character of either case, or a wildcard over a character set.
 */

/** Character sets a wildcard runs over. */
export const ANY = 0;
/** Wildcards before the last part of an ARN stay inside their part. */
export const NOCOLON = 1;
/** Characters of bucket names. */
export const BUCKET = 2;
/** Characters of ids: `o-abc123def4`, `vpce-0a1b`. */
export const LOWER = 3;
export const DIGIT = 4;
/** Characters of access key and role ids: `AROA...`. */
export const UPPER = 5;
/** Names of roles and users, without a path. */
export const NAME = 6;

export type CharSet = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const ONE = 0x10000;
const MANY = 0x20000;
const FOLD = 0x40000;

export interface Pattern {
  readonly tokens: readonly number[];
}

const lower = (code: number): boolean => code >= 97 && code <= 122;
const upper = (code: number): boolean => code >= 65 && code <= 90;
const digit = (code: number): boolean => code >= 48 && code <= 57;

/** Whether a character is in a set. */
export function inSet(set: number, code: number): boolean {
  switch (set) {
    case NOCOLON:
      return code !== 58;
    case BUCKET:
      return lower(code) || digit(code) || code === 45 || code === 46;
    case LOWER:
      return lower(code) || digit(code);
    case DIGIT:
      return digit(code);
    case UPPER:
      return upper(code) || digit(code);
    case NAME:
      return lower(code) || upper(code) || digit(code) || code === 45 || code === 95;
    default:
      return true;
  }
}

export const one = (set: CharSet): number => ONE | set;
export const many = (set: CharSet): number => MANY | set;
export const isLiteral = (token: number): boolean => token < ONE;
export const isMany = (token: number): boolean => (token & MANY) !== 0;
export const isFold = (token: number): boolean => (token & FOLD) !== 0;
/** The set of a wildcard token. */
export const setOf = (token: number): number => token & 0xff;

/** Whether a token other than the loop of a `many` takes the character. */
export function takes(token: number, code: number): boolean {
  if (token < ONE) return token === code;
  if (token & FOLD) return (token & 0xffff) === foldCode(code);
  return inSet(token & 0xff, code);
}

/** Lower case of a character, where that is one character. */
function foldCode(code: number): number {
  const folded = String.fromCharCode(code).toLowerCase();
  return folded.length === 1 ? folded.charCodeAt(0) : code;
}

/** The tokens of plain text. */
export function literal(text: string, fold = false): number[] {
  const tokens: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const folded = foldCode(code);
    const hasCase = fold && (folded !== code || String.fromCharCode(code).toUpperCase() !== String.fromCharCode(code));
    tokens.push(hasCase ? FOLD | folded : code);
  }
  return tokens;
}

/** One or more characters of a set. */
export const some = (set: CharSet): number[] => [one(set), many(set)];

/** A plain text the pattern takes: one common letter or digit for each wildcard. */
export function exemplar({ tokens }: Pattern): string {
  let text = '';
  for (const token of tokens) {
    if (isLiteral(token)) text += String.fromCharCode(token);
    else if (isFold(token)) text += String.fromCharCode(token & 0xffff);
    else text += setOf(token) === DIGIT || setOf(token) === UPPER ? '7' : 'x';
  }
  return text;
}

/** Whether a pattern takes the whole text. */
export function matches({ tokens }: Pattern, text: string): boolean {
  let at = 0;
  let position = 0;
  let retryToken = -1;
  let retryAt = 0;
  while (at < text.length) {
    const token = tokens[position];
    if (token !== undefined && isMany(token)) {
      retryToken = position++;
      retryAt = at;
    } else if (token !== undefined && takes(token, text.charCodeAt(at))) {
      position++;
      at++;
    } else if (retryToken >= 0) {
      // Give one more character to the last loop; if it cannot take it, an earlier loop might: try them all.
      if (!inSet(setOf(tokens[retryToken]!), text.charCodeAt(retryAt))) return matchesSlowly(tokens, text);
      retryAt++;
      at = retryAt;
      position = retryToken + 1;
    } else return false;
  }
  while (position < tokens.length && isMany(tokens[position]!)) position++;
  return position === tokens.length;
}

/** With loops over limited sets the last loop may be the wrong one to extend: simulate all positions at once. */
function matchesSlowly(tokens: readonly number[], text: string): boolean {
  let states = close(new Set([0]), tokens);
  for (let at = 0; at < text.length && states.size > 0; at++) {
    const code = text.charCodeAt(at);
    const next = new Set<number>();
    for (const position of states) {
      const token = tokens[position];
      if (token === undefined) continue;
      if (isMany(token)) {
        if (inSet(setOf(token), code)) next.add(position);
      } else if (takes(token, code)) next.add(position + 1);
    }
    states = close(next, tokens);
  }
  return states.has(tokens.length);
}

function close(states: Set<number>, tokens: readonly number[]): Set<number> {
  for (const position of states) {
    const token = tokens[position];
    if (token !== undefined && isMany(token)) states.add(position + 1);
  }
  return states;
}
