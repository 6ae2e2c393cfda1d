/** `Fn::Cidr`. Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html */

/** So many ranges the function makes at most. */
const MOST = 256;

/** The first `count` ranges inside a range, each with the given number of host bits. Undefined if they do not fit. */
export function subRanges(range: string, count: number, hostBits: number): string[] | undefined {
  const [address = '', length = ''] = range.split('/');
  const six = address.includes(':');
  const bits = six ? 128 : 32;
  const base = six ? parseSix(address) : parseFour(address);
  const prefix = bits - hostBits;
  if (base === undefined || !/^\d+$/.test(length) || !(count >= 1 && count <= MOST)) return undefined;
  if (!Number.isInteger(hostBits) || hostBits < 1 || prefix < Number(length)) return undefined;
  const start = (base >> BigInt(bits - Number(length))) << BigInt(bits - Number(length));
  const step = 1n << BigInt(hostBits);
  if (BigInt(count) * step > 1n << BigInt(bits - Number(length))) return undefined;
  return Array.from({ length: count }, (_, i) => {
    const at = start + BigInt(i) * step;
    return `${six ? writeSix(at) : writeFour(at)}/${prefix}`;
  });
}

function parseFour(address: string): bigint | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
}

function writeFour(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

function parseSix(address: string): bigint | undefined {
  const [head = '', tail] = address.split('::');
  const words = (text: string | undefined) => (text ? text.split(':') : []);
  const [before, after] = [words(head), words(tail)];
  const missing = 8 - before.length - after.length;
  if (missing < 0 || (tail === undefined && missing !== 0)) return undefined;
  const all = [...before, ...Array<string>(missing).fill('0'), ...after];
  if (!all.every((word) => /^[0-9a-f]{1,4}$/i.test(word))) return undefined;
  return all.reduce((sum, word) => (sum << 16n) + BigInt(`0x${word}`), 0n);
}

function writeSix(value: bigint): string {
  const words = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  return words.join(':').replace(/(?:^|:)0(?::0)+(?:$|:)/, '::');
}
