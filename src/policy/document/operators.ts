import type { BaseOperator } from './document.ts';

/** An operator taken apart. */
export interface OperatorParts {
  readonly base: BaseOperator;
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly set: 'all' | 'any' | null;
}

/** Spelling without case, to what it means. ArnEquals and ArnLike behave the same in IAM. */
const OPERATORS: ReadonlyMap<string, readonly [BaseOperator, boolean]> = new Map(
  (
    [
      ['StringEquals', 'StringEquals', false],
      ['StringNotEquals', 'StringEquals', true],
      ['StringEqualsIgnoreCase', 'StringEqualsIgnoreCase', false],
      ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase', true],
      ['StringLike', 'StringLike', false],
      ['StringNotLike', 'StringLike', true],
      ['ArnEquals', 'ArnLike', false],
      ['ArnLike', 'ArnLike', false],
      ['ArnNotEquals', 'ArnLike', true],
      ['ArnNotLike', 'ArnLike', true],
      ['NumericEquals', 'NumericEquals', false],
      ['NumericNotEquals', 'NumericEquals', true],
      ['NumericLessThan', 'NumericLessThan', false],
      ['NumericLessThanEquals', 'NumericLessThanEquals', false],
      ['NumericGreaterThan', 'NumericGreaterThan', false],
      ['NumericGreaterThanEquals', 'NumericGreaterThanEquals', false],
      ['DateEquals', 'DateEquals', false],
      ['DateNotEquals', 'DateEquals', true],
      ['DateLessThan', 'DateLessThan', false],
      ['DateLessThanEquals', 'DateLessThanEquals', false],
      ['DateGreaterThan', 'DateGreaterThan', false],
      ['DateGreaterThanEquals', 'DateGreaterThanEquals', false],
      ['Bool', 'Bool', false],
      ['BinaryEquals', 'BinaryEquals', false],
      ['IpAddress', 'IpAddress', false],
      ['NotIpAddress', 'IpAddress', true],
      ['Null', 'Null', false],
    ] as const
  ).map(([name, base, negated]) => [name.toLowerCase(), [base, negated]]),
);

/** Takes an operator as written apart; `base` is `unknown` where IAM has no such operator. Case does not count. */
export function parseOperator(text: string): OperatorParts {
  const found = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(text.toLowerCase());
  const set = found?.[1] === 'forallvalues' ? 'all' : found?.[1] === 'foranyvalue' ? 'any' : null;
  const entry = OPERATORS.get(found?.[2] ?? '');
  const ifExists = found?.[3] !== undefined;
  if (entry === undefined || (entry[0] === 'Null' && (ifExists || set !== null))) {
    return { base: 'unknown', negated: false, ifExists, set };
  }
  return { base: entry[0], negated: entry[1], ifExists, set };
}

/** Whether an operator compares text (by globs or exactly) rather than numbers, dates, addresses or truth values. */
export function isTextual(base: BaseOperator): boolean {
  return (
    base === 'StringEquals' ||
    base === 'StringEqualsIgnoreCase' ||
    base === 'StringLike' ||
    base === 'ArnLike' ||
    base === 'BinaryEquals'
  );
}

/** Whether `*` and `?` are wildcards in the operator's values. */
export function takesWildcards(base: BaseOperator): boolean {
  return base === 'StringLike' || base === 'ArnLike';
}

/** Compares one request value with one policy value by a numeric, date, Bool or IP operator; what does not parse never matches. */
export function typedMatch(base: BaseOperator, policy: string, request: string): boolean {
  if (base === 'Bool') {
    const wanted = policy.toLowerCase();
    return (wanted === 'true' || wanted === 'false') && request.toLowerCase() === wanted;
  }
  if (base === 'IpAddress') {
    const range = parseRange(policy);
    const address = parseAddress(request);
    return (
      range !== null &&
      address !== null &&
      range.bits === address.bits &&
      address.value >= range.first &&
      address.value <= range.last
    );
  }
  const parse = base.startsWith('Date') ? parseDate : parseNumber;
  const left = parse(request);
  const right = parse(policy);
  if (left === null || right === null) return false;
  switch (base) {
    case 'NumericEquals':
    case 'DateEquals':
      return left === right;
    case 'NumericLessThan':
    case 'DateLessThan':
      return left < right;
    case 'NumericLessThanEquals':
    case 'DateLessThanEquals':
      return left <= right;
    case 'NumericGreaterThan':
    case 'DateGreaterThan':
      return left > right;
    case 'NumericGreaterThanEquals':
    case 'DateGreaterThanEquals':
      return left >= right;
    default:
      return false;
  }
}

export function parseNumber(text: string): number | null {
  return /^[-+]?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

/** Milliseconds since 1970 of an ISO 8601 date, or of an epoch value in seconds. */
export function parseDate(text: string): number | null {
  if (/^\d+$/.test(text)) return text.length <= 4 ? Date.parse(`${text}-01-01T00:00:00Z`) : Number(text) * 1000;
  const value = Date.parse(text);
  return Number.isNaN(value) ? null : value;
}

/** An IP address as a number; 32 or 128 bits. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface AddressRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

export function parseAddress(text: string): Address | null {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (v4 !== null) {
    const bytes = v4.slice(1).map(Number);
    if (bytes.some((byte) => byte > 255)) return null;
    return { bits: 32, value: bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) };
  }
  if (!text.includes(':') || !/^[0-9a-fA-F:]+$/.test(text)) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = halves[0] === '' ? [] : halves[0]!.split(':');
  const tail = halves.length === 1 || halves[1] === '' ? [] : halves[1]!.split(':');
  const gap = 8 - head.length - tail.length;
  if (halves.length === 1 ? gap !== 0 : gap < 1) return null;
  const groups = [...head, ...Array<string>(halves.length === 1 ? 0 : gap).fill('0'), ...tail];
  if (groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return { bits: 128, value: groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n) };
}

/** An address, or a CIDR block: `203.0.113.0/24`. */
export function parseRange(text: string): AddressRange | null {
  const [address, prefix, ...rest] = text.split('/');
  const parsed = parseAddress(address ?? '');
  if (parsed === null || rest.length > 0) return null;
  if (prefix === undefined) return { bits: parsed.bits, first: parsed.value, last: parsed.value };
  const length = /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (length < 0 || length > parsed.bits) return null;
  const size = 1n << BigInt(parsed.bits - length);
  const first = (parsed.value / size) * size;
  return { bits: parsed.bits, first, last: first + size - 1n };
}

/** The usual spelling of an address. */
export function formatAddress({ bits, value }: Address): string {
  const step = bits === 32 ? 256n : 65536n;
  const parts: string[] = [];
  let rest = value;
  for (let index = 0; index < (bits === 32 ? 4 : 8); index++) {
    parts.unshift((rest % step).toString(bits === 32 ? 10 : 16));
    rest /= step;
  }
  return parts.join(bits === 32 ? '.' : ':');
}
