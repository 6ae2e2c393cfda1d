/** Arithmetic on address ranges of both families, over ipaddr.js. */
import ipaddr from 'ipaddr.js';

/** Addresses from first to last, inclusive. */
export interface IpRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const LAST_OF_FOUR = (1n << 32n) - 1n;
const LAST_OF_SIX = (1n << 128n) - 1n;

const cache = new Map<string, IpRange | undefined>();

/** The range of a CIDR (`10.0.0.0/16`, `2001:db8::/56`; host bits are dropped); undefined for what is none. */
export function parseCidr(text: string): IpRange | undefined {
  let range = cache.get(text);
  if (range === undefined && !cache.has(text)) {
    range = read(text);
    if (cache.size > 50_000) cache.clear();
    cache.set(text, range);
  }
  return range;
}

const FOUR = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\/(\d{1,3})$/;

/** IPv4 without the library: large networks have thousands of such ranges. */
function read(text: string): IpRange | undefined {
  const four = FOUR.exec(text);
  if (four) {
    const bytes = four.slice(1, 5).map(Number);
    if (bytes.some((byte) => byte > 255)) return undefined;
    return rangeOf(4, BigInt(bytes.reduce((sum, byte) => sum * 256 + byte, 0)), 32 - Number(four[5]));
  }
  const [, address, length] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text) ?? [];
  if (address === undefined || !ipaddr.IPv6.isValid(address)) return undefined;
  const value = ipaddr.IPv6.parse(address)
    .toByteArray()
    .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return rangeOf(6, value, 128 - Number(length));
}

/** The range of an address, of which this many bits are of the host. */
function rangeOf(family: 4 | 6, address: bigint, host: number): IpRange | undefined {
  if (host < 0) return undefined;
  const first = (address >> BigInt(host)) << BigInt(host);
  return { family, first, last: first + (1n << BigInt(host)) - 1n };
}

/** Whether a CIDR is every address of its family: `0.0.0.0/0` or `::/0`. */
export function isAnywhere(cidr: string): boolean {
  const range = parseCidr(cidr);
  return range !== undefined && isAll(range);
}

function isAll(range: IpRange): boolean {
  return range.first === 0n && range.last === (range.family === 4 ? LAST_OF_FOUR : LAST_OF_SIX);
}

/** Whether all of `inner` lies in `outer`. */
export function contains(outer: IpRange, inner: IpRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether the two share an address. */
export function overlaps(a: IpRange, b: IpRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** Whether the ranges together hold all of `whole`. */
export function covers(ranges: readonly IpRange[], whole: IpRange): boolean {
  return remainder(ranges, whole).length === 0;
}

/** What the ranges leave of `whole`, in order. */
export function remainder(ranges: readonly IpRange[], whole: IpRange): readonly IpRange[] {
  const parts = ranges.filter((r) => overlaps(r, whole)).sort((a, b) => (a.first < b.first ? -1 : 1));
  const left: IpRange[] = [];
  let next = whole.first;
  for (const part of parts) {
    if (part.first > next) left.push({ family: whole.family, first: next, last: part.first - 1n });
    if (part.last >= next) next = part.last + 1n;
  }
  if (next <= whole.last) left.push({ family: whole.family, first: next, last: whole.last });
  return left;
}
