import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { InputError } from '../model/index.ts';

const NAME = 'vpce-lint.yaml';
const PACKAGE = /^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*(\/[\w.@~/-]+)?$/i;

/** What is wrong with an entry of `extends`, and how to fix it. */
type Fault = (message: string, hint?: string) => InputError;

/**
 * The file that an entry of `extends` names: a path below the config's directory (`./base.yaml`), or a package in
 * node_modules (`@acme/vpce-lint`, its `vpce-lint.yaml`; `acme/strict.yaml`). Nothing is fetched and no code is run.
 */
export function extendedFile(entry: string, config: string, fault: Fault): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(entry) && !isAbsolute(entry)) {
    throw fault(`extends: "${entry}" is a URL`, 'Copy the file, or install it as a package');
  }
  return entry.startsWith('.') || isAbsolute(entry) ? below(entry, config, fault) : inPackage(entry, config, fault);
}

function below(entry: string, config: string, fault: Fault): string {
  const directory = dirname(config);
  const path = resolve(directory, entry);
  const outside = `extends: "${entry}" is outside the directory of the config`;
  if (!isBelow(path, directory)) throw fault(outside, 'Move the file below it, or install it as a package');
  if (!existsSync(path))
    throw fault(`extends: the file "${entry}" does not exist`, 'Paths are relative to this config');
  if (!isBelow(realpathSync(path), realpathSync(directory))) throw fault(outside, 'Replace the link by a file');
  return path;
}

function inPackage(entry: string, config: string, fault: Fault): string {
  if (!PACKAGE.test(entry) || entry.split('/').includes('..')) {
    throw fault(`extends: "${entry}" is neither a path nor a package`, 'Begin a path with `./`');
  }
  const parts = entry.split('/');
  const name = parts.slice(0, entry.startsWith('@') ? 2 : 1).join('/');
  const rest = parts.slice(entry.startsWith('@') ? 2 : 1).join('/');
  for (let directory = dirname(config); ; directory = dirname(directory)) {
    const home = join(directory, 'node_modules', name);
    if (existsSync(home)) {
      const path = join(home, rest === '' ? NAME : rest);
      if (existsSync(path)) return path;
      throw fault(`extends: the package ${name} has no ${rest === '' ? NAME : rest}`, 'Name a file of the package');
    }
    if (dirname(directory) === directory) break;
  }
  const isFile = existsSync(resolve(dirname(config), entry));
  throw fault(
    `extends: the package ${name} is not in node_modules`,
    isFile ? `For the file write ./${entry}` : 'Install it first',
  );
}

function isBelow(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
