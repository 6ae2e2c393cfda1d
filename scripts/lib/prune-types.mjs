import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Removes declarations that the public ones never lead to. The compiler writes one for every file of the program, rules
 * and all: nine of ten would be dead weight in the package.
 *
 * @param {string} folder of declarations
 * @param {string} entry the public one, below it
 */
export function pruneTypes(folder, entry) {
  const kept = new Set();
  const waiting = [resolve(folder, entry)];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (kept.has(file)) continue;
    kept.add(file);
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*['"](\.[^'"]+)['"]/g)) {
      // A module of JSON has no declaration of its own.
      if (/\.[jt]s$/.test(path)) waiting.push(resolve(dirname(file), path.replace(/(?:\.d)?\.[jt]s$/, '.d.ts')));
    }
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = resolve(join(entry.parentPath, entry.name));
    if (entry.isFile() && !kept.has(path)) rmSync(path);
  }
}
