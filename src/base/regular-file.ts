import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';

/** A path that leads to something that is not read. `message` says what, for a person. */
export class NoRegularFile extends Error {}

export interface ReadLimits {
  /** Bytes. */
  readonly most?: number;
}

/**
 * The bytes of a regular file. A named pipe, a device or a socket may never end. The author of a pull request could put
 * one there to stop the check.
 *
 * @throws NoRegularFile for any other kind of file; the system's error if the file does not exist or cannot be read
 */
export function readRegularFile(path: string, { most }: ReadLimits = {}): Buffer {
  refuse(statSync(path));
  // Opens without waiting, because the open of a pipe waits for a writer.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    // It may be another one by now.
    refuse(fstatSync(descriptor));
    // A file of /proc tells no size.
    const bytes = readAll(descriptor, most === undefined ? undefined : most + 1);
    if (most !== undefined && bytes.length > most) throw new NoRegularFile(`the file has more than ${inWords(most)}`);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

function refuse(stats: Stats): void {
  const kind = irregular(stats);
  if (kind !== undefined) throw new NoRegularFile(`this is ${kind}`);
}

/** The kind of a file that is not regular; undefined for a regular file. */
export function irregular(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a named pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

/** Whether a path is a directory or in it, once links are followed. */
export function isInside(path: string, directory: string): boolean {
  const [real, root] = [realpathSync(path), realpathSync(directory)];
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
}

function readAll(descriptor: number, most: number | undefined): Buffer {
  const pieces: Buffer[] = [];
  for (let length = 0; most === undefined || length < most; ) {
    const piece = Buffer.allocUnsafe(1 << 16);
    const count = readSync(descriptor, piece, 0, piece.length, null);
    if (count === 0) break;
    pieces.push(piece.subarray(0, count));
    length += count;
  }
  return Buffer.concat(pieces);
}

function inWords(bytes: number): string {
  return bytes >= 1_000_000 ? `${bytes / 1_000_000} MB` : `${bytes / 1000} KB`;
}
