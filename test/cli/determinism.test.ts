import { describe, expect, it } from 'vitest';
import { printScene } from '../../src/scene/print.ts';
import type { Scene } from '../../src/scene/scene.ts';
import { cli, directory } from './harness.ts';

const SCENE: Scene = {
  endpoints: {
    sqs: { subnets: ['a'] },
    kms: { subnets: ['b'], privateDns: false },
    s3: { type: 'Gateway', routeTables: [] },
    ssm: { groups: ['ping'] },
    logs: { subnets: ['c'], tags: { 'vpce-lint:ignore': 'availability/single-az' } },
  },
  groups: { ping: { ingress: [{ protocol: 'icmp' }] } },
};

/** Every list of an object is a list of resources here, but those of the innermost values. */
function shuffled(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => shuffled(item, depth + 1));
    return items.every((item) => typeof item === 'object') && depth < 4 ? items.reverse() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, shuffled(item, depth + 1)]),
  );
}

describe('the same input gives the same bytes', () => {
  it.each(['json', 'sarif', 'github', 'markdown', 'html'])('in %s', async (format) => {
    const cwd = directory({ 'plan.json': printScene(SCENE, 'plan', 'x')[0]!.document });
    const run = () => cli(['plan.json', '-f', format, '--preset', 'pedantic', '-v'], { cwd });
    expect(await run()).toEqual(await run());
  });

  it('in whatever order resources, keys and files come', async () => {
    const plan = printScene(SCENE, 'plan', 'x')[0]!.document;
    const state = printScene(SCENE, 'state', 'y')[0]!.document;
    const straight = directory({ 'plan.json': plan, 'state.json': state });
    const crooked = directory({ 'plan.json': shuffled(plan), 'state.json': shuffled(state) });
    const argv = ['-f', 'json', '--preset', 'pedantic', '-v', '--show-suppressed'];
    const placeless = ({ stdout }: { stdout: string }) =>
      JSON.parse(stdout, (key, value) => (key === 'location' ? null : value));
    const one = placeless(await cli(['plan.json', 'state.json', ...argv], { cwd: straight }));
    expect(placeless(await cli(['state.json', 'plan.json', ...argv], { cwd: crooked }))).toEqual(one);
    expect(one.findings.length).toBeGreaterThan(8);
  });

  it('describe output as one file, as several, and in another order', async () => {
    const files = printScene(SCENE, 'describe', 'z');
    const apart = directory(Object.fromEntries(files.map(({ path, document }) => [path, document])));
    const together = directory({ 'all.json': Object.assign({}, ...files.map(({ document }) => document as object)) });
    const backwards = directory(Object.fromEntries(files.map(({ path, document }) => [path, shuffled(document)])));
    const said = async (cwd: string) => {
      const { stdout } = await cli(['.', '-f', 'json', '--preset', 'pedantic'], { cwd });
      const { findings, endpoints, undecided } = JSON.parse(stdout, (key, value) =>
        key === 'location' || key === 'input' ? null : value,
      );
      return { findings, endpoints, undecided };
    };
    const one = await said(apart);
    expect(await said(together)).toEqual(one);
    expect(await said(backwards)).toEqual(one);
    expect(one.endpoints).toHaveLength(5);
  });
});

it('fingerprints do not depend on where a resource stands', async () => {
  const plan = printScene(SCENE, 'plan', 'x')[0]!.document;
  const prints = async (files: Record<string, unknown>, path: string) => {
    const { stdout } = await cli([path, '-f', 'json'], { cwd: directory(files) });
    return JSON.parse(stdout).findings.map(
      (one: { rule: string; fingerprint: string }) => `${one.rule} ${one.fingerprint}`,
    );
  };
  const before = await prints({ 'plan.json': plan }, 'plan.json');
  expect(new Set(before).size).toBe(before.length);
  expect(await prints({ 'other.json': `\n\n\n${JSON.stringify(plan, null, 4)}` }, 'other.json')).toEqual(before);
});
