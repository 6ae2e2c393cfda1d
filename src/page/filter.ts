import { type FindingData, LEVELS } from '../reporters/html/page-data.ts';
import { data, haystack, ruleOf, subjectOf, text, vpcOfSubject } from './data.ts';

/** What is looked for; an empty text is everything. */
export interface Filter {
  levels: ReadonlySet<number>;
  rule: string;
  vpc: string;
  account: string;
  control: string;
  words: string;
}

export const EVERY_LEVEL: ReadonlySet<number> = new Set(LEVELS.map((_, level) => level));

export const filter: Filter = { levels: EVERY_LEVEL, ...emptyTexts() };

function emptyTexts() {
  return { rule: '', vpc: '', account: '', control: '', words: '' };
}

export function clearFilter(): void {
  Object.assign(filter, { levels: EVERY_LEVEL, ...emptyTexts() });
}

export function isFiltered(): boolean {
  return Object.values(filter).some((value) => (typeof value === 'string' ? value !== '' : value.size < LEVELS.length));
}

export function foundFindings(): FindingData[] {
  return data.findings.filter((finding) => filter.levels.has(finding.level) && isMeant(finding) && hasWords(finding));
}

/** Whether rule and place of a finding, or of an undecided check, are those looked for. */
export function isMeant(of: { readonly rule: number; readonly subject: number }): boolean {
  const { rule, vpc, account, control } = filter;
  const { id, controls } = ruleOf(of);
  return (
    (rule === '' || text(id) === rule) &&
    (control === '' || controls.some((each) => text(each) === control)) &&
    (vpc === '' || vpcOfSubject(of.subject) === vpc) &&
    (account === '' || text(subjectOf(of).account) === account)
  );
}

function hasWords(finding: FindingData): boolean {
  return wordsOf().every((word) => haystack(finding).includes(word));
}

export function wordsOf(): string[] {
  return filter.words.toLowerCase().split(/\s+/).filter(Boolean);
}

const NAMES = ['rule', 'vpc', 'account', 'control', 'words'] as const;

/** The filter as the part of the address after `#`, so that a link leads to what one sees. */
export function toAddress(): string {
  const parts = new URLSearchParams();
  if (filter.levels.size < LEVELS.length)
    parts.set('level', [...filter.levels].map((level) => LEVELS[level]!).join(','));
  for (const key of NAMES) if (filter[key] !== '') parts.set(key, filter[key]);
  const said = parts.toString();
  return said === '' ? '' : `#?${said}`;
}

/** Sets the filters that an address holds; false if it holds none, such as a link to a section. */
export function fromAddress(address: string): boolean {
  if (!address.startsWith('#?')) return false;
  const parts = new URLSearchParams(address.slice(2));
  const levels = parts.get('level')?.split(',');
  filter.levels = levels
    ? new Set(LEVELS.flatMap((level, index) => (levels.includes(level) ? [index] : [])))
    : EVERY_LEVEL;
  for (const key of NAMES) filter[key] = parts.get(key) ?? '';
  return true;
}
