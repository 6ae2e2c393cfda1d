/** Undecided checks by what is missing: one cause often holds back many checks. */
import { oncePer, remembered } from '../base/memo.ts';
import { count } from '../base/words.ts';
import { byCodePoint, isSources, labelOf, type UndecidedCheck } from '../findings/index.ts';

export interface Cause {
  /** What is missing, as the first of its checks says it. */
  readonly text: string;
  /** Further texts that differ from it only in names. */
  readonly alike: number;
  readonly settledBy: string | null;
  readonly checks: readonly UndecidedCheck[];
  /** Subjects of those checks, and what they are. */
  readonly subjects: number;
  readonly noun: 'endpoint' | 'resource';
}

/** Ids of AWS: `rtb-3bf1b05c`. */
const AWS_ID = /\b[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}\b/g;
/** The end of each id. A quick test before the slower pattern, because there may be a cause for each endpoint. */
const ID_TAIL = /-[0-9a-f]{8}/;
/** The object that a command names. It is left out if the cause covers several objects. */
const FOR_ONE = / for [a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}\b/;
/** The attribute and its owner: "`subnet_ids` of aws_vpc_endpoint.kms: ". */
const WHOSE = /^`[^`]*` of [^ ]+: /;
/** Matches names of subjects that are not also common words. */
const TELLING = /[.\-[/]/;

interface Found {
  /** With whose attribute it is, and without. */
  readonly full: Set<string>;
  readonly bare: Set<string>;
  readonly settledBy: string | null;
  readonly checks: UndecidedCheck[];
}

/** The causes of a list, worst first: with the most checks, then the most subjects behind it. */
export const causesOf: (undecided: readonly UndecidedCheck[]) => readonly Cause[] =
  // A run may write several reports.
  oncePer((undecided) => causesIn(undecided, false));

/** The same, but causes that differ only in names are told apart. */
export function causesApart(undecided: readonly UndecidedCheck[]): readonly Cause[] {
  return causesIn(undecided, true);
}

function causesIn(undecided: readonly UndecidedCheck[], apart: boolean): readonly Cause[] {
  const byKey = new Map<string, Found>();
  const byText = new Map<string, Found>();
  // Checks with one cause share its list, which spares a look at its text.
  const byList = new Map<UndecidedCheck['missing'], readonly Found[]>();
  const foundFor = (check: UndecidedCheck) =>
    check.missing.map((text, i) => {
      const settledBy = check.settledBy[i] ?? null;
      return remembered(byText, `${text}\n${settledBy}`, () => {
        const bare = text.replace(WHOSE, '');
        const key = apart ? `${text}\n${settledBy}` : keyOf(bare, settledBy, check);
        const same = remembered(byKey, key, () => ({
          full: new Set<string>(),
          bare: new Set<string>(),
          settledBy,
          checks: [],
        }));
        same.full.add(text);
        same.bare.add(bare);
        return same;
      });
    });
  for (const check of undecided) {
    for (const { checks } of remembered(byList, check.missing, () => foundFor(check)))
      if (checks.at(-1) !== check) checks.push(check);
  }
  return [...byKey.values()].map(asCause).sort(worstFirst);
}

/** What is missing, and how often the like of it is. */
export function missingIn({ text, alike }: Cause): string {
  return alike === 0 ? text : `${text} (and ${alike} more like it)`;
}

/** What is missing, and what would settle it. */
export function sentencesOf(cause: Cause): string {
  return cause.settledBy === null ? missingIn(cause) : `${missingIn(cause)}. ${cause.settledBy}`;
}

/** `5 checks on 2 endpoints`. */
export function behind({ checks, subjects, noun }: Cause): string {
  return `${count(checks.length, 'check')} on ${count(subjects, noun)}`;
}

function keyOf(bare: string, settledBy: string | null, { subject }: UndecidedCheck): string {
  // The sources settle all causes that only they can settle.
  if (isSources(settledBy)) return '';
  const name = labelOf(subject);
  const text = `${bare}\n${settledBy}`;
  const nameless = TELLING.test(name) ? text.replaceAll(name, '…') : text;
  return ID_TAIL.test(nameless) ? nameless.replace(AWS_ID, '…') : nameless;
}

function asCause({ full, bare, settledBy, checks }: Found): Cause {
  const [first = ''] = full.size === 1 ? full : bare;
  const isOfSources = isSources(settledBy);
  const subjects = new Map<number, Set<string>>();
  for (const { input, subject } of checks) remembered(subjects, input, () => new Set()).add(textOf(subject));
  return {
    text: isOfSources && full.size > 1 ? `${full.size} values come from code that is not in the plan` : first,
    alike: isOfSources ? 0 : bare.size - 1,
    settledBy: bare.size > 1 && settledBy !== null ? settledBy.replace(FOR_ONE, '') : settledBy,
    checks,
    subjects: [...subjects.values()].reduce((sum, texts) => sum + texts.size, 0),
    noun: checks.every(({ subject: { kind } }) => kind === 'endpoint') ? 'endpoint' : 'resource',
  };
}

/** Checks of one subject share it: it is written out once. */
const textOf = oncePer((subject: UndecidedCheck['subject']) => JSON.stringify(subject));

function worstFirst(a: Cause, b: Cause): number {
  return b.checks.length - a.checks.length || b.subjects - a.subjects || byCodePoint(a.text, b.text);
}
