import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invalidUtf8, sniff, toUtf8 } from '../../src/text/encoding.ts';
import { TextError } from '../../src/text/text-error.ts';

const MARK = '\ufeff';
const SAMPLE = '{"name": "Zoë → 😀",\n "n": 1}\n';

const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();

function said(bytes: Uint8Array): string {
  try {
    toUtf8(bytes);
    return 'taken';
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    return `${error.line}:${error.column} (${error.offset}) ${error.message}`;
  }
}

describe('toUtf8', () => {
  it.each([
    ['utf-8', Buffer.from(SAMPLE), Buffer.from(MARK + SAMPLE)],
    ['utf-16le', Buffer.from(SAMPLE, 'utf16le'), Buffer.from(MARK + SAMPLE, 'utf16le')],
    ['utf-16be', swapped(SAMPLE), swapped(MARK + SAMPLE)],
  ] as const)('reads %s with and without byte order mark', (encoding, plain, marked) => {
    for (const [bytes, bom] of [
      [plain, false],
      [marked, true],
    ] as const) {
      const { bytes: text, ...was } = toUtf8(bytes);
      expect(Buffer.from(text).toString()).toBe(SAMPLE);
      expect(was).toEqual({ encoding, bom });
      expect(sniff(bytes)).toBe('text');
    }
  });

  it('reads whatever text UTF-16 holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', size: 'medium' }), (text) => {
        fc.pre(!text.includes('\0'));
        for (const bytes of [Buffer.from(MARK + text, 'utf16le'), swapped(MARK + text)]) {
          expect(Buffer.from(toUtf8(bytes).bytes).toString()).toBe(text);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('copies no UTF-8', () => {
    const bytes = Buffer.from(MARK + SAMPLE);
    expect(toUtf8(bytes).bytes.buffer).toBe(bytes.buffer);
  });

  it('reads what is short', () => {
    for (const text of ['', '1', '{}', 'é']) expect(Buffer.from(toUtf8(Buffer.from(text)).bytes).toString()).toBe(text);
    expect(toUtf8(Buffer.from('1', 'utf16le'))).toMatchObject({ encoding: 'utf-16le', bom: false });
    expect(toUtf8(swapped('1'))).toMatchObject({ encoding: 'utf-16be', bom: false });
    expect(toUtf8(Buffer.from(MARK))).toMatchObject({ encoding: 'utf-8', bom: true });
    expect(toUtf8(Buffer.from(MARK, 'utf16le')).bytes).toHaveLength(0);
  });

  it('tells where bytes are no text, in lines and columns of the text', () => {
    expect(
      [
        Buffer.from('a\nb\xe9c', 'latin1'),
        Buffer.from('é😀\xff', 'utf8').subarray(0, 4),
        Buffer.from('a\nbc\0d'),
        Buffer.from('{"a\ud800b":1}', 'utf16le'),
        Buffer.from(`${MARK}é\n\udc00`, 'utf16le'),
        Buffer.from(`${MARK}ab`, 'utf16le').subarray(0, -1),
        Buffer.from(`${MARK}a\ud83d`, 'utf16le'),
        Buffer.from(`${MARK}\0{`, 'utf16le'),
      ].map(said),
    ).toMatchInlineSnapshot(`
      [
        "2:2 (3) the byte 0xE9 is not UTF-8",
        "1:2 (2) the file ends inside a character",
        "2:3 (4) this is not a text file, because it has a NUL character",
        "1:4 (3) U+D800 is half a character",
        "2:1 (3) U+DC00 is half a character",
        "1:2 (1) the file ends inside a character",
        "1:2 (1) U+D83D is half a character",
        "1:1 (0) this is not a text file, because it has a NUL character",
      ]
    `);
  });

  it('tells where UTF-8 breaks as a decoder does', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 5 }).map((text) => Buffer.from(text)),
      fc.uint8Array({ minLength: 1, maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.constantFrom(0, 1, 4095, 4096, 70_000), (pieces, before) => {
        const bytes = Buffer.concat([Buffer.alloc(before, 'é'), ...pieces]);
        const fault = invalidUtf8(bytes);
        const decodes = (end: number, more: boolean) => {
          try {
            new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: more });
            return true;
          } catch {
            return false;
          }
        };
        expect(fault === undefined).toBe(decodes(bytes.length, false));
        if (fault === undefined) return;
        expect(decodes(fault.offset, false)).toBe(true);
        expect(fault.cutOff).toBe(decodes(bytes.length, true));
      }),
      { numRuns: 500 },
    );
  });
});

describe('sniff', () => {
  it.each([
    ['zip', [0x50, 0x4b, 0x03, 0x04, 0x14]],
    ['zip', [0x50, 0x4b, 0x05, 0x06, 0x00]],
    ['gzip', [0x1f, 0x8b, 0x08]],
    ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d]],
    ['jpeg', [0xff, 0xd8, 0xff, 0xe0]],
    ['gif', Buffer.from('GIF89a')],
    ['pdf', Buffer.from('%PDF-1.7')],
    ['elf', [0x7f, 0x45, 0x4c, 0x46, 0x02]],
    ['empty', []],
    ['binary', [0x01, 0x02, 0x00, 0x03, 0x05]],
    ['binary', [0x08, 0xff, 0x10]],
    ['text', Buffer.from('PK')],
    ['text', Buffer.from('caf\xe9', 'latin1')],
    ['text', Buffer.from('\u001b[1mTerraform\u001b[0m')],
    ['text', Buffer.from(`${'x'.repeat(4095)}é`)],
  ] as const)('%s', (kind, bytes) => {
    expect(sniff(Uint8Array.from(bytes))).toBe(kind);
  });
});
