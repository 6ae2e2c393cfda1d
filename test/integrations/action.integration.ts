import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { directory, FAULTY, HEALTHY, planOf } from '../cli/harness.ts';
import { type Ran, Runner } from './support/action.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const runner = new Runner();

afterAll(() => runner.close());

/** Without the step that installs, which the first test runs. */
function run(inputs: Readonly<Record<string, string>>, workspace: string, from = 1): Ran {
  return runner.run(ROOT, { version: `file:${inject('tarball')}`, ...inputs }, workspace, from);
}

/** What the runner does, told by its commands: those between the marks that stop it are none. */
function commandsIn(log: string): string[] {
  const inert = log.replaceAll(/^::stop-commands::(\S+)\n[\s\S]*?^::\1::$/gm, '');
  return inert.split('\n').filter((line) => line.trimStart().startsWith('::'));
}

describe('the action', () => {
  it('judges a plan: annotations, log, summary, SARIF, outputs, status', () => {
    const workspace = directory({ 'plan.json': planOf(FAULTY) });
    const ran = run({ paths: 'plan.json' }, workspace, 0);
    expect(ran.status).toBe(1);
    expect(ran.outputs).toEqual({
      status: '1',
      complete: 'true',
      endpoints: '2',
      errors: '0',
      warnings: '1',
      notes: '0',
      undecided: expect.stringMatching(/^\d+$/),
      suppressed: '0',
      'sarif-file': 'vpce-lint.sarif',
    });
    expect(commandsIn(ran.log)).toContainEqual(
      expect.stringMatching(/^::warning file=plan\.json,.*availability\/single-az/),
    );
    expect(ran.log).toMatch(/^ {2}warning +\S/m);
    expect(ran.summary).toMatch(/^<!-- vpce-lint report -->\n\n## vpce-lint: 1 warning\n/);
    const { results } = JSON.parse(readFileSync(join(workspace, 'vpce-lint.sarif'), 'utf8')).runs[0];
    expect(results).toHaveLength(1);
  });

  it('hands every input on', () => {
    const workspace = directory({
      'stack one/plan.json': planOf(FAULTY),
      'stack one/other.json': planOf(HEALTHY),
      'stack one/context/describe-vpc-endpoints.json': { VpcEndpoints: [] },
      'protected.yaml': 'rules: { policy/*: off }',
    });
    const ran = run(
      {
        paths: '\'stack one/plan.json\'\n"stack one/other.json"',
        preset: 'strict',
        'fail-on': 'error',
        config: 'protected.yaml',
        context: '"stack one/context/"',
        args: "--rule 'availability/*=note'\n--verbose",
        'sarif-file': 'stack one/out.sarif',
      },
      workspace,
    );
    expect(ran.status).toBe(0);
    expect(ran.outputs).toMatchObject({
      status: '0',
      endpoints: '4',
      warnings: '0',
      'sarif-file': 'stack one/out.sarif',
    });
    expect(existsSync(join(workspace, 'stack one/out.sarif'))).toBe(true);
    expect(ran.log).toContain('config: preset strict, fail on error');
  });

  it('is clean where there is nothing to say, and incomplete where something is missing', () => {
    const clean = run({ paths: 'plan.json', args: '--ignore policy/*' }, directory({ 'plan.json': planOf(HEALTHY) }));
    expect(clean).toMatchObject({ status: 0, outputs: { status: '0', complete: 'true', errors: '0' } });
    const cut = run({ paths: 'plan.json' }, directory({ 'plan.json': '{"format_version": "1.2",' }));
    expect(cut).toMatchObject({ status: 3, outputs: { status: '3', complete: 'false' } });
    expect(commandsIn(cut.log)).toContainEqual(expect.stringMatching(/^::error .*plan\.json/));
  });

  it('says in one error what is wrong with its inputs', () => {
    const workspace = directory({ 'plan.json': planOf(HEALTHY) });
    for (const [inputs, says] of [
      [{ preset: 'stricter' }, /::error title=vpce-lint::.*--preset: .*Did you mean "strict"/],
      [{ paths: '"plan.json' }, /::error title=vpce-lint::.*quote/],
      [{ 'changed-since': 'nowhere', paths: '.' }, /::error title=vpce-lint::/],
    ] as const) {
      const ran = run({ paths: 'plan.json', ...inputs }, workspace);
      expect(ran.status).toBe(2);
      expect(commandsIn(ran.log).join('\n')).toMatch(says);
    }
    const ran = run({ version: 'https://example.com/x.tgz' }, workspace, 0);
    expect(ran.status).toBe(2);
    expect(commandsIn(ran.log)).toEqual([expect.stringMatching(/::error title=vpce-lint::.*version/)]);
  });
});

describe('hostile input', () => {
  const evil = '$(touch evil)`touch evil`\'"; touch evil; "\' ; touch evil\n::set-output name=x::y';

  it.each(['paths', 'preset', 'fail-on', 'config', 'context', 'changed-since', 'args', 'sarif-file'])(
    'in %s runs nothing and writes no output',
    (input) => {
      const workspace = directory({ 'plan.json': planOf(HEALTHY) });
      const { outputs, log, status } = run({ paths: 'plan.json', [input]: evil }, workspace);
      // Only a file may be called so.
      if (input === 'sarif-file') expect(outputs['sarif-file']).toBe(evil);
      else expect(status).not.toBe(0);
      expect(readdirSync(workspace)).not.toContain('evil');
      expect(Object.keys(outputs)).not.toContain('x');
      expect(commandsIn(log).filter((line) => !/^::(error|warning|notice) /.test(line))).toEqual([]);
    },
  );

  it('names in a plan start no command of the runner', () => {
    const text = JSON.stringify(planOf(FAULTY)).replaceAll(
      'aws_vpc_endpoint.sqs',
      'aws_vpc_endpoint.x\\n::set-env name=A::b\\r\\n::warning::w',
    );
    const { log } = run({ paths: 'plan.json' }, directory({ 'plan.json': text }));
    expect(
      commandsIn(log).filter((line) => /set-env|^::warning::/.test(line) && !/^::(error|warning|notice) /.test(line)),
    ).toEqual([]);
  });
});
