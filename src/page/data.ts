import type { FindingData, PageData, RuleData, SubjectData, Text } from '../reporters/html/page-data.ts';

export const data: PageData = JSON.parse(document.getElementById('data')!.textContent!);

export function text(of: Text): string {
  return of < 0 ? '' : data.texts[of]!;
}

export const subjectOf = ({ subject }: { readonly subject: number }): SubjectData => data.subjects[subject]!;
export const ruleOf = ({ rule }: { readonly rule: number }): RuleData => data.rules[rule]!;

interface Placed {
  readonly vpc: Text;
  readonly region: Text;
  readonly account: Text;
}

/** What tells one VPC from another: `aws_vpc.main · us-east-1 · 111122223333`. Empty if no VPC is known. */
export function vpcLabel({ vpc, region, account }: Placed): string {
  return vpc < 0
    ? ''
    : [vpc, region, account]
        .filter((part) => part >= 0)
        .map(text)
        .join(' · ');
}

const labels = data.subjects.map(vpcLabel);

export const vpcOfSubject = (subject: number): string => labels[subject]!;

/** What a search looks at, in lower case; made at the first search. */
const haystacks = new Map<FindingData, string>();

export function haystack(finding: FindingData): string {
  let hay = haystacks.get(finding);
  if (hay === undefined) {
    const { name, service } = subjectOf(finding);
    hay = [ruleOf(finding).id, name, service, finding.message, finding.place].map(text).join('\n').toLowerCase();
    haystacks.set(finding, hay);
  }
  return hay;
}
