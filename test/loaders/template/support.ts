import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Report } from '../../../src/findings/index.ts';
import { type RunOptions, run } from '../../../src/run.ts';

export const FIXTURES = fileURLToPath(new URL('../../../fixtures/templates/', import.meta.url));

export type Lint = Report & { readonly notes: readonly string[] };

/** The report of a run with all rules that are not pedantic. */
export async function lint(paths: string | readonly string[], options: Partial<RunOptions> = {}): Promise<Lint> {
  const outcome = await run({
    config: false,
    preset: 'strict',
    now: new Date('2026-06-01T00:00:00Z'),
    cwd: FIXTURES,
    ...options,
    paths: [paths].flat(),
  });
  try {
    return {
      ...outcome.report,
      findings: outcome.report.findings.map((each) => ({
        ...each,
        location: each.location,
        related: each.related,
        fingerprint: each.fingerprint,
      })),
      notes: outcome.notes,
    } as Lint;
  } finally {
    outcome.close();
  }
}

/** Files in a folder of their own, gone after the test. */
function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'templates-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

/** A report of files held in a folder; the first of them is judged. */
export async function lintText(
  files: string | Readonly<Record<string, string>>,
  options: Partial<RunOptions> = {},
): Promise<Lint> {
  const all = typeof files === 'string' ? { 'template.yaml': files } : files;
  return lint(Object.keys(all)[0]!, { cwd: folder(all), ...options });
}

/** What a rule says of a subject. */
export function said(report: Lint, rule: string, address: string): 'fail' | 'undecided' | 'silent' {
  const of = (list: readonly { readonly rule: string; readonly subject: { readonly address: string | null } }[]) =>
    list.some((each) => each.rule === rule && each.subject.address === address);
  return of(report.findings) ? 'fail' : of(report.undecided) ? 'undecided' : 'silent';
}

/** A VPC with two subnets and a group, for templates of tests. */
export const NETWORK = `
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true } }
  A: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: !Select [0, !GetAZs ""] } }
  B: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: !Select [1, !GetAZs ""] } }
  Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x, VpcId: !Ref Vpc, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16 }] } }
`;

/** An endpoint, in one line. */
export function endpoint(id: string, service: string, properties: string, condition?: string): string {
  const name = service.includes('!') ? service : `!Sub "com.amazonaws.\${AWS::Region}.${service}"`;
  return `
  ${id}:
    Type: AWS::EC2::VPCEndpoint
${condition === undefined ? '' : `    Condition: ${condition}\n`}    Properties: { VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: ${name}, SecurityGroupIds: [!Ref Group], ${properties} }`;
}
