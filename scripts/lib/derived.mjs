import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './import-ts.mjs';

/**
 * Writes a file that derives from others, and tells what it did. With `--check` on the command line it writes nothing,
 * and the program fails where the file is out of date.
 */
export function putDerived(path, text) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) console.log(`${path} is up to date`);
  else if (process.argv.includes('--check')) {
    console.log(`out of date:\n  ${path}\nrun \`npm run gen\` and commit what it writes`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`written:\n  ${path}`);
  }
}
