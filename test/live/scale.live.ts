/** An organization of 300 accounts in 4 Regions, simulated on loopback. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { CALLER, type Simulated, type SimulatedCall, simulateAccounts } from '../../scripts/lib/simulated-accounts.mjs';
import { reportOf, scratch, vpceLint } from './support/program.ts';

const PEAK = fileURLToPath(new URL('support/peak.cjs', import.meta.url));
const REGIONS = ['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2'];
const MANY = 300;
const TIMEOUT_MS = 900_000;
const ENDPOINTS = 4;
/** In the first Region; the second has a VPC, the others have nothing. */
const shape = (_: string, region: string) => ({
  vpcs: REGIONS.indexOf(region) < 2 ? 1 : 0,
  endpoints: region === REGIONS[0] ? ENDPOINTS : 0,
});
/** AssumeRole and GetCallerIdentity, 31 calls where endpoints are, 10 where a VPC is, 3 where nothing is, and one of Cloud WAN. */
const CALLS = 2 + 31 + 10 + 2 * 3 + 1;

const accountsOf = (count: number) => Array.from({ length: count }, (_, i) => String(400_000_000_000 + i));

let server: Simulated | undefined;
afterEach(() => server?.stop());

type Fault = (call: SimulatedCall) => { readonly status: number; readonly code: string } | undefined;

async function serve(accounts: readonly string[], fault: Fault = () => undefined): Promise<Simulated> {
  await server?.stop();
  server = await simulateAccounts({ accounts, regions: REGIONS, shape, fault });
  return server;
}

const live = (url: string) => [
  ...['--endpoint-url', url, '--organization', '--role-name', 'audit'],
  ...REGIONS.flatMap((region) => ['--region', region]),
];

const JUDGED = ['--no-config', '--fail-on', 'note', '-f', 'jsonl=all.jsonl'];

/** How often each account was called. */
function countsOf(calls: readonly SimulatedCall[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { account } of calls) if (account !== CALLER) counts.set(account, (counts.get(account) ?? 0) + 1);
  return counts;
}

interface Record {
  readonly record: string;
  readonly account?: string | null;
  readonly id?: string;
  readonly code?: string;
  readonly fingerprint?: string;
  readonly subject?: { readonly account: string };
}

function recordsIn(file: string): Record[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record);
}

/** Every endpoint of these accounts, and each once; as many findings in each account, in order. */
function isWhole(records: readonly Record[], accounts: readonly string[]): void {
  const endpoints = records.filter(({ record }) => record === 'endpoint');
  expect(endpoints.map(({ account }) => account)).toEqual(accounts.flatMap((id) => Array(ENDPOINTS).fill(id)));
  expect(new Set(endpoints.map(({ id }) => id)).size).toBe(accounts.length * ENDPOINTS);
  const findings = records.filter(({ record }) => record === 'finding').map(({ subject }) => subject!.account);
  const each = findings.filter((account) => account === accounts[0]).length;
  expect(each).toBeGreaterThan(0);
  expect(findings).toEqual(accounts.flatMap((id) => Array(each).fill(id)));
}

