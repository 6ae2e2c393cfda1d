import { readFileSync, type Stats, statSync } from 'node:fs';
import { irregular, NoRegularFile, readRegularFile } from '../base/regular-file.ts';

/** What shells make of `<(command)`, and standard input by name: theirs, and not somebody's who made a pull request. */
const OF_THE_SHELL = /^\/dev\/(fd\/\d+|stdin)$|^\/proc\/(self|\d+)\/fd\/\d+$/;

/**
 * All bytes of a file the user named: a regular one, or one the shell made of another command's output.
 *
 * @throws NoRegularFile; what the system says where there is no such file, or it may not be read
 */
export function readNamedFile(path: string): Buffer {
  return OF_THE_SHELL.test(path) && !statsOf(path).isDirectory() ? readFileSync(path) : readRegularFile(path);
}

/** @throws NoRegularFile for what is not read */
export function statsOf(path: string): Stats {
  const stats = statSync(path);
  const kind = irregular(stats);
  if (kind !== undefined && !OF_THE_SHELL.test(path)) throw new NoRegularFile(`this is ${kind}`);
  return stats;
}
