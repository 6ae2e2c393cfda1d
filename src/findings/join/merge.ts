/** Several reports as one: what a run over all their inputs at once would have said. */
import { numbering } from '../fingerprint.ts';
import { byCodePoint, byPlace, bySubject, bySubjectAndRule, inputsInOrder, ranking } from '../order.ts';
import type { CheckCount, EndpointSummary, Finding, Report, Summary, VpcSummary } from '../report.ts';
import { byVpc, numbered } from '../vpcs.ts';

export interface Merged {
  readonly report: Report;
  /** Sentences on what a run over all at once could have said otherwise. */
  readonly notes: readonly string[];
}

/** @param reports At least one. */
export function mergeReports(reports: readonly Report[]): Merged {
  const first = reports[0]!;
  const all = <T>(list: (report: Report) => readonly T[]): T[] => reports.flatMap((report) => [...list(report)]);
  const complete = reports.every((report) => report.complete);
  const inputs = inputsInOrder(all((report) => report.inputs));
  const placed = reports.map((report) => ({ ...report, ...renumbered(report, inputs) }));
  const endpoints = placed.flatMap((report) => report.endpoints).sort(bySubject);
  const findings = findingsOf(placed, complete);
  const report: Report = {
    schemaVersion: 1,
    tool: first.tool,
    complete,
    incomplete: all((each) => each.incomplete).sort(byPlace),
    config: sameConfig(reports) ? first.config : null,
    ...accountsOf(reports),
    inputs: inputs.list,
    endpoints,
    ...(reports.every(({ vpcs }) => vpcs) ? { vpcs: vpcsOf(placed, endpoints) } : {}),
    findings,
    undecided: inOrder(
      placed.flatMap((each) => each.undecided),
      (a, b) => byCodePoint(a.message, b.message),
    ),
    checks: checksOf(reports),
    ...(reports.every(({ passed }) => passed)
      ? {
          passed: inOrder(
            all(({ passed }) => passed!),
            () => 0,
          ),
        }
      : {}),
    summary: summaryOf(reports, findings),
  };
  return { report, notes: notesOn(reports) };
}

/** What names inputs by their numbers in its own report, by those in the joined one. */
function renumbered({ inputs, endpoints, findings, undecided }: Report, all: ReturnType<typeof inputsInOrder>) {
  const of = <T extends { readonly input: number | null }>(each: T): T =>
    each.input === null ? each : { ...each, input: all.indexOf(inputs[each.input]!) };
  return { endpoints: endpoints.map(of), findings: findings.map(of), undecided: undecided.map(of) };
}

function notesOn(reports: readonly Report[]): string[] {
  const versions = [...new Set(reports.map(({ tool }) => tool.version))].sort();
  return [
    ...(versions.length > 1 ? [`the reports are of vpce-lint ${versions.join(' and ')}`] : []),
    ...(sameConfig(reports) ? [] : ['the reports were made by different configs: the joined report names none']),
  ];
}

function sameConfig(reports: readonly Report[]): boolean {
  return new Set(reports.map(({ config }) => JSON.stringify(config))).size === 1;
}

function accountsOf(reports: readonly Report[]): Pick<Report, 'accounts'> {
  const names = reports.flatMap(({ accounts = {} }) => Object.entries(accounts));
  if (names.length === 0) return {};
  return { accounts: Object.fromEntries(names.sort(([a], [b]) => byCodePoint(a, b))) };
}

type Named = Report['undecided'][number] | NonNullable<Report['passed']>[number];

function inOrder<T extends Named>(list: T[], then: (a: T, b: T) => number): T[] {
  const rank = ranking(list);
  return list.sort((a, b) => rank(a, b) || then(a, b));
}

const UNUSED = 'suppression/unused';

/** The findings of all reports. Findings about a shared config appear once, and equal fingerprints get new numbers. */
function findingsOf(reports: readonly Report[], complete: boolean): Finding[] {
  const seen = new Set<string>();
  const out: Finding[] = [];
  for (const [i, { findings }] of reports.entries()) {
    for (const finding of findings) {
      if (isOfConfig(finding)) {
        const everywhere = reports.every((other, j) => i === j || other.findings.some(isSameAs(finding)));
        if (seen.has(finding.fingerprint) || (finding.rule === UNUSED && !(everywhere && complete))) continue;
        seen.add(finding.fingerprint);
      } else if (finding.rule === UNUSED && !complete) continue;
      out.push(finding);
    }
  }
  return apart(out).sort(
    (a, b) => bySubjectAndRule(a, b) || byCodePoint(a.fingerprint, b.fingerprint) || byCodePoint(a.message, b.message),
  );
}

const isSameAs = (finding: Finding) => (other: Finding) => other.fingerprint === finding.fingerprint;

/** Findings on the words of a config have no subject of their own. */
function isOfConfig({ subject }: Finding): boolean {
  return subject.kind === 'suppression' && subject.address === null && subject.id === null;
}

/** In the order in which one run numbers them. */
function apart(findings: readonly Finding[]): Finding[] {
  const plain = (print: string) => print.replace(/:\d+$/, '');
  const nth = (print: string) => Number(/:(\d+)$/.exec(print)?.[1] ?? 1);
  const number = numbering();
  return [...findings]
    .sort(
      (a, b) =>
        bySubjectAndRule(a, b) ||
        byCodePoint(plain(a.fingerprint), plain(b.fingerprint)) ||
        byCodePoint(a.message, b.message) ||
        nth(a.fingerprint) - nth(b.fingerprint),
    )
    .map((finding) => {
      const fingerprint = number(plain(finding.fingerprint));
      return fingerprint === finding.fingerprint ? finding : { ...finding, fingerprint };
    });
}

function checksOf(reports: readonly Report[]): CheckCount[] {
  const counts = new Map<string, CheckCount>();
  for (const { checks } of reports) {
    for (const { rule, fail, pass, undecided, notApplicable } of checks) {
      const sum = counts.get(rule) ?? { rule, fail: 0, pass: 0, undecided: 0, notApplicable: 0 };
      counts.set(rule, {
        rule,
        fail: sum.fail + fail,
        pass: sum.pass + pass,
        undecided: sum.undecided + undecided,
        notApplicable: sum.notApplicable + notApplicable,
      });
    }
  }
  return [...counts.values()].sort((a, b) => byCodePoint(a.rule, b.rule));
}

function summaryOf(reports: readonly Report[], findings: readonly Finding[]): Summary {
  const sum = (name: keyof Summary) => reports.reduce((total, { summary }) => total + summary[name], 0);
  const open = (level: Finding['level']) =>
    findings.filter((finding) => finding.status === 'open' && finding.level === level).length;
  return {
    endpoints: sum('endpoints'),
    errors: open('error'),
    warnings: open('warning'),
    notes: open('note'),
    undecided: sum('undecided'),
    suppressed: sum('suppressed'),
    baselined: sum('baselined'),
  };
}

/** VPCs name their endpoints by number in the report. */
function vpcsOf(reports: readonly Report[], endpoints: readonly EndpointSummary[]): VpcSummary[] {
  const numbers = new Map(endpoints.map((endpoint, index) => [endpoint, index]));
  return reports
    .flatMap((report) =>
      (report.vpcs ?? []).map((vpc) => numbered(vpc, (index: number) => numbers.get(report.endpoints[index]!)!)),
    )
    .sort(byVpc);
}
