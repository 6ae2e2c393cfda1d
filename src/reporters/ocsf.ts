/**
 * `--format ocsf`: events of the class Compliance Finding (2003) of OCSF 1.8.0, one on each line. There is an event for
 * each finding, for each passed check if they are listed (`--verbose`), and for each reason why a run is incomplete.
 * https://schema.ocsf.io/1.8.0/classes/compliance_finding
 */
import { table } from '../base/table.ts';
import { fingerprint, identityOf } from '../findings/fingerprint.ts';
import {
  controlName,
  type Finding,
  frameworkOf,
  type Report,
  type RuleInfo,
  type SubjectName,
} from '../findings/index.ts';
import { labelOf } from '../findings/subject.ts';
import { INCOMPLETE } from './gaps.ts';
import { oneLine } from './inert.ts';
import type { Reporter } from './reporter.ts';
import { namedMessage, partitionOfRegion, qualifiedName } from './subject.ts';
import { jsonText } from './text.ts';

const VERSION = '1.8.0';
const CLASS = 2003;
/** A finding was made known. */
const CREATE = 1;

const SEVERITY = table({ error: [4, 'High'], warning: [3, 'Medium'], note: [2, 'Low'] }) satisfies Record<
  Finding['level'],
  readonly [number, string]
>;
const [NEW, SUPPRESSED] = [
  { status_id: 1, status: 'New' },
  { status_id: 3, status: 'Suppressed' },
];
const PASS = { status_id: 1, status: 'Pass' };
const FAIL = { status_id: 3, status: 'Fail' };
const UNKNOWN = { status_id: 0, status: 'Unknown' };

type Rules = ReadonlyMap<string, RuleInfo>;

interface Context {
  readonly report: Report;
  readonly rules: Rules;
  /** Milliseconds since 1970. */
  readonly time: number;
}

export const ocsf: Reporter = (report, { rules, time = 0 }) => {
  const context = { report, rules, time };
  return [
    ...report.findings.map((finding) => ofFinding(finding, context)),
    ...(report.passed ?? []).map((each) => ofPass(each, context)),
    ...report.incomplete.map((each) => ofGap(each, context)),
  ]
    .map((event) => `${jsonText(event)}\n`)
    .join('');
};

function ofFinding(finding: Finding, context: Context): object {
  const { rule, level, subject, why, fix, helpUrl, status, location, evidence, assumed } = finding;
  const [severity_id, severity] = SEVERITY[level];
  return {
    ...event(context, rule),
    severity_id,
    severity,
    ...(status === 'open' ? NEW : SUPPRESSED),
    message: oneLine(namedMessage(finding)),
    cloud: cloudOf(subject, context.report),
    compliance: { ...complianceOf(rule, context.rules), ...FAIL },
    finding_info: {
      ...infoOf(rule, uidOf(finding.fingerprint, subject), context),
      title: oneLine(finding.message),
      desc: oneLine(why),
    },
    remediation: { desc: oneLine(fix), references: [helpUrl] },
    resources: [resourceOf(subject)],
    unmapped: { location: placeOf(location), evidence, assumed, justification: finding.justification },
  };
}

function ofPass({ rule, subject }: NonNullable<Report['passed']>[number], context: Context): object {
  const title = `${labelOf(subject)} passes ${rule}`;
  return {
    ...event(context, rule),
    severity_id: 1,
    severity: 'Informational',
    message: oneLine(title),
    cloud: cloudOf(subject, context.report),
    compliance: { ...complianceOf(rule, context.rules), ...PASS },
    finding_info: {
      // A fault that is gone passes under the name it had, where its rule finds one a resource.
      ...infoOf(rule, uidOf(fingerprint(rule, identityOf(subject), ''), subject), context),
      title: oneLine(title),
    },
    resources: [resourceOf(subject)],
  };
}

