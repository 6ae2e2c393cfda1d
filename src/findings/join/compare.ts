/** What is new, gone and changed between two reports of the same inputs. */
import type { Finding, Report, SubjectName } from '../report.ts';

export interface Comparison {
  readonly new: readonly Finding[];
  /** As it is now, and what it was. */
  readonly changed: readonly { readonly now: Finding; readonly before: Finding; readonly what: readonly string[] }[];
  /** Not found any more, although it was looked for. */
  readonly gone: readonly Finding[];
  /** Not found any more, and not looked for in full. */
  readonly unknown: readonly { readonly before: Finding; readonly because: string }[];
  readonly unchanged: number;
}

/** Findings are known by their fingerprint, and by account and Region: ids of Terraform are the same in each account. */
export function compareReports(before: Report, now: Report): Comparison {
  const [earlier, later] = [byKey(before.findings), byKey(now.findings)];
  const asked = new Set(now.checks.map(({ rule }) => rule));
  const open = new Set(now.undecided.map(({ rule, subject }) => checkOf(rule, subject)));
  const gone: Finding[] = [];
  const unknown: { before: Finding; because: string }[] = [];
  for (const [key, finding] of earlier) {
    if (later.has(key)) continue;
    const because = whyUnknown(finding, now, { asked, open });
    if (because === undefined) gone.push(finding);
    else unknown.push({ before: finding, because });
  }
  const changed: { now: Finding; before: Finding; what: string[] }[] = [];
  let unchanged = 0;
  for (const [key, finding] of later) {
    const was = earlier.get(key);
    if (!was) continue;
    const what = differences(was, finding);
    if (what.length > 0) changed.push({ now: finding, before: was, what });
    else unchanged += 1;
  }
  return {
    new: [...later].flatMap(([key, each]) => (earlier.has(key) ? [] : [each])),
    changed,
    gone,
    unknown,
    unchanged,
  };
}

function byKey(findings: readonly Finding[]): Map<string, Finding> {
  return new Map(findings.map((each) => [JSON.stringify([each.fingerprint, ...placeOf(each.subject)]), each]));
}

function placeOf({ account, region }: SubjectName): readonly (string | null)[] {
  return [account, region];
}

function checkOf(rule: string, subject: SubjectName): string {
  return JSON.stringify([rule, subject.address, subject.id, ...placeOf(subject)]);
}

interface Looked {
  /** Rules that ran. */
  readonly asked: ReadonlySet<string>;
  /** Undecided checks. */
  readonly open: ReadonlySet<string>;
}

/** Why it is not known whether a fault still exists. */
function whyUnknown({ rule, subject }: Finding, now: Report, { asked, open }: Looked): string | undefined {
  if (!rule.startsWith('suppression/') && !asked.has(rule)) return 'its rule did not run';
  if (open.has(checkOf(rule, subject))) return 'its check is undecided now';
  const gap = now.incomplete.find(
    ({ account, region }) =>
      (account === null || subject.account === null || account === subject.account) &&
      (region === null || subject.region === null || region === subject.region),
  );
  return gap === undefined ? undefined : `the run was not whole: ${gap.message}`;
}

/** What differs, apart from where it stands and how it is said. */
function differences(before: Finding, now: Finding): string[] {
  return [
    ...(before.level === now.level ? [] : [`level ${before.level} -> ${now.level}`]),
    ...(before.status === now.status ? [] : [`status ${before.status} -> ${now.status}`]),
    ...(before.message === now.message ? [] : ['message']),
    ...(JSON.stringify(before.evidence) === JSON.stringify(now.evidence) ? [] : ['evidence']),
  ];
}
