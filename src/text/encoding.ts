import { isUtf8 } from 'node:buffer';
import { TextError } from './text-error.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';
export type Sniffed = 'zip' | 'gzip' | 'png' | 'jpeg' | 'gif' | 'pdf' | 'elf' | 'text' | 'binary' | 'empty';

/** The text as UTF-8 without byte order mark, and what it was. @throws TextError for bytes that are no text */
export function toUtf8(bytes: Uint8Array): { bytes: Uint8Array; encoding: Encoding; bom: boolean } {
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = bom ? bytes.subarray(3) : bytes;
  if (!isUtf8(text)) throw new TextError('this is not UTF-8 text', { offset: 0, line: 1, column: 1 });
  return { bytes: text, encoding: 'utf-8', bom };
}

/** What the first bytes of a file say it is. */
export function sniff(bytes: Uint8Array): Sniffed {
  if (bytes.length === 0) return 'empty';
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return 'zip';
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  return bytes.subarray(0, 4096).includes(0) ? 'binary' : 'text';
}
