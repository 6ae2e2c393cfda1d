import { oncePer, push, remembered } from '../../base/memo.ts';
import { table } from '../../base/table.ts';
import { type EndpointSummary, type Finding, labelOf, type Report, type SubjectName } from '../../findings/index.ts';
import { worstFirst } from '../worst-first.ts';

/** What stands under one heading: the findings of one subject, or one finding that many subjects share. */
export interface Block {
  readonly subject: SubjectName;
  /** The endpoint it is about, where it is about one. */
  readonly endpoint: EndpointSummary | undefined;
  readonly findings: readonly Finding[];
  /** The input that shows it, if another input has a subject of the same name, such as the plan and the state of one stack. */
  readonly input: string | null;
  /** The same finding on other subjects. Empty if no other subject has it. */
  readonly alike: readonly Finding[];
}

/** From this many subjects on, the same finding is printed once. */
const FOLD_FROM = 3;

/** The findings of a report by subject, worst first. The same finding on many subjects is one block. */
export function blocksOf(report: Report): Block[] {
  const several = report.inputs.filter(({ kind }) => kind !== 'describe').length > 1;
  const names = oncePer((subject: SubjectName) => JSON.stringify([subject.kind === 'suppression', nameKey(subject)]));
  // Places are looked up when asked for: only where the file tells subjects apart.
  const subjectKey = (finding: Finding) =>
    several ? `${names(finding.subject)} ${finding.input} ${finding.location.file}` : names(finding.subject);
  const folds = groupBy(report.findings, alikeKeys()).filter((group) => isOfMany(group, subjectKey));
  const folded = new Set(folds.flat());
  const single = groupBy(
    report.findings.filter((finding) => !folded.has(finding)),
    subjectKey,
  );
  const inputsOf = several ? inputsByLabel(single) : null;
  const endpoints = new Map(single.length === 0 ? [] : report.endpoints.map((each) => [nameKey(each), each]));
  const blocks = [
    ...folds.map((group) => [group.slice(0, 1), group.slice(1)] as const),
    ...single.map((group) => [group, []] as const),
  ];
  return blocks
    .map(([findings, alike]) => {
      const { subject } = findings[0]!;
      const endpoint = alike.length === 0 && subject.kind === 'endpoint' ? endpoints.get(nameKey(subject)) : undefined;
      const shared = alike.length === 0 && (inputsOf?.get(labelOf(subject))?.size ?? 0) > 1;
      const input = shared ? (report.inputs[findings[0]!.input ?? -1]?.path ?? null) : null;
      return { subject, endpoint, findings: worstFirst(findings), input, alike };
    })
    .sort((a, b) => rank(a) - rank(b));
}

/** In which inputs what headings call by one name has findings: a state knows the account, a plan may not. */
function inputsByLabel(groups: readonly (readonly Finding[])[]): ReadonlyMap<string, ReadonlySet<number>> {
  const inputs = new Map<string, Set<number>>();
  for (const [{ subject, input }] of groups as readonly (readonly [Finding])[]) {
    if (input === null) continue;
    const label = labelOf(subject);
    inputs.set(label, (inputs.get(label) ?? new Set()).add(input));
  }
  return inputs;
}

function nameKey({ account, region, address, id }: Pick<SubjectName, 'account' | 'region' | 'address' | 'id'>): string {
  return JSON.stringify([account, region, address, id]);
}

/** Findings say the same when only the subject's name differs. */
function alikeKeys(): (finding: Finding) => string {
  // Each text by a number: reasons and remedies are long, few, and the same for many findings.
  const numbers = new Map<string | undefined, number>();
  const namesOf = oncePer((subject: SubjectName) => {
    const names = [subject.address, subject.id, subject.service, labelOf(subject)].filter((name) => name !== null);
    return [...new Set(names)].sort((a, b) => b.length - a.length);
  });
  return ({ rule, level, status, subject, message, why, fix, justification }) => {
    const bare = namesOf(subject).reduce((text, name) => text.replaceAll(name, '\u0000'), message);
    let key = '';
    for (const text of [rule, level, status, subject.kind, bare, why, fix, justification]) {
      key += `${remembered(numbers, text, () => numbers.size)} `;
    }
    return key;
  };
}

function groupBy(findings: readonly Finding[], keyOf: (finding: Finding) => string): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) push(groups, keyOf(finding), finding);
  return [...groups.values()];
}

function isOfMany(group: readonly Finding[], subjectKey: (finding: Finding) => string): boolean {
  const subjects = new Set<string>();
  for (const finding of group) {
    if (subjects.add(subjectKey(finding)).size === FOLD_FROM) return true;
  }
  return false;
}

const RANK = table({ error: 0, warning: 1, note: 2 });

/** By the worst finding that counts; suppressed ones come last. */
function rank({ findings }: Block): number {
  return Math.min(...findings.map(({ level, status }) => RANK[level] + (status === 'open' ? 0 : 10)));
}
