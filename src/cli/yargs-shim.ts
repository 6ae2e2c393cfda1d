/**
 * What yargs asks of its platform, for the bundle: a third of its own. That one brings translations read from disk, a
 * layout engine and string-width with two Intl.Segmenters; help and messages here are ours, so nothing of it is missed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { format, inspect } from 'node:util';
import Parser from 'yargs-parser';
import { width } from '../reporters/text.ts';

export default {
  assert: {
    strictEqual: (actual: unknown, expected: unknown, message: string) => ensure(actual === expected, message),
    notStrictEqual: (actual: unknown, expected: unknown, message: string) => ensure(actual !== expected, message),
  },
  cliui: () => ({ div: () => undefined, span: () => undefined, toString: () => '' }),
  findUp: () => undefined,
  getCallerFile: () => '',
  getEnv: (name: string) => process.env[name],
  getProcessArgvBin: () => 'vpce-lint',
  inspect,
  mainFilename: '',
  Parser,
  path: { basename, dirname, extname, join, relative, resolve },
  process: {
    argv: () => process.argv,
    cwd: () => process.cwd(),
    emitWarning: () => undefined,
    execPath: () => process.execPath,
    exit: () => undefined,
    nextTick: process.nextTick,
    stdColumns: null,
  },
  readdirSync,
  readFileSync,
  require: undefined,
  stringWidth: width,
  y18n: {
    __: (text: string, ...values: unknown[]) => format(text, ...values),
    __n: (one: string, many: string, n: number, ...values: unknown[]) => format(n === 1 ? one : many, ...values),
    getLocale: () => 'en',
    setLocale: () => undefined,
    updateLocale: () => undefined,
  },
};

function ensure(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}
