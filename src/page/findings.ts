import { type FindingData, LEVELS, STATUSES } from '../reporters/html/page-data.ts';
import { ruleOf, subjectOf, text, vpcLabel } from './data.ts';
import { append, type Child, el, fold, name } from './dom.ts';
import { evidenceList } from './evidence.ts';
import { shortened } from './list.ts';

const GROUPS_SHOWN = 20;
const FINDINGS_SHOWN = 8;

export const GROUPINGS = ['rule', 'resource', 'VPC', 'account'] as const;
export type Grouping = (typeof GROUPINGS)[number];

const KEYS: Readonly<Record<Grouping, (finding: FindingData) => string>> = {
  rule: (finding) => text(ruleOf(finding).id),
  resource: (finding) => JSON.stringify(Object.values(subjectOf(finding))),
  VPC: (finding) => vpcLabel(subjectOf(finding)),
  account: (finding) => text(subjectOf(finding).account),
};

export function drawFindings(into: HTMLElement, found: readonly FindingData[], by: Grouping): void {
  const groups = new Map<string, FindingData[]>();
  for (const finding of found) {
    const key = KEYS[by](finding);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  const drawn = shortened({
    into: el('div', {}),
    items: [...groups.values()],
    most: GROUPS_SHOWN,
    draw: (group) => groupSection(group, by),
    nouns: 'groups',
  });
  into.replaceChildren();
  append(into, ...(found.length === 0 ? [el('p', { class: 'empty' }, 'No finding matches.')] : drawn));
}

function groupSection(group: readonly FindingData[], by: Grouping): HTMLElement {
  const [first] = group;
  const same = (key: 'why' | 'fix') => (group.every((one) => one[key] === first![key]) ? first![key] : -1);
  const shared = by === 'rule' ? { why: same('why'), fix: same('fix') } : { why: -1, fix: -1 };
  return el(
    'section',
    { class: 'group' },
    el('h3', {}, ...title(first!, by), ' ', el('span', { class: 'tally' }, ...tally(group))),
    by === 'rule' ? ruleLines(first!) : null,
    shared.why < 0 ? null : el('p', { class: 'why' }, text(shared.why)),
    shared.fix < 0 ? null : el('p', { class: 'fix' }, el('b', {}, 'Fix: '), text(shared.fix)),
    shortened({
      into: el('ul', { class: 'findings' }),
      items: group,
      most: FINDINGS_SHOWN,
      draw: (finding) => el('li', {}, findingFold(finding, by, shared)),
      nouns: 'findings',
    }),
  );
}

function title(finding: FindingData, by: Grouping): Child[] {
  if (by === 'rule') return [name(text(ruleOf(finding).id))];
  const subject = subjectOf(finding);
  if (by === 'resource') return [name(text(subject.name)), ' ', el('small', {}, about(finding))];
  const label = by === 'VPC' ? vpcLabel(subject) : text(subject.account);
  return label === '' ? [`${by} not known`] : [name(label)];
}

function ruleLines(finding: FindingData): HTMLElement {
  const { summary, help, controls } = ruleOf(finding);
  const page = text(help);
  return el(
    'p',
    { class: 'rule' },
    text(summary),
    ' ',
    page.startsWith('https://')
      ? el('a', { href: page, rel: 'noopener noreferrer', target: '_blank' }, 'More on this rule')
      : null,
    ...controls.flatMap((control) => [' ', el('span', { class: 'chip' }, text(control))]),
  );
}

/** `3 errors` and so on, worst first. */
export function tally(findings: readonly { readonly level: number; readonly status: number }[]): Child[] {
  const open = findings.filter(({ status }) => status === 0);
  const parts = LEVELS.flatMap((level, index) => {
    const n = open.filter((finding) => finding.level === index).length;
    return n === 0 ? [] : [badge(index, `${n.toLocaleString('en-US')} ${level}${n === 1 ? '' : 's'}`)];
  });
  const rest = findings.length - open.length;
  return [
    ...parts,
    ...(rest === 0 ? [] : [el('span', { class: 'badge' }, `${rest.toLocaleString('en-US')} suppressed`)]),
  ];
}

function badge(level: number, label: string): HTMLElement {
  return el('span', { class: `badge ${LEVELS[level]}` }, label);
}

function about(finding: FindingData): string {
  const { service, kind } = subjectOf(finding);
  return text(service) || text(kind).replace('-', ' ');
}

function findingFold(
  finding: FindingData,
  by: Grouping,
  shared: { readonly why: number; readonly fix: number },
): HTMLElement {
  const status = STATUSES[finding.status]!;
  return fold(
    `finding${status === 'open' ? '' : ' silenced'}`,
    [
      badge(finding.level, LEVELS[finding.level]!),
      status === 'open' ? null : el('span', { class: 'chip' }, status),
      el(
        'span',
        { class: 'what' },
        by === 'resource' ? null : name(text(subjectOf(finding).name)),
        ' ',
        el('bdi', { class: 'message' }, text(finding.message)),
        by === 'rule' ? null : el('span', { class: 'of' }, ' ', name(text(ruleOf(finding).id), 'chip')),
      ),
      el('bdi', { class: 'place' }, text(finding.place).replace(/ .*/, '')),
    ],
    () => [detail(finding, shared)],
  );
}

function detail(finding: FindingData, shared: { readonly why: number; readonly fix: number }): HTMLElement {
  const { region, account } = subjectOf(finding);
  const rows: readonly (readonly [string, Child | readonly Child[]])[] = [
    ['Why', shared.why < 0 ? text(finding.why) : ''],
    ['Fix', shared.fix < 0 ? text(finding.fix) : ''],
    ['Place', finding.place < 0 ? '' : name(text(finding.place))],
    [
      'See also',
      (finding.related ?? []).map(([message, place]) =>
        el('div', {}, text(message), place < 0 ? '' : ' – ', name(text(place))),
      ),
    ],
    ['VPC', vpcLabel(subjectOf(finding)) && name(vpcLabel(subjectOf(finding)))],
    [
      'Region and account',
      [region, account]
        .filter((part) => part >= 0)
        .map(text)
        .join(' · '),
    ],
    ['Evidence', evidenceList(text(finding.evidence))],
    ['Assumed', (finding.assumed ?? []).map((each) => el('div', {}, text(each)))],
    ['Suppressed because', finding.reason === undefined ? '' : text(finding.reason)],
    ['Fingerprint', el('code', {}, finding.fingerprint)],
  ];
  return el(
    'dl',
    {},
    ...rows.flatMap(([term, value]) => {
      const values = Array.isArray(value) ? value : [value as Child];
      const isEmpty = values.every((each) => each === '' || each === null);
      return isEmpty ? [] : [el('div', {}, el('dt', {}, term), el('dd', {}, ...values))];
    }),
  );
}
