/**
 * Patterns over text: what globs, exact values and ARN shapes compile to.
 * A pattern is a list of tokens; a token is one character, one character of either case, or a wildcard over a character set.
 */

/** Character sets a wildcard runs over. */
export const ANY = 0;
/** Wildcards before the last part of an ARN stay inside their part. */
export const NOCOLON = 1;
/** Characters of bucket names: those made in us-east-1 before 2018 may have capitals and underscores. */
export const BUCKET = 2;
/** Characters of ids: `o-abc123def4`, `vpce-0a1b`. */
export const LOWER = 3;
export const DIGIT = 4;
/** Characters of access key and role ids: `AROA...`. */
export const UPPER = 5;
/** Names of roles and users, without a path. */
export const NAME = 6;
/** Printing characters, as in the path of a role: colons too (`role/aws:ec2-infrastructure`). */
export const PRINTING = 7;
/** Names without slash, colon or blank: queues, topics, tables, functions. */
export const PLAIN = 8;
/** Names that may have slashes, but no colon: parameters, secrets, repositories. */
export const SLASHED = 9;

export type CharSet = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

const ONE = 0x10000;
const MANY = 0x20000;
const FOLD = 0x40000;

export interface Pattern {
  readonly tokens: readonly number[];
}

const lower = (code: number): boolean => code >= 97 && code <= 122;
const upper = (code: number): boolean => code >= 65 && code <= 90;
const digit = (code: number): boolean => code >= 48 && code <= 57;

/** What IAM allows in names besides letters and digits: `+=,.@-_`. */
const IAM_NAME = new Set([...'+=,.@-_'].map((char) => char.charCodeAt(0)));

/** Whether a character is in a set. */
export function inSet(set: number, code: number): boolean {
  switch (set) {
    case NOCOLON:
      return code !== 58;
    case BUCKET:
    case PLAIN:
      return lower(code) || upper(code) || digit(code) || code === 45 || code === 46 || code === 95;
    case LOWER:
      return lower(code) || digit(code);
    case DIGIT:
      return digit(code);
    case UPPER:
      return upper(code) || digit(code);
    case NAME:
      return lower(code) || upper(code) || digit(code) || IAM_NAME.has(code);
    case PRINTING:
      return code > 0x20 && code < 0x7f;
    case SLASHED:
      return code > 0x20 && code < 0x7f && code !== 58 && code !== 42 && code !== 63;
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
  if (code < 128) return upper(code) ? code + 32 : code;
  const folded = String.fromCharCode(code).toLowerCase();
  return folded.length === 1 ? folded.charCodeAt(0) : code;
}

/** The tokens of plain text. */
export function literal(text: string, fold = false): number[] {
  const tokens: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (!fold) {
      tokens.push(code);
      continue;
    }
    const folded = foldCode(code);
    const hasCase = folded !== code || String.fromCharCode(code).toUpperCase() !== String.fromCharCode(code);
    tokens.push(hasCase ? FOLD | folded : code);
  }
  return tokens;
}

/** One or more characters of a set. */
export const some = (set: CharSet): number[] => [one(set), many(set)];

/** A plain text the pattern takes: one common letter or digit for each wildcard. */
export function exemplar({ tokens }: Pattern): string {
  let text = '';
  for (const token of tokens) text += plainChar(token);
  return text;
}

function plainChar(token: number): string {
  if (isLiteral(token)) return String.fromCharCode(token);
  if (isFold(token)) return String.fromCharCode(token & 0xffff);
  return setOf(token) === DIGIT || setOf(token) === UPPER ? '7' : 'x';
}

/**
 * A text that the pattern matches and that reads like a name. A `*` that is a whole part of an ARN, or follows a slash,
 * becomes the same part of `sample`. Any other `*` becomes a word.
 */
export function readable({ tokens }: Pattern, sample: string): string {
  const parts = sample.split(':');
  let text = '';
  let colons = 0;
  for (const [index, token] of tokens.entries()) {
    if (!isMany(token)) {
      const char = plainChar(token);
      if (char === ':') colons++;
      text += char;
      continue;
    }
    const next = tokens[index + 1];
    const whole = text === '' || text.endsWith(':');
    if (isMany(next ?? 0)) continue;
    if (whole && next === undefined) text += parts.slice(colons).join(':');
    else if (whole && next === COLON) text += parts[colons] ?? '';
    else if (text.endsWith('/'))
      text +=
        sample
          .slice(sample.lastIndexOf('/') + 1)
          .split(':')
          .at(-1) || 'example';
    else text += /[A-Za-z0-9]$/.test(text) ? '-example' : 'example';
  }
  return text;
}

const COLON = 58;

/** Whether a pattern matches the whole text. */
export function matches({ tokens }: Pattern, text: string): boolean {
  let at = 0;
  let position = 0;
  let retryToken = -1;
  let retryAt = 0;
  while (at < text.length) {
    const token = tokens[position];
    if (token !== undefined && isMany(token)) {
      // A last loop over any character takes the rest.
      if (position === tokens.length - 1 && setOf(token) === ANY) return true;
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

/** With loops over limited sets the last loop may be the wrong one to extend: walk all positions at once. */
function matchesSlowly(tokens: readonly number[], text: string): boolean {
  let active = new Uint8Array(tokens.length + 1);
  let next = new Uint8Array(tokens.length + 1);
  enter(tokens, active, 0);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    next.fill(0);
    let alive = false;
    for (let position = tokens.length - 1; position >= 0; position--) {
      if (active[position] === 0) continue;
      const token = tokens[position]!;
      const stays = isMany(token) && inSet(setOf(token), code);
      if (stays || (!isMany(token) && takes(token, code))) {
        enter(tokens, next, stays ? position : position + 1);
        alive = true;
      }
      // A loop over any character also matches everything that earlier positions could match from here on.
      if (isMany(token) && setOf(token) === ANY) break;
    }
    if (!alive) return false;
    [active, next] = [next, active];
  }
  return active[tokens.length] === 1;
}

/** Marks a position, and those that loops there let through without a character. */
function enter(tokens: readonly number[], active: Uint8Array, from: number): void {
  let position = from;
  active[position] = 1;
  while (position < tokens.length && isMany(tokens[position]!) && active[position + 1] === 0) active[++position] = 1;
}
