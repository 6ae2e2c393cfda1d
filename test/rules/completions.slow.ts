/**
 * What is known decides: in what real tools wrote, no rule is undecided where every completion of the unknowns gives one
 * verdict.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../src/loaders/index.ts';
import { indecisive } from './completions.ts';
import { rules } from './judge.ts';
import { NOT_TOLD } from './not-told.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));
/** A directory without sources. */
const NO_SOURCES = fileURLToPath(new URL('../../schema/', import.meta.url));

/** Larger networks hold nothing that smaller ones do not. */
const MOST = 60;

describe.each(inputs())('%s', (_, files) => {
  it('is decided where every completion agrees', () => {
    const { pictures } = loadFiles(
      files.map((path) => ({ path, bytes: readFileSync(path) })),
      { root: NO_SOURCES, cwd: FIXTURES },
    );
    for (const { network } of pictures) {
      if (network.endpoints.length + network.endpointServices.length > MOST) continue;
      const found = rules.flatMap((rule) => indecisive(rule, network));
      expect(found.filter((line) => !NOT_TOLD.some((one) => one.test(line)))).toEqual([]);
    }
  });
});

/** Plans and states one by one, describe output by the folder. */
function inputs(): [string, string[]][] {
  const stacks = ['plan.json', 'state.json'].flatMap((name) =>
    readdirSync(join(FIXTURES, 'terraform'))
      .map((theme) => join(FIXTURES, 'terraform', theme, name))
      .filter((path) => existsSync(path))
      .map((path): [string, string[]] => [path.slice(FIXTURES.length), [path]]),
  );
  const folders = readdirSync(join(FIXTURES, 'describe'))
    .map((name) => join(FIXTURES, 'describe', name))
    .filter((path) => statSync(path).isDirectory())
    .map((path): [string, string[]] => [
      path.slice(FIXTURES.length),
      readdirSync(path)
        .filter((name) => name.endsWith('.json'))
        .map((name) => join(path, name)),
    ]);
  return [...stacks, ...folders];
}
