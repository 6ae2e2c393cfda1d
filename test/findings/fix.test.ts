import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defineRule, fail, type Rule } from '../../src/engine/index.ts';
import { lint } from '../../src/index.ts';
import { printScene } from '../../src/scene/print.ts';
import type { Scene, SceneInput } from '../../src/scene/scene.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vpce-lint-fix-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const said = {
  fix: 'Turn on private DNS.',
  fixIn: {
    terraform: 'Set `private_dns_enabled = true`.',
    cloudformation: 'Set `PrivateDnsEnabled: true`.',
    cli: 'Run `aws ec2 modify-vpc-endpoint --private-dns-enabled`.',
  },
};
const spec = {
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Private DNS is off.',
  why: 'Calls bypass the endpoint.',
  sources: [],
  bad: {},
  good: {},
} as const;
const found = { message: 'Private DNS is off for sqs' };
const declared = defineRule({ ...spec, ...said, id: 'test/declared', check: () => fail(found) });
const inVerdict = defineRule({
  ...spec,
  id: 'test/in-verdict',
  fix: 'Do something else.',
  fixIn: { terraform: 'Do something else in Terraform.' },
  check: () => fail({ ...found, ...said }),
});
const general = defineRule({
  ...spec,
  ...said,
  id: 'test/general',
  check: () => fail({ ...found, fix: 'Ask the owner.' }),
});

const scene: Scene = { endpoints: { sqs: { privateDns: false } } };

it.each([
  ['plan', said.fixIn.terraform],
  ['state', said.fixIn.terraform],
  ['sources', said.fixIn.terraform],
  ['template', said.fixIn.cloudformation],
  ['describe', said.fixIn.cli],
] as const)('a finding in a %s says the fix in its words', async (input: SceneInput, expected) => {
  const cwd = mkdtempSync(join(folder, input));
  const paths = printScene(scene, input, 'fix').map(({ path, document }) => {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), typeof document === 'string' ? document : JSON.stringify(document));
    return path;
  });
  const extraRules = [declared, inVerdict, general] as unknown as Rule[];
  const { findings } = await lint({
    paths: input === 'sources' ? ['.'] : paths,
    cwd,
    config: false,
    extraRules,
    select: ['test/*'],
  });
  expect(Object.fromEntries(findings.map(({ rule, fix }) => [rule, fix]))).toEqual({
    'test/declared': expected,
    'test/in-verdict': expected,
    'test/general': 'Ask the owner.',
  });
});
