import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { readLive } from '../../src/loaders/live/read.ts';
import { buildAccounts, MAIN, OTHER, ROLE } from './support/account.ts';
import { type Ended, essence, ofAnyInput, reportOf, SECRETS, scratch, vpceLint } from './support/program.ts';
import { type Asked, type Fault, type LoopbackProxy, type ProxyOptions, proxyTo } from './support/proxy.ts';

const url = inject('moto');
const ONE = ['--region', 'us-east-1', '--preset', 'pedantic', '-f', 'json'];

let proxy: LoopbackProxy | undefined;

async function audit(options: ProxyOptions, args: readonly string[] = ONE, env: Record<string, string> = {}) {
  proxy = await proxyTo(url!, options);
  const ended = await vpceLint(['audit', '--endpoint-url', proxy.url, '--verbose', ...args], {
    env: { AWS_MAX_ATTEMPTS: '2', ...env },
  });
  clean(ended);
  return { ended, report: reportOf(ended), asked: proxy.asked };
}

/** Whatever happens: no secret, no stack trace, no crash. */
function clean({ stdout, stderr, status, signal }: Ended): void {
  for (const secret of Object.values(SECRETS)) expect(stdout + stderr).not.toContain(secret);
  expect(stderr).not.toMatch(/^\s+at |this is a bug|Error:|Warning/m);
  expect({ signal, status }).not.toMatchObject({ status: 70 });
  expect(signal).toBeNull();
}

const on = (action: string, fault: Fault, when: (asked: Asked) => boolean = () => true): ProxyOptions => ({
  fault: (asked) => (asked.action === action && when(asked) ? fault : undefined),
});

