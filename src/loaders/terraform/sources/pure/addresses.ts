/** Functions of IP address ranges. */
import { contains, type IpRange, parseCidr } from '../../../../aws/ip.ts';
import { type Functions, int, refuse, str } from './arguments.ts';

export const ADDRESSES: Functions = {
  cidrcontains: (outer, inner) => {
    const text = str(inner);
    const range = text.includes('/') ? parsed(text).range : parsed(`${text}/${text.includes(':') ? 128 : 32}`).range;
    return contains(parsed(str(outer)).range, range);
  },
  cidrhost: (prefix, number) => {
    const { range } = parsed(str(prefix));
    const wanted = BigInt(int(number));
    const size = range.last - range.first + 1n;
    if (wanted >= size || wanted < -size) return refuse('the range has no such address');
    return written(range.family, range.first + (wanted < 0n ? size + wanted : wanted));
  },
  cidrnetmask: (prefix) => {
    const { range, length } = parsed(str(prefix));
    if (range.family === 6) return refuse('only IPv4 has network masks');
    return written(4, ((1n << 32n) - 1n) ^ ((1n << BigInt(32 - length)) - 1n));
  },
  cidrsubnet: (prefix, bits, number) => {
    const { range, length } = parsed(str(prefix));
    const longer = length + int(bits);
    const at = BigInt(int(number));
    if (int(bits) < 0 || longer > width(range)) return refuse('there are not so many bits left');
    if (at < 0n || at >= 1n << BigInt(int(bits))) return refuse('the prefix has no such subnet');
    return `${written(range.family, range.first + (at << BigInt(width(range) - longer)))}/${longer}`;
  },
  cidrsubnets: (prefix, ...bits) => {
    const { range, length } = parsed(str(prefix));
    let next = range.first;
    return bits.map((each) => {
      const longer = length + int(each);
      if (int(each) < 0 || longer > width(range)) return refuse('there are not so many bits left');
      const size = 1n << BigInt(width(range) - longer);
      // Each begins where a subnet of its size may begin.
      const first = ((next + size - 1n) / size) * size;
      if (first + size - 1n > range.last) return refuse('the prefix has no room for so many subnets');
      next = first + size;
      return `${written(range.family, first)}/${longer}`;
    });
  },
};

function parsed(text: string): { readonly range: IpRange; readonly length: number } {
  const range = parseCidr(text);
  return range ? { range, length: Number(text.split('/')[1]) } : refuse(`${JSON.stringify(text)} is not a CIDR`);
}

function width({ family }: IpRange): number {
  return family === 4 ? 32 : 128;
}

function written(family: 4 | 6, address: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  // The longest run of zeros is left out, the first of equal ones.
  const runs = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)];
  const longest = runs.reduce<RegExpMatchArray | undefined>(
    (best, run) => (best && best[0].replace(/^:/, '').length >= run[0].replace(/^:/, '').length ? best : run),
    undefined,
  );
  if (!longest) return groups.join(':');
  const text = groups.join(':');
  const before = text.slice(0, longest.index);
  const after = text.slice(longest.index! + longest[0].length);
  return `${before}::${after.replace(/^:/, '')}`;
}