describe.skipIf(inject('program') === '')('an organization of 300 accounts', () => {
  test(
    'is read with as many calls for each account, and no more memory than a tenth of it',
    async () => {
      const peaks: number[] = [];
      for (const count of [MANY / 10, MANY]) {
        const accounts = accountsOf(count);
        const { url, calls } = await serve(accounts);
        const cwd = scratch();
        const ended = await vpceLint(['audit', ...live(url), ...JUDGED], {
          cwd,
          env: { NODE_OPTIONS: `--require=${JSON.stringify(PEAK)}`, PEAK_FILE: join(cwd, 'peak') },
        });
        expect(ended.status).toBe(1);
        isWhole(recordsIn(join(cwd, 'all.jsonl')), accounts);
        expect([...countsOf(calls)].sort()).toEqual(accounts.map((id) => [id, CALLS]));
        peaks.push(Number(readFileSync(join(cwd, 'peak'), 'utf8')));
      }
      expect(peaks[1]! / peaks[0]!).toBeLessThan(1.5);
    },
    TIMEOUT_MS,
  );

  test(
    'is whole but for an account that is denied and one whose session expires; one that is throttled is tried again',
    async () => {
      const accounts = accountsOf(MANY);
      const [throttled, denied, expiring] = [accounts[0]!, accounts[100]!, accounts[200]!];
      const others = new Set<string>();
      let made = 0;
      const { url, calls } = await serve(accounts, ({ account, action, region }) => {
        if (account === denied && action === 'AssumeRole') return { status: 403, code: 'AccessDenied' };
        // An optional permission that the role lacks everywhere.
        if (action === 'DescribeClientVpnEndpoints') return { status: 403, code: 'UnauthorizedOperation' };
        if (account === expiring && ++made > 12) return { status: 400, code: 'ExpiredTokenException' };
        if (account !== throttled) others.add(account);
        // Twenty other accounts are being read before it is heard.
        else if (action === 'DescribeVpcs' && region === REGIONS[0] && others.size < 20)
          return { status: 503, code: 'RequestLimitExceeded' };
        return undefined;
      });
      const cwd = scratch();
      const ended = await vpceLint(['audit', ...live(url), ...JUDGED], {
        cwd,
        env: { AWS_MAX_ATTEMPTS: '40' },
      });
      expect(ended.status).toBe(3);
      expect(ended.stderr.match(/^note: .*DescribeClientVpnEndpoints.* more, .*$/gm)?.length).toBe(1);
      const records = recordsIn(join(cwd, 'all.jsonl'));
      const of = (account: string) => records.filter((each) => (each.subject?.account ?? each.account) === account);
      const gaps = records.filter(({ record }) => record === 'incomplete');
      expect([...new Set(gaps.map(({ account, code }) => `${account} ${code}`))].sort()).toEqual(
        [`${denied} AccessDenied`, `${expiring} ExpiredTokenException`].sort(),
      );
      const parts = new Set([...of(denied), ...of(expiring)]);
      isWhole(
        records.filter((each) => !parts.has(each)),
        accounts.filter((id) => id !== denied && id !== expiring),
      );
      const counts = countsOf(calls);
      expect(counts.get(throttled)).toBeGreaterThan(CALLS);
      expect(counts.get(denied)).toBe(1);
      expect(counts.get(expiring)).toBeLessThanOrEqual(CALLS);
      for (const account of [throttled, denied, expiring]) counts.delete(account);
      expect(new Set(counts.values())).toEqual(new Set([CALLS]));
    },
    TIMEOUT_MS,
  );

  test(
    'is read to the end after Ctrl-C: nothing twice, nothing lost',
    async () => {
      const accounts = accountsOf(MANY);
      let end = () => {};
      const entered = new Set<string>();
      const { url, calls } = await serve(accounts, ({ account, action }) => {
        if (action === 'AssumeRole' && entered.add(account).size === MANY / 3) end();
        return undefined;
      });
      const cwd = scratch();
      const cut = await vpceLint(['snapshot', ...live(url), '-o', 'shot'], {
        cwd,
        started: (child) => {
          end = () => child.kill('SIGINT');
        },
      });
      expect([cut.status, cut.signal]).toEqual([3, null]);
      const { pending } = JSON.parse(readFileSync(join(cwd, 'shot/manifest.json'), 'utf8')) as { pending: string[] };
      const done = accounts.filter((id) => !pending.includes(id));
      expect(done.length).toBeGreaterThan(MANY / 6);
      expect(done.length).toBeLessThan(MANY / 2);
      const there = readdirSync(join(cwd, 'shot'));
      expect(done.filter((id) => !there.includes(id))).toEqual([]);

      calls.length = 0;
      const args = ['--resume', 'shot', ...JUDGED, '-f', 'json'];
      const rest = await vpceLint(['audit', ...live(url), ...args], { cwd });
      expect(rest.status).toBe(1);
      expect(reportOf(rest).complete).toBe(true);
      isWhole(recordsIn(join(cwd, 'all.jsonl')), accounts);
      expect([...countsOf(calls)].sort()).toEqual(pending.map((id) => [id, CALLS]));
    },
    TIMEOUT_MS,
  );
});
