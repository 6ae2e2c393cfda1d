/** Inputs that are not what the user says, and the same input twice. */
import { describe, expect, it } from 'vitest';
import { cli, directory, FAULTY, HEALTHY, planOf, report, stateOf } from './harness.ts';

const TF = 'resource "aws_vpc" "a" {\n  cidr_block = "10.0.0.0/16"\n}\n';

describe('--kind plan', () => {
  it.each<[string, unknown]>([
    ['a state', stateOf(FAULTY)],
    ['a raw state', { version: 4, serial: 1, lineage: 'x', resources: [] }],
    ['describe output', { VpcEndpoints: [{ VpcEndpointId: 'vpce-1' }] }],
    ['an empty object', {}],
  ])('%s is not an empty plan', async (_, value) => {
    const cwd = directory({ 'x.json': value });
    const { status, stderr } = await cli(['x.json', '--kind', 'plan'], { cwd });
    expect(stderr).toMatch(
      /^vpce-lint: x\.json: --kind plan: this is not a plan\. Write it with `terraform show -json PLAN`\.\n/,
    );
    expect(status).toBe(3);
  });

  it('a plan is one, also a part of it', async () => {
    const { resource_changes } = planOf(HEALTHY) as { resource_changes: unknown };
    const cwd = directory({ 'x.json': { resource_changes } });
    expect((await report(['x.json', '--kind', 'plan'], { cwd })).summary.endpoints).toBe(2);
  });
});

describe('what is none of the inputs', () => {
  const said = async (files: Readonly<Record<string, unknown>>, input: string, stdin?: string) => {
    const { status, stderr } = await cli([input], { cwd: directory(files), ...(stdin === undefined ? {} : { stdin }) });
    expect(status).toBe(3);
    return stderr.split('\n')[0];
  };
  const GIVE = 'Give a Terraform plan or state, or describe output, as JSON.';

  it('text says what to give', async () => {
    expect(await said({ 'a.md': '# hello\n' }, 'a.md')).toBe(
      `vpce-lint: a.md: line 1, column 1: expected a value, found #. ${GIVE}`,
    );
    expect(await said({ 'a.txt': 'hello\n' }, 'a.txt')).toBe(
      `vpce-lint: a.txt: line 1, column 1: expected a value, found hello. ${GIVE}`,
    );
  });

  it('JSON that is broken is not called another text, whatever its encoding', async () => {
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const bytes = Buffer.from('\ufeff{"a": tru}', encoding);
      expect(await said({ 'a.json': bytes }, 'a.json')).toMatch(/^vpce-lint: a\.json: line 1, column 7: (?!.*Give).*$/);
    }
  });

  it('Terraform code without a directory says how to read it', async () => {
    const hint = 'this is Terraform code. Name its directory, or a .tf file in it.';
    expect(await said({}, '-', TF)).toBe(`vpce-lint: ${hint}`);
    expect(await said({ 'main.txt': `# a comment\n${TF}` }, 'main.txt')).toBe(`vpce-lint: main.txt: ${hint}`);
  });

  it('an archive is a binary plan only where it holds one', async () => {
    const archive = (name: string) =>
      `PK\u0003\u0004${'\u0000'.repeat(22)}${String.fromCharCode(name.length)}\u0000\u0000\u0000${name}`;
    expect(await said({ p: archive('tfplan') }, 'p')).toContain('this is a binary plan file. Run `terraform show');
    expect(await said({ 'a.zip': archive('index.js') }, 'a.zip')).toBe(
      'vpce-lint: a.zip: this is a ZIP archive, but not a plan. Unpack it, and name what is in it.',
    );
  });

  it('standard input that is empty is called by its name', async () => {
    expect(await said({}, '-', '')).toBe('vpce-lint: standard input is empty.');
  });
});

it('standard input that is named twice is read once', async () => {
  const { inputs } = await report(['-', '-'], { stdin: JSON.stringify(planOf(HEALTHY)), cwd: directory() });
  expect(inputs).toHaveLength(1);
});

it('values for templates are checked also where no template is', async () => {
  const cwd = directory({ 'plan.json': planOf(HEALTHY) });
  const said = async (...args: string[]) => {
    const { status, stderr } = await cli(['plan.json', ...args], { cwd });
    return `${status} ${stderr}`;
  };
  expect(await said('--parameters', 'nowhere.json')).toMatch(/^2 vpce-lint: nowhere\.json: no such file\./);
  expect(await said('--parameter', 'X')).toMatch(/^2 vpce-lint: --parameter: "X" has no value\./);
  expect(await said('--account', '12')).toMatch(/^2 vpce-lint: --account: "12" is not an account ID\./);
  expect(await said('--region', 'nowhere')).toMatch(/^2 vpce-lint: --region: "nowhere" is not a Region\./);
});

it('a report does not take the place of what the run reads', async () => {
  const cwd = directory({ 'plan.json': planOf(HEALTHY), 'state.json': stateOf(HEALTHY), 'vpce-lint.yaml': '' });
  for (const args of [
    ['plan.json', '-f', 'json=plan.json'],
    ['.', '-f', 'json=plan.json'],
    ['plan.json', '-f', 'json=vpce-lint.yaml'],
    ['plan.json', '--context', 'state.json', '-f', 'json=./state.json'],
    ['plan.json', '--config', 'vpce-lint.yaml', '-f', 'json=vpce-lint.yaml'],
  ]) {
    const { status, stderr } = await cli(args, { cwd });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^vpce-lint: --format: the run reads \S+, so it cannot write it\. Name another file\.\n$/);
  }
});

it('a value may follow the letter of its option', async () => {
  const cwd = directory({ 'plan.json': planOf(FAULTY) });
  const { stdout } = await cli(['plan.json', '-fconcise'], { cwd });
  expect(stdout).toBe((await cli(['plan.json', '-f', 'concise'], { cwd })).stdout);
  expect(stdout).toMatch(/^plan\.json:/);
});
