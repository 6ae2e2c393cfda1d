import { shownPath } from '../base/shown-path.ts';
import type { Incompleteness, Input, Level } from '../model/index.ts';
import type { Draft, Verdicts } from './draft.ts';
import { DraftFinding } from './finding.ts';
import type { Locate } from './locate.ts';
import { byCodePoint, byPlace, bySubject, bySubjectAndRule, inputsInOrder, ranking } from './order.ts';
import type { ConfigSummary, EndpointSummary, Finding, InputSummary, Location, Report, Summary } from './report.ts';
import { helpUrl } from './rule-info.ts';
import { type Remark, type Suppressed, suppressionRule } from './silence/suppress.ts';
import type { SuppressionLevels } from './silence/suppression-rules.ts';
import { Undecided } from './undecided.ts';
import { numberedVpcs, type VpcOfEndpoints } from './vpcs.ts';

export interface AssembleOptions {
  readonly version: string;
  readonly cwd: string;
  readonly locate: Locate;
  readonly levels: SuppressionLevels;
  readonly showSuppressed: boolean;
  readonly showPassed: boolean;
  readonly config: ConfigSummary | null;
}

export interface Parts {
  readonly inputs: readonly Input[];
  readonly incomplete: readonly Incompleteness[];
  readonly endpoints: readonly EndpointSummary[];
  /** What reports draw of the VPCs of the endpoints. Undefined if the run does not ask for it. */
  readonly vpcs?: readonly VpcOfEndpoints[] | undefined;
  readonly verdicts: Verdicts;
  readonly suppressed: Suppressed;
  /** Findings the baseline knows. */
  readonly baselined: readonly Draft[];
}

/** Puts the report together, sorted. Places are looked up when a reporter asks for them. */
export function assemble(parts: Parts, options: AssembleOptions): Report {
  const { verdicts, suppressed } = parts;
  const summaries = parts.inputs.map((input) => inputSummary(input, options.cwd));
  const inputs = inputsInOrder(summaries);
  const indexOf = (input: number) => inputs.indexOf(summaries[input]!);
  const place: Place = (draft, standing) =>
    new DraftFinding(draft, options.locate, { ...standing, input: indexOf(draft.input) });
  const open = [
    ...suppressed.open.map((draft) => place(draft, { status: 'open' })),
    ...suppressed.remarks.map((remark) => remarkFinding(remark, options, indexOf)),
  ];
  const silenced = options.showSuppressed ? silencedFindings(parts, place) : [];
  const findings = [...open, ...silenced].sort(inOrder);
  const endpoints = [...parts.endpoints].sort(bySubject);
  return {
    schemaVersion: 1,
    tool: { name: 'vpce-lint', version: options.version },
    complete: parts.incomplete.length === 0,
    incomplete: parts.incomplete.map((each) => shown(each, options.cwd)).sort(byPlace),
    config: options.config,
    inputs: inputs.list,
    endpoints: endpoints.map((endpoint) => ({ ...endpoint, input: indexOf(endpoint.input) })),
    ...(parts.vpcs ? { vpcs: numberedVpcs(parts.vpcs, endpoints) } : {}),
    findings,
    undecided: verdicts.undecided.map((question) => new Undecided({ ...question, input: indexOf(question.input) })),
    checks: verdicts.checks,
    ...(options.showPassed ? { passed: [...verdicts.passed].sort(ranking(verdicts.passed)) } : {}),
    summary: summarize(parts, open),
  };
}

type Place = (
  draft: Draft,
  standing: { readonly status: Finding['status']; readonly reason?: string | null },
) => Finding;

function silencedFindings({ suppressed, baselined }: Parts, place: Place): Finding[] {
  return [
    ...suppressed.silenced.map(({ draft, by }) => place(draft, { status: 'suppressed', reason: by.reason })),
    ...baselined.map((draft) => place(draft, { status: 'baselined' })),
  ];
}

function remarkFinding(
  { rule, message, about, fingerprint }: Remark,
  options: AssembleOptions,
  indexOf: (input: number) => number,
): Finding {
  const { level, why, fix } = suppressionRule(rule);
  return {
    input: isLocation(about.at) ? null : indexOf(about.at.input),
    rule,
    level: options.levels[rule] ?? level,
    status: 'open',
    subject: about.subject,
    message,
    why,
    fix,
    helpUrl: helpUrl(rule),
    location: isLocation(about.at) ? about.at : options.locate(about.at).location,
    related: [],
    evidence: { rules: about.rules, reason: about.reason, until: about.until },
    assumed: [],
    fingerprint,
  };
}

function isLocation(at: Remark['about']['at']): at is Location {
  return 'file' in at;
}

function inOrder(a: Finding, b: Finding): number {
  return bySubjectAndRule(a, b) || byCodePoint(a.fingerprint, b.fingerprint) || byCodePoint(a.message, b.message);
}

function shown(each: Incompleteness, cwd: string): Incompleteness {
  const { path, account, region, call, code, message } = each;
  return { path: path === null ? null : shownPath(path, cwd), account, region, call, code, message };
}

function inputSummary(input: Input, cwd: string): InputSummary {
  const { path, kind, endpoints, role } = input;
  const shown = { path: path === null ? '-' : shownPath(path, cwd), kind, endpoints };
  return role === undefined ? shown : { ...shown, role };
}

function summarize(parts: Parts, open: readonly Finding[]): Summary {
  const count = (level: Level) => open.filter((each) => each.level === level).length;
  return {
    endpoints: parts.endpoints.length,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    undecided: parts.verdicts.undecided.length,
    suppressed: parts.suppressed.silenced.length,
    baselined: parts.baselined.length,
  };
}
