import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { SHOWN, withOutput } from '../scripts/gen/readme.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = `${root}README.md`;

test('the output the README shows is what the built command prints', () => {
  const { stdout } = spawnSync(process.execPath, ['bin/vpce-lint.js', ...SHOWN], { cwd: root, encoding: 'utf8' });
  const text = readFileSync(readme, 'utf8');
  expect(text, 'run `npm run gen` and commit what it writes').toBe(withOutput(text, stdout));
});

test('the README names no file that is not there', () => {
  const links = [...readFileSync(readme, 'utf8').matchAll(/\]\(([^)#:]+)\)/g)].map((m) => m[1]!);
  expect(links.filter((link) => !existsSync(`${root}${link}`))).toEqual([]);
});
