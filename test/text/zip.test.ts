import { readFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextError } from '../../src/text/text-error.ts';
import { readZip } from '../../src/text/zip.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/hcl/plan/${name}`, import.meta.url));
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

interface Made {
  readonly name: string;
  readonly content: string;
  readonly stored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly declaredSize?: number;
  readonly crc?: number;
}

/** An archive of these entries. */
function zip(entries: readonly Made[], comment = ''): Buffer {
  const locals: Buffer[] = [];
  const records: Buffer[] = [];
  let offset = 0;
  for (const { name, content, stored = false, flags = 0, method = stored ? 0 : 8, declaredSize, crc } of entries) {
    const packed = stored ? Buffer.from(content) : deflateRawSync(content);
    const size = declaredSize ?? Buffer.byteLength(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(flags, 8);
    record.writeUInt16LE(method, 10);
    record.writeUInt32LE(crc ?? crc32(content), 16);
    record.writeUInt32LE(packed.length, 20);
    record.writeUInt32LE(size, 24);
    record.writeUInt16LE(Buffer.byteLength(name), 28);
    record.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    records.push(record, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(records).length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, ...records, end, Buffer.from(comment)]);
}

describe("a plan file of Terraform's", () => {
  const plan = readZip(fixture('plan.tfplan'));

  test('its entries', () => {
    expect(plan.entries.map(({ name }) => name)).toEqual([
      'tfplan',
      'tfstate',
      'tfstate-prev',
      'tfconfig/m-/main.tf',
      'tfconfig/m-/variables.tf.json',
      'tfconfig/m-network/main.tf',
      'tfconfig/m-network.subnets/main.tf',
      'tfconfig/modules.json',
      '.terraform.lock.hcl',
    ]);
  });

  test('its sources, byte for byte', () => {
    for (const [entry, file] of [
      ['tfconfig/m-/main.tf', 'main.tf'],
      ['tfconfig/m-/variables.tf.json', 'variables.tf.json'],
      ['tfconfig/m-network/main.tf', 'modules/network/main.tf'],
      ['tfconfig/m-network.subnets/main.tf', 'modules/network/modules/subnets/main.tf'],
    ] as const) {
      expect(text(plan.read(entry))).toBe(fixture(file).toString());
    }
  });

  test('its modules', () => {
    expect(JSON.parse(text(plan.read('tfconfig/modules.json')))).toEqual([
      { Key: '', Dir: '.' },
      { Key: 'network', Source: './modules/network', Dir: 'modules/network' },
      { Key: 'network.subnets', Source: './modules/subnets', Dir: 'modules/network/modules/subnets' },
    ]);
  });

  test('sizes are those of the contents', () => {
    for (const { name, size } of plan.entries) expect(plan.read(name)).toHaveLength(size);
  });
});

test('stored and deflated entries, empty ones, comments, names that are no paths', () => {
  const entries = [
    { name: 'stored', content: 'abc', stored: true },
    { name: 'é/deflated', content: 'x'.repeat(1000) },
    { name: 'empty', content: '' },
    { name: '../../etc/passwd', content: 'only a key' },
    { name: '__proto__', content: 'p' },
  ];
  for (const comment of ['', 'a comment', 'PK\x05\x06 in a comment'.repeat(3)]) {
    const read = readZip(zip(entries, comment));
    expect(read.entries).toEqual(entries.map(({ name, content }) => ({ name, size: content.length })));
    for (const { name, content } of entries) expect(text(read.read(name))).toBe(content);
    expect(read.read('none')).toBeUndefined();
  }
  expect(readZip(zip([])).entries).toEqual([]);
});

describe('refused', () => {
  const read = (bytes: Uint8Array, limits = {}) => {
    const archive = readZip(bytes, limits);
    for (const { name } of archive.entries) archive.read(name);
  };
  const entry = { name: 'a', content: 'x'.repeat(100) };
  const at = (bytes: Buffer, offset: number, value: number) => {
    const changed = Buffer.from(bytes);
    changed.writeUInt32LE(value, offset < 0 ? changed.length + offset : offset);
    return changed;
  };
  const good = zip([entry]);
  const cases: Record<string, [string, () => void]> = {
    'no archive': ['cut off', () => read(Buffer.from('PK\x03\x04'))],
    nothing: ['cut off', () => read(Buffer.alloc(0))],
    'a cut end': ['cut off', () => read(good.subarray(0, -1))],
    'an encrypted entry': ['encrypted', () => read(zip([{ ...entry, flags: 1 }]))],
    'an unknown method': ['damaged', () => read(zip([{ ...entry, method: 12 }]))],
    'a wrong checksum': ['damaged', () => read(zip([{ ...entry, crc: 1 }]))],
    'more than declared': ['damaged', () => read(zip([{ ...entry, declaredSize: 99 }]))],
    'less than declared': ['damaged', () => read(zip([{ ...entry, declaredSize: 101 }]))],
    'two entries of a name': ['two entries', () => read(zip([entry, entry]))],
    'a directory elsewhere': ['in the wrong place', () => read(at(good, -6, 0x7fffffff))],
    'no directory there': ['damaged', () => read(at(good, -6, 1))],
    ZIP64: ['ZIP64', () => read(at(good, -6, 0xffffffff))],
    'a content elsewhere': ['damaged', () => read(at(good, good.length - 22 - 47 + 42, 0x7fffffff))],
    'a large entry': ['larger than 99 bytes', () => read(good, { entrySize: 99 })],
    'much in all': ['more than 150 bytes', () => read(zip([entry, { ...entry, name: 'b' }]), { totalSize: 150 })],
    'many entries': ['more than 1 entries', () => read(zip([entry, { ...entry, name: 'b' }]), { entries: 1 })],
  };
  test.each(Object.entries(cases))('%s', (_, [message, act]) => {
    expect(act).toThrow(TextError);
    expect(act).toThrow(message);
  });

  test('a bomb: what it declares small is not inflated beyond that', () => {
    const bomb = zip([{ name: 'bomb', content: '0'.repeat(50_000_000), declaredSize: 10, crc: 0 }]);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => read(bomb)).toThrow('damaged');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  test('any bytes changed: read or refused, nothing else', () => {
    const plan = fixture('plan.tfplan');
    fc.assert(
      fc.property(fc.nat(plan.length - 1), fc.nat(255), (offset, value) => {
        const changed = Buffer.from(plan);
        changed[offset] = value;
        try {
          read(changed);
        } catch (error) {
          if (!(error instanceof TextError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
    for (let end = 0; end < plan.length; end += 7) expect(() => read(plan.subarray(0, end))).toThrow(TextError);
  });
});
