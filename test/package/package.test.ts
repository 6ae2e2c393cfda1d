/** What can be told of the package without packing it; `scripts/check-package.mjs` tells the rest in CI. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

describe('package.json', () => {
  it('sends out every file that it points to', () => {
    const targets = [...Object.values(manifest.bin), ...Object.values(manifest.exports).flatMap(leaves)].map(String);
    const sent = [...manifest.files.map((each: string) => `${each}/`), 'package.json'];
    for (const target of targets) {
      const path = target.replace(/^\.\//, '');
      expect(
        sent.some((each) => path === each || path.startsWith(each)),
        `${target} is in files`,
      ).toBe(true);
    }
  });

  it('names types before code, as TypeScript reads conditions in order', () => {
    expect(Object.keys(manifest.exports['.'])).toEqual(['types', 'default']);
  });

  it('declares what the sources import', () => {
    const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }));
    const foreign = [...imports('src'), ...imports('rules')].filter(({ name }) => !declared.has(name));
    expect(foreign).toEqual([]);
  });
});

it('what only live accounts need can be left out', () => {
  const live = (name: string) => /^@(aws-sdk|smithy)\//.test(name);
  expect(Object.keys(manifest.dependencies).filter(live)).toEqual([]);
  expect(Object.keys(manifest.optionalDependencies).every(live)).toBe(true);
});

describe('the command', () => {
  it('can be started', () => {
    const shim = join(ROOT, manifest.bin['vpce-lint']);
    expect(readFileSync(shim, 'utf8')).toMatch(
      /^#!\/usr\/bin\/env node\n(?:\/\/.*\n)?require\('\.\.\/dist\/cli\.cjs'\);\n$/,
    );
    if (process.platform !== 'win32') expect(statSync(shim).mode & 0o111).not.toBe(0);
  });
});

function leaves(conditions: unknown): string[] {
  return typeof conditions === 'string' ? [conditions] : Object.values(conditions as object).flatMap(leaves);
}

/** Packages that the sources of a folder import at run time; types are gone by then. */
function imports(folder: string): { file: string; name: string }[] {
  const builtin = new Set(builtinModules);
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(ROOT, folder, file), 'utf8');
      const code = [
        ...text.matchAll(/^(?:import|export) (?!type\b)[^;]*?from '([^'.][^']*)'|\bimport\('([^'.][^']*)'\)/gm),
      ];
      return code.map(([, one, other]) => ({ file, name: packageOf(one ?? other ?? '') }));
    })
    .filter(({ name }) => !name.startsWith('node:') && !builtin.has(name));
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
