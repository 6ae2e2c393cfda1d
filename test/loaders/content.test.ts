import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Content, openContent } from '../../src/loaders/content.ts';
import { readJson } from '../../src/text/json/index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vpce-lint-content-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function read(path: string): unknown {
  const content = openContent(path, 'shown.json');
  try {
    return readJson(content.source()).value;
  } finally {
    content.close?.();
  }
}

/** Larger than what is held in memory, with characters of every length, so that pieces of the file end inside them. */
const value = {
  first: 1,
  list: Array.from({ length: 60_000 }, (_, nth) => ({ nth, text: `→é😀${nth}`.repeat(nth % 4) })),
};
const text = JSON.stringify(value, null, 1);

describe('a large file', () => {
  it('is read piece by piece', () => {
    expect(read(file('plain.json', text))).toEqual(value);
    const content = openContent(file('again.json', text), 'shown.json');
    expect(content).toHaveProperty('close');
    const document = readJson(content.source(), { members: { list: 'all' } });
    const lines = text.split('\n');
    for (const when of ['open', 'closed']) {
      for (const nth of [59_999, 3, 31_007, 31_006]) {
        const { line, column, endLine, endColumn, offset } = document.locate(`/list/${nth}/text`)!;
        const name = lines[line - 1]!.slice(column - 1, endColumn - 1);
        expect([when, name, endLine]).toEqual([when, '"text"', line]);
        expect(lines[line - 2]).toContain(`"nth": ${nth}`);
        expect(Buffer.from(text).toString('utf8', offset, offset + 6)).toBe('"text"');
      }
      content.close?.();
    }
  });

  it.each([
    ['with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['in UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('%s', (name, bytes) => {
    expect(read(file(`${name}.json`, bytes))).toEqual(value);
  });

  it('is refused at the byte that is no UTF-8', () => {
    const bytes = Buffer.from(text);
    const at = 700_001 + bytes.subarray(700_001).indexOf('text');
    bytes[at] = 0xff;
    const before = bytes.toString('latin1', 0, at).split('\n');
    expect(() => read(file('latin.json', bytes))).toThrow(
      expect.objectContaining({ message: 'the byte 0xFF is not UTF-8', offset: at, line: before.length }),
    );
  });

  it('is refused where it is cut off, inside a character, too', () => {
    const bytes = Buffer.from(text);
    const at = bytes.indexOf('😀', 1_100_000);
    expect(() => read(file('cut.json', bytes.subarray(0, at + 2)))).toThrow('the file ends inside a string');
    expect(() => read(file('zero.json', Buffer.concat([bytes.subarray(0, at), Buffer.alloc(9)])))).toThrow(
      'the control character U+0000 in the string',
    );
  });

  it('must not change while places in it are asked for', () => {
    const path = file('changing.json', text);
    const content: Content = openContent(path, 'shown.json');
    const document = readJson(content.source(), { members: { list: 'all' } });
    const changed = expect.objectContaining({
      message: 'the file changed while vpce-lint read it',
      file: 'shown.json',
    });
    writeFileSync(path, text.slice(0, 1_500_000));
    expect(() => document.locate('/list/50000')).toThrow(changed);
    content.close?.();
    writeFileSync(path, text.replace('"first"', '"other"'));
    utimesSync(path, 1, 1);
    expect(() => document.locate('/list/3')).toThrow(changed);
  });
});

it.runIf(process.platform === 'linux')('holds one large file open at most, and none in the end', () => {
  const open = () => readdirSync('/proc/self/fd').length;
  const paths = ['one', 'two', 'three'].map((name) => file(`${name}.json`, text));
  const before = open();
  const contents = paths.map((path) => openContent(path, path));
  const documents = contents.map((content) => readJson(content.source(), { members: { list: 'all' } }));
  for (const document of documents) expect(document.locate('/list/7/text')).toBeDefined();
  expect(open() - before).toBeLessThanOrEqual(1);
  for (const content of contents) content.close?.();
  expect(open()).toBeLessThanOrEqual(before);
});

it('tells why a file cannot be read', () => {
  expect(() => openContent(join(folder, 'none.json'), 'none.json')).toThrow('ENOENT');
  const path = file('gone.json', text);
  const document = readJson(openContent(path, 'gone.json').source(), { members: { list: 'all' } });
  readJson(openContent(file('other.json', text), 'other.json').source(), 'none');
  rmSync(path);
  expect(() => document.locate('/list/7')).toThrow(
    expect.objectContaining({ message: 'no such file', file: 'gone.json' }),
  );
});
