/** Workflows and the action, by those who know what is wrong with such. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it } from 'vitest';
import { cli, directory } from '../cli/harness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const checkers = inject('checkers');
const actionlint = inject('actionlint');
const workflows = readdirSync(join(ROOT, '.github/workflows')).map((name) => `.github/workflows/${name}`);

function complaintsOf(program: string, args: readonly string[], cwd = ROOT): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (error) throw error;
  return status === 0 ? '' : `${stdout}${stderr}`;
}

it.runIf(actionlint)('actionlint: workflows, and what they give to the action and take from it', () => {
  expect(complaintsOf(actionlint!, workflows)).toBe('');
});

it.runIf(checkers)('zizmor: nothing to exploit', () => {
  expect(complaintsOf(join(checkers!, 'zizmor'), ['--offline', '--no-progress', 'action.yml', ...workflows])).toBe('');
});

it.runIf(checkers)('the schemas of GitHub', () => {
  const check = join(checkers!, 'check-jsonschema');
  expect(complaintsOf(check, ['--builtin-schema', 'vendor.github-actions', 'action.yml'])).toBe('');
  expect(complaintsOf(check, ['--builtin-schema', 'vendor.github-workflows', ...workflows])).toBe('');
});

describe.runIf(checkers && actionlint)('what `init` writes', () => {
  it.each(['.', "it's a dir"])('for %s', async (below) => {
    const cwd = directory({ '.git/HEAD': '', [`${below}/main.tf`]: '' });
    await cli(['init', '--github', '--gitlab', '--pre-commit'], { cwd: join(cwd, below) });
    const check = (schema: string, file: string) =>
      complaintsOf(join(checkers!, 'check-jsonschema'), ['--builtin-schema', schema, file], cwd);
    expect(check('vendor.github-workflows', '.github/workflows/vpce-lint.yml')).toBe('');
    expect(check('vendor.gitlab-ci', '.gitlab/vpce-lint.yml')).toBe('');
    expect(check('vendor.gitlab-ci', '.gitlab-ci.yml')).toBe('');
    expect(complaintsOf(actionlint!, ['.github/workflows/vpce-lint.yml'], cwd)).toBe('');
    expect(complaintsOf(join(checkers!, 'zizmor'), ['--offline', '--no-progress', '.github'], cwd)).toBe('');
    expect(complaintsOf(join(checkers!, 'pre-commit'), ['validate-config', '.pre-commit-config.yaml'], cwd)).toBe('');
  });
});
