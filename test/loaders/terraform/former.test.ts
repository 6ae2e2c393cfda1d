import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { TerraformDocument } from '../../../src/loaders/terraform/document/document.ts';
import { formerAddresses } from '../../../src/loaders/terraform/sources/moved.ts';
import { openDirectory } from '../../../src/loaders/terraform/sources/read.ts';

const nothing = { instances: [] } as unknown as TerraformDocument;

/** What addresses were, by these files. */
function former(files: Record<string, string>, document = nothing): (address: string) => string {
  const cwd = mkdtempSync(join(tmpdir(), 'vpce-lint-test-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return formerAddresses(document, openDirectory('.', cwd));
}

const move = (from: string, to: string) => `moved {\n  from = ${from}\n  to   = ${to}\n}\n`;

it('follows a move of a resource, of one of its instances, and chains of them', () => {
  const of = former({
    'main.tf': [
      move('aws_vpc_endpoint.a', 'aws_vpc_endpoint.b'),
      move('aws_vpc_endpoint.b', 'aws_vpc_endpoint.c'),
      move('aws_vpc_endpoint.list[0]', 'aws_vpc_endpoint.map["sqs.eu"]'),
    ].join('\n'),
  });
  expect(of('aws_vpc_endpoint.c')).toBe('aws_vpc_endpoint.a');
  expect(of('aws_vpc_endpoint.c["x.y"]')).toBe('aws_vpc_endpoint.a["x.y"]');
  expect(of('aws_vpc_endpoint.map["sqs.eu"]')).toBe('aws_vpc_endpoint.list[0]');
  expect(of('aws_vpc_endpoint.map["kms"]')).toBe('aws_vpc_endpoint.map["kms"]');
  expect(of('aws_vpc_endpoint.cc')).toBe('aws_vpc_endpoint.cc');
});

it('follows moves of modules, into modules and within them', () => {
  const of = former({
    'main.tf': `module "net" {\n  source = "./net"\n}\n${move('module.network', 'module.net')}${move('aws_vpc_endpoint.loose', 'module.net["a"].aws_vpc_endpoint.loose')}`,
    'net/main.tf': move('aws_vpc_endpoint.this', 'aws_vpc_endpoint.sqs'),
  });
  expect(of('module.net["a"].aws_vpc_endpoint.sqs[0]')).toBe('module.network["a"].aws_vpc_endpoint.this[0]');
  expect(of('module.net["a"].aws_vpc_endpoint.loose')).toBe('aws_vpc_endpoint.loose');
});

it('reads JSON syntax, takes the plan’s word first, and comes out of a circle', () => {
  const of = former(
    {
      'main.tf.json': JSON.stringify({
        moved: [
          { from: 'aws_vpc_endpoint.a', to: 'aws_vpc_endpoint.b' },
          { from: 'aws_vpc_endpoint.y', to: 'aws_vpc_endpoint.x' },
          { from: 'aws_vpc_endpoint.x', to: 'aws_vpc_endpoint.y' },
        ],
      }),
    },
    { instances: [{ address: 'aws_vpc_endpoint.c', previousAddress: 'aws_vpc_endpoint.b' }] } as never,
  );
  expect(of('aws_vpc_endpoint.c')).toBe('aws_vpc_endpoint.a');
  expect(of('aws_vpc_endpoint.x')).toMatch(/^aws_vpc_endpoint\.[xy]$/);
});

it('knows of no move without sources and without a plan that makes one', () => {
  expect(formerAddresses(nothing, undefined)('aws_vpc_endpoint.a')).toBe('aws_vpc_endpoint.a');
});
