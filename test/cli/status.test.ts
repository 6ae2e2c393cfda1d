import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, directory, FAULTY, HEALTHY, planOf, stateOf } from './harness.ts';

const lint = (files: Record<string, unknown>, ...argv: string[]) => cli(argv, { cwd: directory(files) });

/** Looks like a plan and is cut off. */
const BROKEN = JSON.stringify(planOf(HEALTHY)).slice(0, 900);

describe('exit status', () => {
  it('0: nothing at or above --fail-on', async () => {
    expect((await lint({ 'plan.json': planOf(HEALTHY) }, 'plan.json')).status).toBe(0);
    const faulty = { 'plan.json': planOf(FAULTY) };
    expect((await lint(faulty, 'plan.json', '--fail-on', 'error')).status).toBe(0);
    expect((await lint(faulty, 'plan.json', '--fail-on', 'never')).status).toBe(0);
  });

  it('1: findings at or above it', async () => {
    const faulty = { 'plan.json': planOf(FAULTY) };
    expect((await lint(faulty, 'plan.json')).status).toBe(1);
    expect((await lint(faulty, 'lint', 'plan.json', '--fail-on', 'note')).status).toBe(1);
    expect(
      (await lint(faulty, 'plan.json', '--rule', 'availability/single-az=error', '--fail-on', 'error')).status,
    ).toBe(1);
    expect((await lint(faulty, 'plan.json', '--rule', 'availability/single-az=note')).status).toBe(0);
  });

  it('1: with --fail-on-undecided a check that could not be decided', async () => {
    const plan = { 'plan.json': planOf(HEALTHY) };
    const unsure = { 'state.json': stateOf({ endpoints: { 'vendor.thing': {} } }) };
    expect((await lint(plan, 'plan.json', '--fail-on-undecided', '--select', 'availability/single-az')).status).toBe(0);
    const strict = ['state.json', '--preset', 'strict', '--fail-on', 'never'];
    expect((await lint(unsure, ...strict)).status).toBe(0);
    expect((await lint(unsure, ...strict, '--fail-on-undecided')).status).toBe(1);
  });

  it('2: wrong usage', async () => {
    const { status, stdout, stderr } = await lint({}, '--nonsense');
    expect({ status, stdout, stderr }).toMatchInlineSnapshot(`
      {
        "status": 2,
        "stderr": "vpce-lint: unknown option --nonsense. \`vpce-lint lint --help\` lists all options.
      ",
        "stdout": "",
      }
    `);
  });

  it.each([
    ['a truncated plan', { 'in.json': BROKEN }],
    ['an empty file', { 'in.json': '' }],
    ['a picture', { 'in.json': '\u0089PNG\r\n\u001a\n\u0000\u0000' }],
    ['some other JSON', { 'in.json': { hello: 'world' } }],
    ['describe output without endpoints', { 'in.json': { VpcEndpoints: [] } }],
    ['a file that is not there', {}],
  ])('3: %s, in one plain line', async (_, files) => {
    for (const format of ['pretty', 'json']) {
      const { status, stdout, stderr } = await lint(files, 'in.json', '-f', format);
      expect(status).toBe(3);
      expect(stderr).toMatch(/^vpce-lint: in\.json: .+\n$/);
      if (format === 'pretty') expect(stdout).toBe('');
      else
        expect(JSON.parse(stdout)).toMatchObject({ complete: false, incomplete: [{ path: 'in.json' }], endpoints: [] });
    }
  });

  it('3: a directory without inputs', async () => {
    const cwd = directory();
    mkdirSync(join(cwd, 'empty'));
    const { status, stdout, stderr } = await cli(['empty'], { cwd });
    expect(status).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^vpce-lint: .+\n$/);
  });

  it('3 wins over 1, and what could be judged is reported', async () => {
    const { status, stdout } = await lint({ 'plan.json': planOf(FAULTY), 'broken.json': BROKEN }, '.');
    expect(status).toBe(3);
    expect(stdout).toContain('sqs is in 1 of 3 Availability Zones of its VPC');
    expect(stdout).toContain('Incomplete input: these parts were not checked');
    expect(stdout).toContain('broken.json');
  });

  it('--allow-partial and --allow-empty excuse an incomplete, or an empty, input', async () => {
    const partial = { 'plan.json': planOf(HEALTHY), 'broken.json': BROKEN };
    expect((await lint(partial, '.', '--allow-partial')).status).toBe(0);
    expect((await lint(partial, '.', '--allow-empty')).status).toBe(3);
    expect((await lint({ ...partial, 'faulty.json': planOf(FAULTY) }, '.', '--allow-partial')).status).toBe(1);
    const empty = { 'in.json': { VpcEndpoints: [] } };
    expect((await lint(empty, 'in.json', '--allow-empty')).status).toBe(0);
    expect((await lint(empty, 'in.json', '--allow-partial')).status).toBe(3);
  });

  it('0 for a complete plan without endpoints, which says so', async () => {
    const plan = { 'plan.json': planOf({ endpoints: {} }) };
    const pretty = await lint(plan, 'plan.json');
    expect(pretty).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^no VPC endpoints: nothing judged {3}\d+ ms\n$/),
    });
    const quiet = await lint(plan, 'plan.json', '-q');
    expect(quiet.stdout).toContain('no VPC endpoints: nothing judged');
    const json = await lint(plan, 'plan.json', '-f', 'json');
    expect(json).toMatchObject({ status: 0, stderr: 'no VPC endpoints: nothing judged\n' });
  });
});
