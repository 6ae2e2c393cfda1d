import { type EndpointSummary, type Finding, labelOf, type Report, type SubjectName } from '../../findings/index.ts';
import { worstFirst } from '../worst-first.ts';

/** What stands under one heading: the findings of one subject, or one finding that many subjects share. */
export interface Block {
  readonly subject: SubjectName;
  /** The endpoint it is about, where it is about one. */
  readonly endpoint: EndpointSummary | undefined;
  readonly findings: readonly Finding[];
  /** The same finding on other subjects; empty where it stands alone. */
  readonly alike: readonly Finding[];
}

/** From so many subjects on one finding is told once. */
const FOLD_FROM = 3;

/** The findings of a report by subject, worst first; what fires alike on many subjects is one block. */
export function blocksOf(report: Report): Block[] {
  const several = report.inputs.filter(({ kind }) => kind !== 'describe').length > 1;
  const subjectKey = ({ subject, location }: Finding) =>
    JSON.stringify([subject.kind === 'suppression', nameKey(subject), several ? location.file : null]);
  const folds = groupBy(report.findings, alikeKey).filter((group) => new Set(group.map(subjectKey)).size >= FOLD_FROM);
  const folded = new Set(folds.flat());
  const single = groupBy(
    report.findings.filter((finding) => !folded.has(finding)),
    subjectKey,
  );
  const endpoints = new Map(report.endpoints.map((endpoint) => [nameKey(endpoint), endpoint]));
  const blocks = [
    ...folds.map((group) => [group.slice(0, 1), group.slice(1)] as const),
    ...single.map((group) => [group, []] as const),
  ];
  return blocks
    .map(([findings, alike]) => {
      const { subject } = findings[0]!;
      const endpoint = alike.length === 0 && subject.kind === 'endpoint' ? endpoints.get(nameKey(subject)) : undefined;
      return { subject, endpoint, findings: worstFirst(findings), alike };
    })
    .sort((a, b) => rank(a) - rank(b));
}

function nameKey({ account, region, address, id }: Pick<SubjectName, 'account' | 'region' | 'address' | 'id'>): string {
  return JSON.stringify([account, region, address, id]);
}

/** Findings say the same when only the subject's name differs. */
function alikeKey({ rule, level, status, subject, message, why, fix, justification }: Finding): string {
  const names = [subject.address, subject.id, subject.service, labelOf(subject)].filter((name) => name !== null);
  const bare = names
    .sort((a, b) => b.length - a.length)
    .reduce((text, name) => text.replaceAll(name, '\u0000'), message);
  return JSON.stringify([rule, level, status, subject.kind, bare, why, fix, justification]);
}

function groupBy(findings: readonly Finding[], keyOf: (finding: Finding) => string): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}

const RANK = { error: 0, warning: 1, note: 2 } as const;

/** By the worst finding that counts; suppressed ones come last. */
function rank({ findings }: Block): number {
  return Math.min(...findings.map(({ level, status }) => RANK[level] + (status === 'open' ? 0 : 10)));
}
