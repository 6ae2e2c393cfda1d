import { isAscii } from 'node:buffer';
import { closeSync, fstatSync, openSync, readFileSync, readSync, type Stats } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { NoRegularFile } from '../base/regular-file.ts';
import { InputError } from '../model/index.ts';
import { invalidUtf8, isMarked, toUtf8, WRITE_UTF8 } from '../text/encoding.ts';
import { MemorySource, newSourceId, type Source } from '../text/json/index.ts';
import { LINE_FEED, LineIndex } from '../text/position.ts';
import { TextError } from '../text/text-error.ts';
import { readNamedFile, statsOf } from './named-file.ts';

/** What a file holds. */
export interface Content {
  /** Its beginning: enough to tell what it is. */
  readonly head: Uint8Array;
  /** Whether it was packed: then nobody can open the file at a line. */
  readonly packed?: true;
  /** The whole content as a text. @throws TextError if it is not a text */
  source(): Source;
  /** Closes the file. It opens again when a caller needs a place in it. */
  close?(): void;
}

/** How much of a file tells what it is. */
const HEAD = 1 << 16;

/** Files of this size or more do not stay in memory: its new memory costs more than the read of its bytes. */
const LARGE = 1 << 20;

/** The most that an archive may unpack to: a small archive can be built that fills any memory. */
const MOST_UNPACKED = 1 << 30;

export function contentOf(bytes: Uint8Array): Content {
  const unpacked = isGzip(bytes) ? unpack(bytes) : undefined;
  if (unpacked) return { ...contentOfText(unpacked), packed: true };
  return contentOfText(bytes);
}

function contentOfText(bytes: Uint8Array): Content {
  return { head: bytes.subarray(0, HEAD), source: () => new MemorySource(toUtf8(bytes).bytes) };
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Undefined if it cannot be unpacked: its first bytes still show what it is. */
function unpack(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED });
  } catch {
    return undefined;
  }
}

/**
 * Opens a file, which messages call `shown`.
 *
 * @throws an error for `readProblem` where it cannot be read
 */
export function openContent(path: string, shown: string): Content {
  const stats = statsOf(path);
  // A pipe of the shell, or a file of /proc that tells no size, is read to its end and only once.
  if (!stats.isFile() || stats.size < LARGE) return contentOf(readNamedFile(path));
  const file = new FileSource(path, shown, stats);
  const head = headOf(file);
  if (!isMarked(head) && !isGzip(head)) return { head, source: () => file, close: () => file.close() };
  file.close();
  return contentOf(readFileSync(path));
}

function headOf(file: FileSource): Buffer {
  try {
    return file.bytes(0, HEAD);
  } catch (error) {
    file.close();
    throw error;
  }
}

/** A file that is read where it is wanted, and never held whole. */
class FileSource implements Source {
  readonly id = newSourceId();
  ascii = true;
  plain = 0;

  private readonly path: string;
  private readonly shown: string;
  private readonly stats: Stats;
  private descriptor: number | undefined;
  /** The one file that is open: a directory may hold more large files than a process may have open. */
  private static held: FileSource | undefined;

  constructor(path: string, shown: string, stats: Stats) {
    this.path = path;
    this.shown = shown;
    this.stats = stats;
  }

  /** @throws TextError where it is not UTF-8 */
  read(into: Buffer, offset: number): number {
    const count = this.readAt(into, offset);
    const bytes = into.subarray(0, count);
    if (isAscii(bytes)) {
      if (offset <= this.plain && !bytes.includes(LINE_FEED)) this.plain = Math.max(this.plain, offset + count);
      return count;
    }
    this.ascii = false;
    const fault = invalidUtf8(bytes);
    if (fault === undefined) return count;
    if (!fault.cutOff) {
      const at = offset + fault.offset;
      throw new TextError(fault.message, { offset: at, ...new LineIndex(this).place(at), hint: WRITE_UTF8 });
    }
    // The rest of a character comes with the next bytes. If none come, the reader sees that the text is cut off.
    return fault.offset > 0 ? fault.offset : count;
  }

  bytes(start: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(end - start);
    return bytes.subarray(0, this.readAt(bytes, start));
  }

  close(): void {
    if (this.descriptor === undefined) return;
    closeSync(this.descriptor);
    this.descriptor = undefined;
    FileSource.held = undefined;
  }

  private readAt(into: Buffer, offset: number): number {
    try {
      this.descriptor ??= this.open();
      this.check(this.descriptor);
      return readSync(this.descriptor, into, 0, into.length, offset);
    } catch (error) {
      throw error instanceof InputError ? error : new InputError(readProblem(error), { file: this.shown });
    }
  }

  private open(): number {
    FileSource.held?.close();
    FileSource.held = this;
    return openSync(this.path, 'r');
  }

  private check(descriptor: number): void {
    const { size, mtimeMs } = fstatSync(descriptor);
    if (size === this.stats.size && mtimeMs === this.stats.mtimeMs) return;
    throw new InputError('the file changed while vpce-lint read it', { file: this.shown, hint: 'Run again' });
  }
}

/** Why a file cannot be read. */
export function readProblem(error: unknown): string {
  if (error instanceof InputError) return error.message;
  if (error instanceof NoRegularFile) return `${error.message}. Name a file, or - for standard input.`;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EACCES') return 'permission denied';
  if (code === 'ENOENT') return 'no such file';
  return `the file cannot be read (${code ?? 'unknown error'})`;
}
