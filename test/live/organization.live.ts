import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type { Report } from '../../src/findings/index.ts';
import { lint } from '../../src/index.ts';
import { MAIN } from './support/account.ts';
import { type Built, buildOrganization } from './support/organization.ts';
import { essence, reportOf, SECRETS, scratch, vpceLint } from './support/program.ts';
import { type Asked, type LoopbackProxy, type ProxyOptions, proxyTo } from './support/proxy.ts';

const url = inject('moto');
const ORGANIZATION = ['--organization', '--role-name', 'audit', '--region', 'eu-west-1'];

let proxy: LoopbackProxy | undefined;

async function run(command: string, args: readonly string[], options: ProxyOptions = {}, cwd = scratch()) {
  proxy = await proxyTo(url!, options);
  const ended = await vpceLint([command, '--endpoint-url', proxy.url, ...args], {
    cwd,
    env: { AWS_MAX_ATTEMPTS: '2' },
  });
  expect(ended.stderr).not.toMatch(/^\s+at |this is a bug/m);
  return { ...ended, asked: proxy.asked, cwd };
}

/** Which account a request is of, by the credentials that AssumeRole answered. */
const accountsOf = (report: Report) => [...new Set(report.endpoints.map(({ account }) => account))].sort();

describe.skipIf(url === null)('an organization', () => {
  let built: Built;
  let whole: Report;
  beforeAll(async () => {
    built = await buildOrganization(url!);
    const ended = await run('audit', [...ORGANIZATION, '-f', 'json']);
    whole = reportOf(ended);
    expect(ended.status).toBe(1);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await proxy?.stop();
  });

  test('is read account by account, its own among them, with their names', () => {
    expect(whole.complete).toBe(true);
    expect(accountsOf(whole)).toEqual(built.accounts);
    expect(Object.values(whole.accounts ?? {}).sort()).toEqual(expect.arrayContaining(['a', 'b', 'c', 'd']));
  });

  test('is what its accounts are, read by their roles', async () => {
    const roles = built.accounts
      .filter((id) => id !== MAIN)
      .flatMap((id) => ['--role-arn', `arn:aws:iam::${id}:role/audit`]);
    const { status, stdout } = await run('audit', ['--region', 'eu-west-1', ...roles, '-f', 'json']);
    const others = essence(whole).filter(({ subject }) => subject.account !== MAIN);
    expect([status, essence(JSON.parse(stdout))]).toEqual([1, others]);
  });

  test('is read by the library as by the command line', async () => {
    for (const [name, value] of Object.entries(SECRETS)) vi.stubEnv(name, value);
    proxy = await proxyTo(url!, {});
    const live = { organization: { roleName: 'audit' }, regions: ['eu-west-1'], endpointUrl: proxy.url };
    const report = await lint({ paths: [], config: false, live });
    expect(essence(report)).toEqual(essence(whole));
    expect(accountsOf(report)).toEqual(built.accounts);
  });

  test('units, accounts left out, and a file of accounts', async () => {
    const unit = reportOf(await run('audit', [...ORGANIZATION, '--ou', built.unit, '-f', 'json']));
    expect(accountsOf(unit).length).toBe(2);
    await proxy?.stop();
    const [left] = built.accounts;
    const less = reportOf(await run('audit', [...ORGANIZATION, '--exclude-account', left!, '-f', 'json']));
    expect(accountsOf(less)).toEqual(built.accounts.slice(1));
    await proxy?.stop();
    const cwd = scratch();
    const [one, two] = built.accounts.filter((id) => id !== MAIN);
    writeFileSync(
      join(cwd, 'accounts.yml'),
      `accounts:
- {account_id: '${one}', name: first, role: 'arn:aws:iam::${one}:role/audit', regions: [eu-west-1], tags: [x:y]}
- {account_id: '${two}', name: second, role: ['arn:aws:iam::${one}:role/hub', 'arn:aws:iam::${two}:role/audit'], vars: {a: 1}}
`,
    );
    const file = reportOf(
      await run('audit', ['--accounts-file', 'accounts.yml', '--region', 'eu-west-1', '-f', 'json'], {}, cwd),
    );
    expect([accountsOf(file), file.accounts]).toEqual([[one, two], { [one!]: 'first', [two!]: 'second' }]);
  });

  test('streams say what the whole says', async () => {
    const { cwd, status } = await run('audit', [
      ...ORGANIZATION,
      '-f',
      'jsonl=a.jsonl',
      '-f',
      'csv=a.csv',
      '-f',
      'ocsf=a.ocsf',
    ]);
    expect(status).toBe(1);
    const merged = await vpceLint(['report', 'merge', 'a.jsonl', '-f', 'json'], { cwd });
    const { vpcs: _, ...rest } = whole;
    expect(JSON.parse(merged.stdout)).toEqual(rest);
    expect(readFileSync(join(cwd, 'a.csv'), 'utf8').trim().split('\r\n').length).toBe(whole.findings.length + 1);
    expect(readFileSync(join(cwd, 'a.ocsf'), 'utf8').trim().split('\n').length).toBe(whole.findings.length);
  });

  /** Requests of an account, told by the access key that its role was given. */
  function ofAccount(id: string, fault: ProxyOptions['fault']): ProxyOptions {
    return {
      fault: (asked: Asked) => {
        if (asked.action === 'AssumeRole' && asked.parameters.get('RoleArn')?.includes(id)) return fault?.(asked);
        return undefined;
      },
    };
  }

  test('an account that cannot be entered is one line, the rest is whole', async () => {
    const [, denied] = built.accounts.filter((id) => id !== MAIN);
    const ended = await run(
      'audit',
      [...ORGANIZATION, '-f', 'json'],
      ofAccount(denied!, () => ({ status: 403, code: 'AccessDenied' })),
    );
    const report = reportOf(ended);
    expect(ended.status).toBe(3);
    expect(report.incomplete.map(({ account, call, code }) => [account, call, code])).toEqual([
      [denied, 'sts:AssumeRole', 'AccessDenied'],
    ]);
    expect(essence(report)).toEqual(essence(whole).filter(({ subject }) => subject.account !== denied));
  });

  test('an organization that may not be listed is no clean bill of health', async () => {
    const ended = await run('audit', [...ORGANIZATION, '-f', 'json'], {
      fault: ({ action }) => (action === 'ListAccounts' ? { status: 400, code: 'AccessDeniedException' } : undefined),
    });
    expect(ended.status).toBe(3);
    expect(reportOf(ended).incomplete.map(({ call, message }) => [call, message])).toEqual([
      ['organizations:ListAccounts', 'not allowed (AccessDeniedException). Allow organizations:ListAccounts.'],
    ]);
  });

  test('a snapshot that was cut off goes on: nothing twice, nothing lost', async () => {
    const [first] = built.accounts.filter((id) => id !== MAIN);
    const cut = await run(
      'snapshot',
      [...ORGANIZATION, '-o', 'shot'],
      ofAccount(first!, () => ({ status: 400, code: 'ExpiredTokenException' })),
    );
    expect(cut.status).toBe(3);
    expect(cut.stderr).toContain('Continue with --resume shot');
    const { cwd } = cut;
    expect(readdirSync(join(cwd, 'shot')).sort()).toEqual(
      [...built.accounts.filter((id) => id !== first), 'manifest.json'].sort(),
    );
    const half = await vpceLint(['lint', 'shot', '-f', 'json'], { cwd });
    expect([half.status, reportOf(half).incomplete.map(({ account }) => account)]).toEqual([3, [first]]);
    await proxy?.stop();
    const rest = await run('audit', [...ORGANIZATION, '--resume', 'shot', '-f', 'json'], {}, cwd);
    expect(rest.asked.filter(({ action }) => action === 'DescribeVpcEndpoints').length).toBe(1);
    expect([rest.status, essence(reportOf(rest))]).toEqual([1, essence(whole)]);
    const saved = await vpceLint(['lint', 'shot', '-f', 'json'], { cwd });
    expect([saved.status, essence(reportOf(saved)).length]).toEqual([1, whole.findings.length]);
  });

  test('Ctrl-C keeps the accounts that were read, and --resume reads the others', async () => {
    const cwd = scratch();
    let end = () => {};
    let asked = 0;
    proxy = await proxyTo(url!, {
      fault: ({ action }) => {
        // Two accounts are read by then, more or less.
        if (action === 'DescribeVpcAttribute' && ++asked === 4) end();
        return undefined;
      },
    });
    const live = ['--endpoint-url', proxy.url, ...ORGANIZATION, '--concurrency', '2'];
    const cut = await vpceLint(['snapshot', ...live, '-o', 'shot'], {
      cwd,
      started: (child) => {
        end = () => child.kill('SIGINT');
      },
    });
    expect([cut.status, cut.signal]).toEqual([3, null]);
    expect(cut.stderr).toContain('Continue with --resume shot');
    const before = new Set(readdirSync(join(cwd, 'shot')));
    const manifest = () => JSON.parse(readFileSync(join(cwd, 'shot/manifest.json'), 'utf8')) as { pending: string[] };
    const { pending } = manifest();
    expect(pending.length).toBeGreaterThan(0);
    const already = proxy.asked.length;
    const rest = await vpceLint(['snapshot', ...live, '--resume', 'shot'], { cwd });
    expect([rest.status, manifest().pending]).toEqual([0, []]);
    const again = proxy.asked.slice(already).filter(({ action }) => action === 'DescribeVpcEndpoints').length;
    expect(again).toBe(pending.length);
    expect([...before].filter((name) => /^\d{12}$/.test(name) && !pending.includes(name)).length).toBe(
      built.accounts.length - pending.length,
    );
    const saved = reportOf(await vpceLint(['lint', 'shot', '-f', 'json'], { cwd }));
    expect(essence(saved).length).toBe(whole.findings.length);
  });
});
