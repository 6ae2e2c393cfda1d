/** The single program, built and run away from this repository: it says what the package says. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { directory, FAULTY, planOf } from '../cli/harness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ENV = { PATH: process.env.PATH, HOME: process.env.HOME };

beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-program.mjs')], { stdio: 'ignore' });
});

function run(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd, encoding: 'utf8', env: { ...ENV, ...env } });
  return { status, stdout, stderr };
}

function workspace(): { readonly cwd: string; readonly program: string } {
  const cwd = directory({ 'plan.json': planOf(FAULTY) });
  const [name] = readdirSync(join(ROOT, 'program')).filter((each) => each.startsWith('vpce-lint-'));
  const program = join(cwd, 'vpce-lint.exe');
  copyFileSync(join(ROOT, 'program', name!), program);
  copyFileSync(join(ROOT, 'fixtures/quickstart/main.tf'), join(cwd, 'main.tf'));
  writeFileSync(join(cwd, 'vpce-lint.yaml'), 'preset: strict\n');
  return { cwd, program };
}

describe('the program', () => {
  it('does what the package does', () => {
    const { cwd, program } = workspace();
    for (const args of [
      ['--version'],
      ['--help'],
      ['rules'],
      ['explain', 'availability/single-az'],
      ['plan.json', '--format', 'json'],
      ['*.json', '--format', 'sarif'],
      ['.', '--preset', 'pedantic', '--format', 'json'],
      ['--print-config'],
      ['--nonsense'],
      ['completion', 'bash'],
    ]) {
      const expected = run(process.execPath, [join(ROOT, 'bin/vpce-lint.js'), ...args], cwd);
      expect(run(program, args, cwd), args.join(' ')).toEqual(expected);
    }
  });

  it('has the AWS SDK in it', () => {
    const { cwd, program } = workspace();
    const { status, stderr } = run(
      program,
      ['audit', '--region', 'us-east-1', '--endpoint-url', 'http://127.0.0.1:9'],
      cwd,
      {
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
        AWS_MAX_ATTEMPTS: '1',
      },
    );
    expect({ status, stderr }).toEqual({ status: 3, stderr: expect.stringContaining('ECONNREFUSED') });
  });

  it.runIf(process.platform === 'linux')('starts again where addresses are rationed (ulimit -v)', () => {
    const { cwd, program } = workspace();
    const expected = run(program, ['plan.json', '--format', 'json'], cwd);
    expect(run('bash', ['-c', `ulimit -v 4000000; exec "${program}" plan.json --format json`], cwd)).toEqual(expected);
  });
});
