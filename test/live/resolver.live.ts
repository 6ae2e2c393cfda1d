import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { readLive } from '../../src/loaders/live/read.ts';
import { buildAccounts, MAIN, NAMES_REGION } from './support/account.ts';
import { essence, ofAnyInput, reportOf, SECRETS, scratch, vpceLint } from './support/program.ts';
import { type LoopbackProxy, type ProxyOptions, proxyTo } from './support/proxy.ts';

const url = inject('moto');
const RULE = 'dns/private-dns-disabled';
const one = ['--region', NAMES_REGION, '--select', RULE, '-f', 'json'];

describe.skipIf(url === null)('rules of the resolver and profiles', () => {
  let proxy: LoopbackProxy | undefined;
  beforeAll(() => buildAccounts(url!));
  afterEach(() => proxy?.stop());

  async function audit(options: ProxyOptions = {}) {
    proxy = await proxyTo(url!, options);
    const ended = await vpceLint(['audit', '--endpoint-url', proxy.url, ...one], { env: { AWS_MAX_ATTEMPTS: '2' } });
    return { ended, report: reportOf(ended), asked: proxy.asked };
  }

  test('serve the names of endpoints without private DNS', async () => {
    const { ended, report, asked } = await audit();
    expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 1, stderr: '' });
    expect(report.findings.map(({ subject }) => subject.service)).toEqual(['sns']);
    expect(report.checks).toMatchObject([{ rule: RULE, fail: 1, pass: 2, undecided: 0, notApplicable: 0 }]);
    const times = (action: string) => asked.filter((each) => each.action === action).length;
    expect(times('ListResolverRules')).toBe(1);
    expect(times('ListResolverRuleAssociations')).toBe(1);
    // Two pages; only the profile of a VPC with endpoints is asked for what it holds.
    expect(times('GET /profileassociations')).toBe(2);
    expect(asked.filter(({ action }) => action.startsWith('GET /profileres')).map(({ action }) => action)).toEqual([
      'GET /profileresourceassociations/profileid/rp-1',
    ]);
    for (const { service, parameters } of asked) {
      if (service === 'route53resolver') expect(parameters.get('MaxResults')).toBe('100');
      if (service === 'route53profiles') expect(parameters.get('maxResults')).toBe('100');
    }
  });

  test('are in a snapshot as the AWS CLI prints them, and judged alike from there', async () => {
    const cwd = scratch();
    await vpceLint(['snapshot', '-o', 'saved', '--endpoint-url', url!, '--region', NAMES_REGION], { cwd });
    const folder = join(cwd, 'saved', MAIN, NAMES_REGION);
    const file = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    expect(file('route53profiles-list-profile-associations').ProfileAssociations[0]).toMatchObject({
      ProfileId: 'rp-1',
      CreationTime: '2026-01-01T00:00:00.250000+00:00',
      ModificationTime: '2026-01-01T00:00:00+00:00',
    });
    expect(file('route53resolver-list-resolver-rules').ResolverRules[0]).toMatchObject({
      RuleType: 'FORWARD',
      TargetIps: [{ Ip: '10.5.0.2', Port: 53 }],
    });
    expect(readdirSync(folder).filter((name) => name.startsWith('route53-get-hosted-zone.'))).toHaveLength(1);
    const lint = await vpceLint(['lint', 'saved', ...one.slice(2)], { cwd });
    const { report } = await audit();
    expect(essence(reportOf(lint))).toEqual(essence(report));
    expect(ofAnyInput(reportOf(lint).undecided)).toEqual(ofAnyInput(report.undecided));
    expect(reportOf(lint).checks).toEqual(report.checks);
  });

  test.each<[action: RegExp, permission: string]>([
    [/^ListResolverRules$/, 'route53resolver:ListResolverRules'],
    [/^ListResolverRuleAssociations$/, 'route53resolver:ListResolverRuleAssociations'],
    [/^GET .profileassociations$/, 'route53profiles:ListProfileAssociations'],
    [/^GET .profileresourceassociations/, 'route53profiles:ListProfileResourceAssociations'],
  ])('not allowed (%s): whole, undecided, and who would settle it', async (action, permission) => {
    const refused = { status: 400, code: 'AccessDeniedException', message: 'arn:secret' };
    const { ended, report } = await audit({ fault: (asked) => (action.test(asked.action) ? refused : undefined) });
    expect(report.incomplete).toEqual([]);
    expect(report.complete).toBe(true);
    expect(ended.stderr).toContain(`note: ${permission} is not allowed (AccessDeniedException) in ${MAIN}`);
    // What nobody could be asked about is neither a pass nor an alarm.
    expect(report.findings).toEqual([]);
    const open = report.undecided.find(({ subject }) => subject.service === 'sns');
    expect(open?.missing.join()).toContain(`allow ${permission}`);
  });

  test('throttled to the end: named, and undecided', async () => {
    const throttled = { status: 400, code: 'ThrottlingException' };
    const { ended, report } = await audit({
      fault: ({ action }) => (action === 'ListResolverRules' ? throttled : undefined),
    });
    expect(ended.status).toBe(3);
    expect(report.incomplete).toMatchObject([
      { account: MAIN, region: NAMES_REGION, call: 'route53resolver:ListResolverRules', code: 'ThrottlingException' },
    ]);
    expect(report.findings).toEqual([]);
  });

  test('a service that is silent is not waited for again, and shuts no other', async () => {
    proxy = await proxyTo(url!, {
      fault: ({ service }) => (service === 'route53resolver' ? { delay: 600_000 } : undefined),
    });
    for (const [name, value] of Object.entries(SECRETS)) vi.stubEnv(name, value);
    const read = await readLive({ regions: [NAMES_REGION], endpointUrl: proxy.url, timeoutMs: 1000, maxAttempts: 1 });
    vi.unstubAllEnvs();
    const { failures, files } = read.regions[0]!;
    expect(failures.map(({ call, code }) => `${call} ${code}`)).toEqual([
      'route53resolver:ListResolverRules Timeout',
      'route53resolver:ListResolverRuleAssociations Timeout',
    ]);
    // Asked after that.
    expect(files.map(({ name }) => name)).toContain('route53profiles-list-profile-resource-associations.rp-1.json');
  });

  test('a server that has no profiles at all: whole, and undecided', async () => {
    const args = ['audit', '--endpoint-url', inject('bare'), ...one];
    const ended = await vpceLint(args, { env: { AWS_MAX_ATTEMPTS: '1' } });
    const report = reportOf(ended);
    expect({ status: ended.status, incomplete: report.incomplete }).toEqual({ status: 0, incomplete: [] });
    expect(ended.stderr).toContain('note: route53profiles:ListProfileAssociations failed (HTTP500)');
    expect(report.undecided.map(({ subject }) => subject.service).sort()).toEqual(['sns', 'sqs']);
  });
});
