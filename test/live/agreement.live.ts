import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { buildAccounts, MAIN, NAMES_REGION, OTHER, ROLE } from './support/account.ts';
import { environmentOf, essence, ofAnyInput, reportOf, SECRETS, scratch, vpceLint } from './support/program.ts';
import { buildWork, WORK_REGION } from './support/workloads.ts';

const url = inject('moto');
const page = fileURLToPath(new URL('../../docs/live.md', import.meta.url));

/** The script that docs/live.md gives to people without vpce-lint. */
function documentedScript(): string {
  const script = /```sh\n(# export\.sh[\s\S]*?)```/.exec(readFileSync(page, 'utf8'))?.[1];
  if (script === undefined) throw new Error('docs/live.md has no export.sh');
  return script;
}

/** Runs the documented script with the AWS CLI against moto. */
function exportByCli(cwd: string, region: string, credentials: Record<string, string>): void {
  writeFileSync(join(cwd, 'export.sh'), documentedScript());
  const env = environmentOf({ AWS_DEFAULT_REGION: region, AWS_ENDPOINT_URL: url!, ...credentials });
  execFileSync('sh', ['export.sh'], { cwd, env: { ...env, PATH: `${inject('bin')}:${env.PATH}` }, stdio: 'pipe' });
}

function assumed(): Record<string, string> {
  const out = execFileSync(
    join(inject('bin'), 'aws'),
    ['sts', 'assume-role', '--role-arn', ROLE, '--role-session-name', 'cli', '--output', 'json'],
    { env: environmentOf({ AWS_DEFAULT_REGION: 'us-east-1', AWS_ENDPOINT_URL: url! }), encoding: 'utf8' },
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(out).Credentials;
  return { AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey, AWS_SESSION_TOKEN: SessionToken };
}

describe.skipIf(url === null)('audit, snapshot and export', () => {
  const live = ['--endpoint-url', url ?? '', '--region', 'us-east-1', '--region', 'eu-west-1', '--preset', 'pedantic'];
  beforeAll(() => buildAccounts(url!));

  test('two Regions of one account: findings, and what they are about', async () => {
    const ended = await vpceLint(['audit', ...live, '-f', 'json']);
    const report = reportOf(ended);
    expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 1, stderr: '' });
    expect(report.complete).toBe(true);
    expect(report.inputs).toEqual([
      { path: `${MAIN}/eu-west-1`, kind: 'live', endpoints: 2 },
      { path: `${MAIN}/us-east-1`, kind: 'live', endpoints: 5 },
    ]);
    const rules = new Set(report.findings.map(({ rule }) => rule));
    for (const rule of ['availability/single-az', 'endpoint-service/public', 'reachability/open-ingress']) {
      expect(rules).toContain(rule);
    }
    for (const { subject, location } of report.findings) {
      expect(subject.account).toBe(MAIN);
      expect(subject.id).toMatch(/^(vpce|vpc|vpce-svc)-|^Z/);
      expect(location).toEqual({ file: null, line: null, column: null, endLine: null, pointer: null });
    }
    // The hosted zone was found, and serves kms.
    expect(report.findings.some((f) => f.rule === 'dns/private-dns-disabled' && f.subject.service === 'kms')).toBe(
      false,
    );
  });

  test('lint of a snapshot finds what audit found', async () => {
    const cwd = scratch();
    const audit = await vpceLint(['audit', ...live, '-f', 'json', '--role-arn', ROLE]);
    const saved = await vpceLint(['snapshot', '-o', 'saved', ...live.slice(0, 6), '--role-arn', ROLE], { cwd });
    expect(saved.status).toBe(0);
    const lint = await vpceLint(['saved', '--preset', 'pedantic', '-f', 'json'], { cwd });
    expect(essence(reportOf(lint))).toEqual(essence(reportOf(audit)));
    expect(essence(reportOf(lint)).length).toBeGreaterThan(3);
    expect(ofAnyInput(reportOf(lint).undecided)).toEqual(ofAnyInput(reportOf(audit).undecided));
    expect(reportOf(lint).findings.map(({ assumed }) => assumed)).toEqual(
      reportOf(audit).findings.map(({ assumed }) => assumed),
    );
    expect(lint.status).toBe(audit.status);
  });

  test.each([
    { account: MAIN, region: 'us-east-1', role: [] },
    { account: MAIN, region: NAMES_REGION, role: [] },
    { account: OTHER, region: 'eu-west-1', role: ['--role-arn', ROLE] },
  ])('lint of what the documented AWS CLI script saves: $account $region', async ({ account, region, role }) => {
    const cwd = scratch();
    exportByCli(cwd, region, role.length > 0 ? assumed() : {});
    const one = ['--endpoint-url', url!, '--region', region, ...role, '--preset', 'pedantic', '-f', 'json'];
    const audit = reportOf(await vpceLint(['audit', ...one]));
    const lint = reportOf(await vpceLint(['lint', 'export', '--preset', 'pedantic', '-f', 'json'], { cwd }));
    expect(essence(lint)).toEqual(essence(audit));
    expect(essence(lint).length).toBeGreaterThan(1);
    expect(ofAnyInput(lint.endpoints)).toEqual(ofAnyInput(audit.endpoints));
    expect(readdirSync(join(cwd, 'export', account, region)).length).toBeGreaterThan(15);
  });

  test('a snapshot is private, says who took it, and holds no secret', async () => {
    const cwd = scratch();
    await vpceLint(['snapshot', '-o', 'saved', ...live.slice(0, 6)], { cwd });
    const names = readdirSync(join(cwd, 'saved'), { recursive: true, encoding: 'utf8' });
    expect(readdirSync(cwd)).toEqual(['saved']);
    for (const name of ['', ...names]) {
      const { mode } = statSync(join(cwd, 'saved', name));
      expect({ name, mode: mode & 0o777 }).toEqual({ name, mode: name.endsWith('.json') ? 0o600 : 0o700 });
      if (!name.endsWith('.json')) continue;
      const text = readFileSync(join(cwd, 'saved', name), 'utf8');
      for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
      if (name !== 'manifest.json') expect(Object.keys(JSON.parse(text))).not.toContain('$metadata');
    }
    const manifest = JSON.parse(readFileSync(join(cwd, 'saved/manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ vpceLintSnapshot: 1, callers: [{ account: MAIN }], failed: [] });
    expect(Math.abs(Date.now() - Date.parse(manifest.takenAt))).toBeLessThan(300_000);
  });

  test('a snapshot goes over an older one and over nothing else', async () => {
    const cwd = scratch();
    const args = ['snapshot', '-o', 'saved', '--endpoint-url', url!, '--region', 'eu-west-1'];
    expect((await vpceLint(args, { cwd })).status).toBe(0);
    expect((await vpceLint(args, { cwd })).status).toBe(0);
    mkdirSync(join(cwd, 'else'));
    writeFileSync(join(cwd, 'else/notes.txt'), 'mine');
    const refused = await vpceLint(['snapshot', '-o', 'else', ...args.slice(3)], { cwd });
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('not empty and is not a snapshot');
    expect(readdirSync(join(cwd, 'else'))).toEqual(['notes.txt']);
  });

  test('a file of the manifest that is gone makes it incomplete', async () => {
    const cwd = scratch();
    await vpceLint(['snapshot', '-o', 'saved', '--endpoint-url', url!, '--region', 'eu-west-1'], { cwd });
    execFileSync('rm', [join(cwd, 'saved', MAIN, 'eu-west-1/describe-subnets.json')]);
    const lint = await vpceLint(['saved', '-f', 'json'], { cwd });
    expect(lint.status).toBe(3);
    expect(reportOf(lint).incomplete).toMatchObject([{ account: MAIN, region: 'eu-west-1', code: 'unreadable' }]);
  });

  test('SARIF: the anchor, the ARN, one category an account and Region', async () => {
    const args = ['audit', '--endpoint-url', url!, '--region', 'eu-west-1', '-f', 'sarif'];
    const [pinned, free] = await Promise.all([vpceLint([...args, '--sarif-anchor', 'infra/net.tf']), vpceLint(args)]);
    const run = (ended: { stdout: string }) => JSON.parse(ended.stdout).runs[0];
    expect(run(pinned).automationDetails.id).toBe(`vpce-lint/${MAIN}/eu-west-1/`);
    for (const { locations } of run(pinned).results) {
      const [{ physicalLocation, logicalLocations }] = locations;
      expect(physicalLocation.artifactLocation.uri).toBe('infra/net.tf');
      expect(physicalLocation.region.startLine).toBe(1);
      expect(logicalLocations[0].fullyQualifiedName).toMatch(/^arn:aws:ec2:eu-west-1:123456789012:vpc-endpoint\/vpce-/);
    }
    const uri = run(free).results[0].locations[0].physicalLocation.artifactLocation.uri;
    expect(uri).toMatch(/^aws\/123456789012\/eu-west-1\/vpce-/);
  });

  test('nothing there is nothing judged, and whole', async () => {
    const ended = await vpceLint(['audit', '--endpoint-url', url!, '--region', 'ca-central-1']);
    expect(ended.status).toBe(0);
    expect(ended.stdout + ended.stderr).toContain('no VPC endpoints: nothing judged');
  });

  test('all Regions, and an account that two ways lead to', async () => {
    const args = ['audit', '--endpoint-url', url!, '--region', 'all', '--role-arn', ROLE, '--role-arn', `${ROLE}2`];
    const ended = await vpceLint([...args, '-f', 'json']);
    const report = reportOf(ended);
    expect(report.inputs.length).toBeGreaterThan(17);
    expect(report.endpoints.map(({ region }) => region)).toEqual(['eu-west-1', 'eu-west-1']);
    expect(ended.stderr).toContain(`leads to account ${OTHER}, which is read only once`);
  });
});

describe.skipIf(url === null)('a VPC in which something runs', () => {
  beforeAll(() => buildWork(url!));

  test('lint of what the script saves finds what audit finds', async () => {
    const cwd = scratch();
    exportByCli(cwd, WORK_REGION, {});
    const folder = join(cwd, 'export', MAIN, WORK_REGION);
    const select = ['--select', 'coverage/missing-companion', '--select', 'validity/not-execute-api', '-f', 'json'];
    const lint = reportOf(await vpceLint(['lint', 'export', ...select], { cwd }));
    const told = lint.findings.map(({ evidence }) => {
      const { workloads, apis } = evidence as Record<string, string[] | undefined>;
      return (workloads ?? apis)!.join().replace(/domain.d-.*/, 'domain');
    });
    expect(told.sort()).toEqual([
      'domain',
      'event-source-mapping:0a1b2c3d',
      'fargateprofile/prod/system',
      'internal',
      'nodegroup/prod/workers',
      'service/apps/web',
    ]);
    expect(lint.undecided).toEqual([]);
    const one = ['--endpoint-url', url!, '--region', WORK_REGION];
    expect(essence(lint)).toEqual(essence(reportOf(await vpceLint(['audit', ...one, ...select]))));
    for (const name of readdirSync(folder)) {
      expect(readFileSync(join(folder, name), 'utf8')).not.toContain('nobody may see this');
    }
  });
});
