/** What `npm run gen -- --check` holds the stacks of the fixtures to, as tests: each says what it said at first. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { remembered } from '../../src/base/memo.ts';
import { lint } from '../../src/index.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/terraform/', import.meta.url));
const FILES = ['plan.json', 'state.json', 'terraform.tfstate', 'plan-after-apply.json'];
const now = new Date('2026-12-01T00:00:00Z');
const first = new Map<string, object>();

const inputs = readdirSync(FOLDER)
  .flatMap((stack) => FILES.map((file) => `${FOLDER}${stack}/${file}`))
  .filter((path) => existsSync(path));

it.each(inputs)('%s', async (path) => {
  const { incomplete, findings, undecided } = await lint({ paths: [path], preset: 'pedantic', config: false, now });
  const said = {
    incomplete: incomplete.map(({ message }) => message),
    findings: findings.map(({ rule, level, subject, message }) => [rule, level, subject, message]),
    undecided: undecided.map(({ rule, subject, missing }) => [rule, subject, missing]),
  };
  expect(said).toEqual(remembered(first, path, () => said));
});