/** Without it a stream without findings would look like a clean bill of health. */
function ofGap({ account, region, path, call, code, message }: Report['incomplete'][number], context: Context): object {
  const subject = { account, region };
  const uid = fingerprint(INCOMPLETE, JSON.stringify([account, region, path, call]), code);
  return {
    ...event(context, INCOMPLETE),
    severity_id: 1,
    severity: 'Informational',
    ...NEW,
    message: oneLine(message),
    cloud: cloudOf(subject, context.report),
    compliance: { control: INCOMPLETE, ...UNKNOWN, status_details: [oneLine(message)] },
    finding_info: { ...infoOf(INCOMPLETE, uid, context), title: 'The run is incomplete', desc: oneLine(message) },
    unmapped: { path, call, code },
  };
}

function event({ report, time }: Context, rule: string) {
  return {
    activity_id: CREATE,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: CLASS,
    class_name: 'Compliance Finding',
    type_uid: CLASS * 100 + CREATE,
    type_name: 'Compliance Finding: Create',
    time,
    metadata: {
      version: VERSION,
      profiles: ['cloud'],
      event_code: oneLine(rule),
      product: { name: 'vpce-lint', uid: 'vpce-lint', vendor_name: 'vpce-lint', version: report.tool.version },
    },
  };
}

/** Ids of Terraform are the same in each account. */
function uidOf(print: string, { account, region, id }: SubjectName): string {
  return id === null && account !== null ? [account, region ?? '', print].join('/') : print;
}

function infoOf(rule: string, uid: string, { rules }: Context) {
  const family = rule.split('/')[0]!;
  return {
    uid,
    types: ['VPC endpoint'],
    analytic: {
      type_id: 1,
      type: 'Rule',
      uid: oneLine(rule),
      name: oneLine(rules.get(rule)?.summary ?? rule),
      category: family,
    },
  };
}

function complianceOf(rule: string, rules: Rules) {
  const info = rules.get(rule);
  const controls = info?.controls ?? [];
  const standards = [...new Set(controls.map(frameworkOf))];
  return {
    control: controls[0]?.control ?? oneLine(rule),
    ...(info ? { desc: info.summary } : {}),
    ...(standards.length > 0 ? { standards, requirements: controls.map(controlName) } : {}),
    checks: [
      { uid: oneLine(rule), name: oneLine(info?.summary ?? rule), ...(standards.length > 0 ? { standards } : {}) },
    ],
  };
}

type Place = Pick<SubjectName, 'account' | 'region'>;

function cloudOf({ account, region }: Place, { accounts }: Report) {
  const name = account === null ? undefined : accounts?.[account];
  return {
    provider: 'AWS',
    ...(region === null ? {} : { region: oneLine(region), cloud_partition: partitionOfRegion(region) }),
    ...(account === null ? {} : { account: accountOf(account, name) }),
  };
}

function accountOf(account: string, name?: string) {
  return {
    uid: oneLine(account),
    type_id: 10,
    type: 'AWS Account',
    ...(name === undefined ? {} : { name: oneLine(name) }),
  };
}

const TYPES: Readonly<Record<SubjectName['kind'], string>> = table({
  endpoint: 'AWS::EC2::VPCEndpoint',
  'endpoint-service': 'AWS::EC2::VPCEndpointService',
  vpc: 'AWS::EC2::VPC',
  'hosted-zone': 'AWS::Route53::HostedZone',
  'rest-api': 'AWS::ApiGateway::RestApi',
  'managed-endpoint': 'VPC endpoint managed by a service',
  policy: 'VPC endpoint policy',
  suppression: 'vpce-lint suppression',
});

function resourceOf(subject: SubjectName) {
  const { account, region, id, kind } = subject;
  return {
    uid: oneLine(qualifiedName(subject)),
    name: oneLine(labelOf(subject)),
    ...(id === null ? {} : { uid_alt: oneLine(id) }),
    type: TYPES[kind],
    ...(region === null ? {} : { region: oneLine(region), cloud_partition: partitionOfRegion(region) }),
    ...(account === null ? {} : { owner: { account: accountOf(account) } }),
  };
}

function placeOf({ file, line, column, pointer }: Finding['location']): object | undefined {
  return file === null ? undefined : { file, line, column, pointer };
}
