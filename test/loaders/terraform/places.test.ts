import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openDirectory } from '../../../src/loaders/terraform/sources/read.ts';
import { within } from '../../../src/model/index.ts';
import { FIXTURES, loadJson, readJson, themes } from './fixtures.ts';

describe.each(themes)('%s', (theme) => {
  it('every attribute written in the sources is found on its line', () => {
    const plan = readJson(`${theme}/plan.json`);
    const { inputs, pictures } = loadJson(plan, theme);
    const place = inputs[0]?.source;
    expect(place).toBeDefined();
    const { network } = pictures[0]!;
    let found = 0;
    for (const noun of [...network.endpoints, ...network.securityGroups, ...network.subnets]) {
      if (noun.address === null) continue;
      for (const name of ['vpc_id', 'subnet_ids', 'policy', 'ingress', 'availability_zone', 'not_written']) {
        const at = place!(within(noun.at, name));
        if (!at) continue;
        const line = readFileSync(join(FIXTURES, at.file), 'utf8').split('\n')[at.line - 1]!;
        const type = /aws_\w+(?=\.[^.]*$)|aws_\w+/.exec(noun.address.replace(/\["(?:[^"\\]|\\.)*"\]/g, ''))![0];
        const isThere = new RegExp(`^\\s*(dynamic ")?${name}\\b`).test(line);
        expect(isThere || line.startsWith(`resource "${type}"`), `${noun.address}.${name}: ${line}`).toBe(true);
        found += 1;
      }
    }
    expect(found).toBeGreaterThan(0);
  });
});

describe('sources that are not those of the plan', () => {
  const plan = readJson('single-az/plan.json');

  it('are ignored, in one line', () => {
    const { pictures, inputs } = loadJson(plan, 'associations');
    expect(pictures[0]?.notes.join('\n')).toMatch(
      /^the Terraform code in .*associations does not belong to the plan \(it lacks aws_vpc_endpoint\.ssm\), so vpce-lint ignores it$/,
    );
    expect(inputs[0]?.source).toBeUndefined();
  });
});

describe('the root', () => {
  const base = mkdtempSync(join(tmpdir(), 'vpce-lint-'));
  const root = join(base, 'root');
  const outside = join(base, 'outside');
  for (const directory of [root, outside]) mkdirSync(directory);
  const block = (name: string) => `resource "aws_vpc" "${name}" {}\n`;
  writeFileSync(join(outside, 'main.tf'), block('outside'));
  writeFileSync(
    join(root, 'main.tf'),
    `${block('inside')}module "up" {\n  source = "../outside"\n}\nmodule "link" {\n  source = "./link"\n}\n`,
  );
  symlinkSync(join(outside, 'main.tf'), join(root, 'linked.tf'));
  symlinkSync(outside, join(root, 'link'));
  afterAll(() => rmSync(base, { recursive: true }));

  it('is not left, neither by a path nor through a link', () => {
    const tree = openDirectory(root, base)!;
    expect([...tree.module([])!.resources.keys()]).toEqual(['aws_vpc.inside']);
    expect(tree.module(['up'])).toBeUndefined();
    expect(tree.module(['link'])).toBeUndefined();
  });
});