describe.skipIf(url === null)('faults', () => {
  let whole: ReturnType<typeof essence>;
  beforeAll(async () => {
    await buildAccounts(url!);
    const ended = await vpceLint(['audit', '--endpoint-url', url!, ...ONE]);
    whole = essence(reportOf(ended));
    expect(whole.length).toBeGreaterThan(3);
  });
  afterEach(() => proxy?.stop());
  afterAll(() => proxy?.stop());

  test('pages: the same findings, always asked for by size', async () => {
    const { report, asked } = await audit({ pageSize: 1 });
    expect(report.complete).toBe(true);
    expect(essence(report)).toEqual(whole);
    expect(asked.filter(({ action }) => action === 'DescribeVpcEndpoints').length).toBe(5);
    const unpaged = new Set([
      ...['DescribeVpcAttribute', 'DescribeVpnGateways', 'DescribeAvailabilityZones', 'GetCallerIdentity'],
    ]);
    for (const { action, service, parameters } of asked) {
      if (service === 'ec2' && !unpaged.has(action))
        expect({ action, size: parameters.has('MaxResults') }).toEqual({ action, size: true });
    }
  });

  test('only calls that read, each once but for pages, VPCs and services', async () => {
    const { asked } = await audit({});
    for (const { action } of asked) expect(action).toMatch(/^(Describe|List|Get)[A-Z]|^GET \//);
    const times = new Map<string, number>();
    for (const { action } of asked) times.set(action, (times.get(action) ?? 0) + 1);
    for (const [action, count] of times) {
      expect({ action, count }).toEqual({
        action,
        count: action === 'DescribeVpcAttribute' ? 4 : action === 'GET /2013-04-01/hostedzonesbyvpc' ? 2 : 1,
      });
    }
    const names = asked.find(({ action }) => action === 'DescribeVpcEndpointServices')!.parameters;
    expect([...names].filter(([key]) => key.startsWith('ServiceName.')).length).toBe(5);
  });

  const denied = {
    status: 403,
    code: 'UnauthorizedOperation',
    message: 'Encoded authorization failure message: c2VjcmV0',
  };
  test.each([
    'DescribeVpcEndpointServiceConfigurations',
    'DescribeVpcs',
    'DescribeSubnets',
    'DescribeRouteTables',
    'DescribeSecurityGroups',
    'DescribeVpcAttribute',
    'DescribeVpcEndpointServices',
    'DescribeNetworkInterfaces',
    'GetManagedPrefixListEntries',
    'DescribeVpcEndpointServicePermissions',
    'DescribeVpcPeeringConnections',
  ])('%s denied: named, judged without it, never a finding more', async (action) => {
    const { ended, report } = await audit(on(action, denied));
    expect(ended.status).toBe(3);
    expect(report.incomplete).toMatchObject([
      { path: null, account: MAIN, region: 'us-east-1', call: `ec2:${action}`, code: 'UnauthorizedOperation' },
    ]);
    expect(report.incomplete[0]!.message).toContain(`Allow ec2:${action}`);
    expect(ended.stdout + ended.stderr).not.toContain('c2VjcmV0');
    const known = new Set(whole.map(({ fingerprint }) => fingerprint));
    for (const { fingerprint } of report.findings) expect(known).toContain(fingerprint);
  });

  test('what is undecided says which permission settles it', async () => {
    const { report } = await audit(on('DescribeVpcAttribute', denied));
    const open = report.undecided.filter(({ rule }) => rule === 'dns/vpc-attributes-off');
    expect(open.length).toBeGreaterThan(0);
    for (const { missing } of open) expect(missing.join()).toContain('allow ec2:DescribeVpcAttribute');
  });

  test('endpoints denied: nothing judged, and not clean', async () => {
    const { ended, report } = await audit(on('DescribeVpcEndpoints', denied));
    expect({ status: ended.status, complete: report.complete }).toEqual({ status: 3, complete: false });
  });

  test('optional permissions: whole, with a remark', async () => {
    const refused = { status: 403, code: 'AccessDenied' };
    const { ended, report } = await audit({
      fault: ({ service }) => (service === 'route53' || service === 'elasticloadbalancing' ? refused : undefined),
    });
    expect(report.incomplete).toEqual([]);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain('note: route53:ListHostedZonesByVPC is not allowed (AccessDenied)');
    expect(ended.stderr).toContain('note: elasticloadbalancing:DescribeLoadBalancers is not allowed (AccessDenied)');
    // The zone that serves kms cannot be seen: that it is not there is no longer to be taken for granted.
    const open = report.undecided.find((u) => u.rule === 'dns/private-dns-disabled' && u.subject.service === 'kms');
    expect(open?.missing.join()).toContain('allow route53:ListHostedZonesByVPC');
    const known = new Set(whole.map(({ fingerprint }) => fingerprint));
    for (const { fingerprint } of report.findings) expect(known).toContain(fingerprint);
  });

  test('throttled for a while: tried again, and whole', async () => {
    const throttled = { status: 503, code: 'RequestLimitExceeded' };
    const { report, asked } = await audit(
      on('DescribeSubnets', throttled, ({ times }) => times < 3),
      ONE,
      { AWS_MAX_ATTEMPTS: '5' },
    );
    expect(report.complete).toBe(true);
    expect(essence(report)).toEqual(whole);
    expect(asked.filter(({ action }) => action === 'DescribeSubnets').length).toBe(3);
  });

  test.each<[string, Fault, string]>([
    ['throttled to the end', { status: 503, code: 'RequestLimitExceeded' }, 'RequestLimitExceeded'],
    ['failing', { status: 500, code: 'InternalError' }, 'InternalError'],
    ['cut in the middle', { cutAfter: 700 }, 'ECONNRESET'],
    ['cut without a word', { cutAfter: 700, silently: true }, 'MalformedAnswer'],
    ['another XML', { body: '<html><body>sign in</body></html>' }, 'MalformedAnswer'],
    ['no XML', { body: '{"subnets": []}', type: 'application/json' }, 'MalformedAnswer'],
    ['empty', { body: '' }, 'MalformedAnswer'],
    ['HTML with 502', { status: 502, code: '</Code><html>' }, 'HTTP502'],
  ])('%s: incomplete', async (_, fault, code) => {
    const { ended, report } = await audit(on('DescribeSubnets', fault));
    expect(ended.status).toBe(3);
    expect(report.incomplete).toMatchObject([
      { account: MAIN, region: 'us-east-1', call: 'ec2:DescribeSubnets', code },
    ]);
    const known = new Set(whole.map(({ fingerprint }) => fingerprint));
    for (const { fingerprint } of report.findings) expect(known).toContain(fingerprint);
  });

  test.each<[string, Fault]>([
    ['cut', { cutAfter: 300 }],
    ['denied', { status: 403, code: 'UnauthorizedOperation' }],
  ])('the second page of endpoints %s: the first is judged', async (_, fault) => {
    const { ended, report } = await audit({
      pageSize: 2,
      fault: ({ action, parameters }) =>
        action === 'DescribeVpcEndpoints' && parameters.get('NextToken') === 'row-2' ? fault : undefined,
    });
    expect(ended.status).toBe(3);
    expect(report.endpoints.length).toBe(2);
    expect(report.incomplete).toMatchObject([{ call: 'ec2:DescribeVpcEndpoints' }]);
  });

  test('pages that never end', async () => {
    const again = '<DescribeSubnetsResponse><subnetSet/><nextToken>again</nextToken></DescribeSubnetsResponse>';
    const { ended, report } = await audit(on('DescribeSubnets', { body: again }));
    expect({ status: ended.status, code: report.incomplete[0]?.code }).toEqual({ status: 3, code: 'MalformedAnswer' });
  });

  test('a Region that is not enabled is named once; the others are judged', async () => {
    const { ended, report, asked } = await audit(
      { fault: ({ region }) => (region === 'af-south-1' ? { status: 401, code: 'AuthFailure' } : undefined) },
      ['--region', 'eu-west-1', '--region', 'af-south-1', '-f', 'json'],
    );
    expect(ended.status).toBe(3);
    expect(report.incomplete).toMatchObject([{ account: MAIN, region: 'af-south-1', code: 'AuthFailure' }]);
    expect(report.endpoints.length).toBe(2);
    // The two that are made first, at once.
    const there = asked.filter(({ region }) => region === 'af-south-1').map(({ action }) => action);
    expect(there.sort()).toEqual(['DescribeVpcEndpoints', 'DescribeVpcs']);
  });

  test('a session that expires on the way', async () => {
    let calls = 0;
    const expired = { status: 400, code: 'RequestExpired' };
    const { ended, report } = await audit({
      fault: ({ service }) => (service === 'ec2' && ++calls > 8 ? expired : undefined),
    });
    expect(ended.status).toBe(3);
    expect(report.incomplete).toMatchObject([{ account: MAIN, region: 'us-east-1', code: 'RequestExpired' }]);
  });

  test('a signature refused: what the service quotes of the request stays unsaid', async () => {
    const message = `The Canonical String was x-amz-security-token:${SECRETS.AWS_SESSION_TOKEN}`;
    const { ended } = await audit({
      fault: ({ service }) => (service === 'ec2' ? { status: 403, code: 'SignatureDoesNotMatch', message } : undefined),
    });
    expect(ended.status).toBe(3);
  });

  test('a role that may not be assumed; the other account is judged', async () => {
    const { ended, report } = await audit(
      {
        fault: ({ action, parameters }) =>
          action === 'AssumeRole' && parameters.get('RoleArn')?.includes('444455556666')
            ? { status: 403, code: 'AccessDenied' }
            : undefined,
      },
      [
        '--region',
        'eu-west-1',
        '--role-arn',
        ROLE,
        '--role-arn',
        'arn:aws:iam::444455556666:role/closed',
        '--external-id',
        'open-sesame',
        '-f',
        'json',
      ],
    );
    expect(ended.status).toBe(3);
    expect(report.incomplete).toMatchObject([
      { account: '444455556666', region: null, call: 'sts:AssumeRole', code: 'AccessDenied' },
    ]);
    expect(new Set(report.endpoints.map(({ account }) => account))).toEqual(new Set([OTHER]));
    expect(ended.stdout + ended.stderr).not.toContain('open-sesame');
    const assume = proxy!.asked.filter(({ action }) => action === 'AssumeRole');
    expect(assume.every(({ parameters }) => parameters.get('ExternalId') === 'open-sesame')).toBe(true);
    expect(assume.filter(({ parameters }) => parameters.get('RoleArn') === ROLE).length).toBe(1);
  });

  test.each<[string, Fault]>([
    ['silent', { delay: 600_000 }],
    ['trickling', { trickle: true }],
  ])('a server that is %s: not waited for', async (_, fault) => {
    proxy = await proxyTo(url!, on('DescribeSubnets', fault));
    for (const [name, value] of Object.entries(SECRETS)) vi.stubEnv(name, value);
    const began = Date.now();
    const read = await readLive({ regions: ['us-east-1'], endpointUrl: proxy.url, timeoutMs: 1500, maxAttempts: 2 });
    vi.unstubAllEnvs();
    expect(Date.now() - began).toBeLessThan(20_000);
    const { failures, files } = read.regions[0]!;
    expect(failures).toMatchObject([{ call: 'ec2:DescribeSubnets', code: 'Timeout', optional: false }]);
    expect(files.map(({ name }) => name)).toContain('describe-vpc-endpoints.json');
  });

  test('no server', async () => {
    const ended = await vpceLint(['audit', '--endpoint-url', 'http://127.0.0.1:9', ...ONE], {
      env: { AWS_MAX_ATTEMPTS: '1' },
    });
    clean(ended);
    expect(ended.status).toBe(3);
    expect(reportOf(ended).incomplete).toMatchObject([{ code: 'ECONNREFUSED' }]);
  });

  test('no credentials, no Region: one line and status 2', async () => {
    const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_SESSION_TOKEN: undefined };
    const nobody = await vpceLint(['audit', '--endpoint-url', url!], { env: none });
    expect(nobody).toMatchObject({ status: 2, stdout: '' });
    expect(nobody.stderr).toMatch(/^vpce-lint: no AWS credentials found\. Add --profile <name>.*\n$/);
    const profile = await vpceLint(['audit', '--endpoint-url', url!, '--profile', 'nope'], { env: none });
    expect(profile.stderr).toMatch(/^vpce-lint: --profile: unknown profile "nope"\. .*\n$/);
    const nowhere = await vpceLint(['audit', '--endpoint-url', url!], { env: { AWS_REGION: undefined } });
    expect(nowhere).toMatchObject({ status: 2, stdout: '' });
    expect(nowhere.stderr).toMatch(/^vpce-lint: no Region is set\. Add --region <name>.*\n$/);
  });

  test('Ctrl-C: at once, with what is known', async () => {
    proxy = await proxyTo(url!, on('DescribeSubnets', { delay: 600_000 }));
    const began = Date.now();
    let stopped = 0;
    const ended = await vpceLint(['audit', '--endpoint-url', proxy.url, ...ONE], {
      started: (child) => {
        const timer = setInterval(() => {
          if (!proxy!.asked.some(({ action }) => action === 'DescribeVpcPeeringConnections')) return;
          clearInterval(timer);
          setTimeout(() => {
            stopped = Date.now();
            child.kill('SIGINT');
          }, 1000);
        }, 50);
      },
    });
    clean(ended);
    // Far less than the server takes, and more than a busy machine needs to end.
    expect(Date.now() - stopped).toBeLessThan(10_000);
    expect(stopped).toBeGreaterThan(began);
    expect(ended.status).toBe(3);
    expect(reportOf(ended).incomplete).toMatchObject([
      { region: 'us-east-1', call: 'ec2:DescribeSubnets', code: 'Interrupted' },
    ]);
    expect(reportOf(ended).endpoints.length).toBe(5);
  });

  test('Ctrl-C: no snapshot, and nothing half', async () => {
    const cwd = scratch();
    proxy = await proxyTo(url!, on('DescribeSubnets', { delay: 600_000 }));
    const ended = await vpceLint(['snapshot', '-o', 'saved', '--endpoint-url', proxy.url, '--region', 'us-east-1'], {
      cwd,
      started: (child) => {
        const timer = setInterval(() => {
          if (!proxy!.asked.some(({ action }) => action === 'DescribeSubnets')) return;
          clearInterval(timer);
          child.kill('SIGINT');
        }, 50);
      },
    });
    clean(ended);
    expect(ended).toMatchObject({ status: 3, stderr: 'vpce-lint: interrupted. No snapshot was written.\n' });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('a snapshot with failed calls is as incomplete when it is judged', async () => {
    const cwd = scratch();
    const fault: ProxyOptions['fault'] = ({ action, service }) =>
      action === 'DescribeVpcAttribute' || service === 'route53' ? denied : undefined;
    const { report } = await audit({ fault });
    await proxy!.stop();
    proxy = await proxyTo(url!, { fault });
    const saved = await vpceLint(['snapshot', '-o', 'saved', '--endpoint-url', proxy.url, '--region', 'us-east-1'], {
      cwd,
    });
    clean(saved);
    expect(saved.status).toBe(3);
    expect(existsSync(join(cwd, 'saved/manifest.json'))).toBe(true);
    const lint = await vpceLint(['lint', 'saved', ...ONE.slice(2)], { cwd });
    expect(lint.status).toBe(3);
    expect(essence(reportOf(lint))).toEqual(essence(report));
    expect(ofAnyInput(reportOf(lint).undecided)).toEqual(ofAnyInput(report.undecided));
    expect(reportOf(lint).incomplete).toEqual(
      report.incomplete.map((gap) => ({ ...gap, path: 'saved/manifest.json' })),
    );
    expect(lint.stderr).toContain('route53:ListHostedZonesByVPC is not allowed');
  });
});
