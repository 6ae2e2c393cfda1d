/** The hooks, by pre-commit itself: it clones this repository, installs the package from it and runs the hooks in another one. */
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, it } from 'vitest';
import { directory, FAULTY, planOf } from '../cli/harness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const checkers = inject('checkers');

interface Ran {
  readonly status: number | null;
  readonly text: string;
}

function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Ran {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  if (error) throw error;
  return { status, text: stdout + stderr };
}

/** A global installation from git nests npm in npm: with npm 11 the two now and then remove files of each other. */
const TRIPPED = /npm error (?:syscall rmdir|git dep preparation failed)/;

function tried(cwd: string): Ran {
  const tryRepo = ['try-repo', ROOT, '--all-files', '--verbose'];
  let ran: Ran | undefined;
  for (let time = 1; time <= 3 && (ran === undefined || TRIPPED.test(ran.text)); time += 1)
    ran = run(join(checkers!, 'pre-commit'), tryRepo, cwd, { PRE_COMMIT_HOME: join(cwd, `.git/pre-commit-${time}`) });
  return ran!;
}

it.runIf(checkers)('the manifest is one', () => {
  const ran = run(join(checkers!, 'pre-commit'), ['validate-manifest', '.pre-commit-hooks.yaml'], ROOT);
  expect(ran).toEqual({ status: 0, text: '' });
});

it.runIf(checkers)('the hooks find what is wrong in another repository', () => {
  const plan = planOf(FAULTY);
  const cwd = directory({
    'plan.json': plan,
    'empty.tfstate': { version: 4, terraform_version: '1.9.0', serial: 1, lineage: 'x', outputs: {}, resources: [] },
    'pipeline.yaml': 'on: push\n',
    'package.json': '{ "private": true }',
    'cache/README.md': '',
  });
  cpSync(join(ROOT, 'fixtures/quickstart/main.tf'), join(cwd, 'main.tf'));
  run('git', ['init', '-q'], cwd);
  run('git', ['add', '.'], cwd);
  const { status, text } = tried(cwd);
  expect(status, text).toBe(1);
  const [sources, plans] = text.split('- hook id: ').slice(1);
  expect(sources).toMatch(
    /^vpce-lint\n[\s\S]*- exit code: 1\n[\s\S]*aws_vpc_endpoint\.c_logs[\s\S]*dns\/vpc-attributes-off/,
  );
  expect(plans).toMatch(/^vpce-lint-plan\n[\s\S]*- exit code: 1\n[\s\S]*availability\/single-az/);
  expect(plans).not.toContain('pipeline.yaml');
});
