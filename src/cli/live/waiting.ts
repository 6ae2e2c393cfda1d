/** Texts that wait for those of an account before theirs: in memory while they are few, then in a file. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Characters that wait in memory. */
const MOST = 4_000_000;

export interface WaitingTexts {
  put(account: string, texts: readonly string[]): void;
  /** Its texts, once; undefined if none were put. */
  take(account: string): readonly string[] | undefined;
  close(): void;
}

type Kept = { readonly texts: readonly string[] } | { readonly at: number; readonly bytes: number };

export function waitingTexts(most = MOST): WaitingTexts {
  const kept = new Map<string, Kept>();
  let inMemory = 0;
  let file: SpillFile | undefined;
  const keep = (texts: readonly string[]): Kept => {
    if (inMemory + sizeOf(texts) > most) {
      try {
        file ??= spillFile();
        return file.write(JSON.stringify(texts));
      } catch (error) {
        // Where no temporary file can be written, memory has to do.
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      }
    }
    inMemory += sizeOf(texts);
    return { texts };
  };
  return {
    put: (account, texts) => {
      kept.set(account, keep(texts));
    },
    take: (account) => {
      const found = kept.get(account);
      if (!found) return undefined;
      kept.delete(account);
      if (!('texts' in found)) return JSON.parse(file!.read(found)) as string[];
      inMemory -= sizeOf(found.texts);
      return found.texts;
    },
    close: () => file?.close(),
  };
}

function sizeOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}

interface Place {
  readonly at: number;
  readonly bytes: number;
}

interface SpillFile {
  write(text: string): Place;
  read(place: Place): string;
  close(): void;
}

/** A file that only this process may read, and that is gone with it. */
function spillFile(): SpillFile {
  const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-'));
  const descriptor = openSync(join(folder, 'waiting'), 'wx+', 0o600);
  let end = 0;
  return {
    write: (text) => {
      const bytes = Buffer.from(text);
      const at = end;
      for (let done = 0; done < bytes.length; )
        done += writeSync(descriptor, bytes, done, bytes.length - done, at + done);
      end += bytes.length;
      return { at, bytes: bytes.length };
    },
    read: ({ at, bytes }) => {
      const buffer = Buffer.alloc(bytes);
      for (let done = 0; done < bytes; ) done += readSync(descriptor, buffer, done, bytes - done, at + done);
      return buffer.toString();
    },
    close: () => {
      closeSync(descriptor);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
