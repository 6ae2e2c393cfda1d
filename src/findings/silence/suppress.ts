import { didYouMean } from '../../base/nearest.ts';
import type { Origin } from '../../model/index.ts';
import type { Draft, OpenQuestion } from '../draft.ts';
import { fingerprint, identityOf } from '../fingerprint.ts';
import { coversRule } from '../glob.ts';
import type { Location, SubjectName } from '../report.ts';
import type { Traits } from '../subject.ts';
import { SUPPRESSION_RULES, type SuppressionLevels, type SuppressionRule } from './suppression-rules.ts';

/** A word of the user's that a finding is known and wanted, from wherever it is written. */
export interface Suppression {
  /** Rules or families it names, as written. */
  readonly rules: readonly string[];
  readonly reason: string | null;
  /** Last day it works, `YYYY-MM-DD`, as written. */
  readonly until: string | null;
  /** What a person would call it: `the tag of aws_vpc_endpoint.sqs`. */
  readonly label: string;
  /** Whom findings about the suppression itself name; of kind `suppression`. */
  readonly subject: SubjectName;
  /** Where it is written. */
  readonly at: Origin | Location;
  /** Knows it from run to run. */
  readonly identity: string;
  /** The fingerprint identity of its only subject, if the suppression is written on that subject. */
  readonly on?: string;
  covers(subject: { readonly subject: SubjectName; readonly traits: Traits }): boolean;
}

export interface Silenced {
  readonly draft: Draft;
  readonly by: Suppression;
}

export interface SuppressOptions {
  readonly suppressions: readonly Suppression[];
  readonly levels: SuppressionLevels;
  /** All rules there are. */
  readonly known: ReadonlySet<string>;
  /** The rules that ran. For other rules it is not known whether their suppression is unused. */
  readonly ran: ReadonlySet<string>;
  readonly undecided: readonly OpenQuestion[];
  /** Whether everything was read: else a suppression may be for what was not. */
  readonly complete: boolean;
  readonly now: Date;
}

/** A remark on a suppression: a finding like others, but about the user's own words. */
export interface Remark {
  readonly rule: SuppressionRule;
  readonly message: string;
  readonly about: Suppression;
  readonly fingerprint: string;
}

export interface Suppressed {
  readonly open: readonly Draft[];
  readonly silenced: readonly Silenced[];
  readonly remarks: readonly Remark[];
}

/** Sorts findings into those that stand and those a suppression covers, and looks the suppressions over. */
export function suppress(drafts: readonly Draft[], options: SuppressOptions): Suppressed {
  const today = options.now.toISOString().slice(0, 10);
  const working = options.suppressions.filter((each) => !isPast(each.until, today));
  const candidates = byIdentity(working);
  const used = new Map<Suppression, Set<string>>();
  const open: Draft[] = [];
  const silenced: Silenced[] = [];
  for (const draft of drafts) {
    let by: Suppression | undefined;
    for (const each of candidates(identityOf(draft.subject))) {
      const names = each.rules.filter((name) => name !== '*' && coversRule(name, draft.rule));
      if (names.length === 0 || !each.covers(draft)) continue;
      by ??= each;
      const seen = used.get(each) ?? new Set();
      for (const name of names) seen.add(name);
      used.set(each, seen);
    }
    if (by) silenced.push({ draft, by });
    else open.push(draft);
  }
  const remarks = options.suppressions.flatMap((each) => remarksOn(each, used.get(each) ?? new Set(), today, options));
  return { open, silenced, remarks };
}

/** Fingerprints of the remarks about the suppressions themselves, independent of what they silence. */
export function remarkedOn(suppressions: readonly Suppression[], options: SuppressOptions): ReadonlySet<string> {
  const { remarks } = suppress([], { ...options, suppressions, undecided: [], complete: false });
  return new Set(remarks.map((remark) => remark.fingerprint));
}

/** Finds the suppressions that may cover a subject by an index, because every endpoint can have suppressions in its tags. */
function byIdentity(suppressions: readonly Suppression[]): (identity: string) => readonly Suppression[] {
  const anywhere = suppressions.filter((each) => each.on === undefined);
  const tied = new Map<string, Suppression[]>();
  for (const each of suppressions) {
    if (each.on === undefined) continue;
    const same = tied.get(each.on);
    if (same) same.push(each);
    else tied.set(each.on, [...anywhere, each]);
  }
  return (identity) => tied.get(identity) ?? anywhere;
}

/** What cannot be read as a date does not work either: it must not silence for ever. */
function isPast(until: string | null, today: string): boolean {
  return until !== null && (!isDate(until) || until < today);
}

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function remarksOn(each: Suppression, used: ReadonlySet<string>, today: string, options: SuppressOptions): Remark[] {
  const out: Remark[] = [];
  const remark = (rule: SuppressionRule, detail: string, message: string) => {
    if (options.levels[rule] === null) return;
    out.push({ rule, message, about: each, fingerprint: fingerprint(rule, each.identity, detail) });
  };
  const past = isPast(each.until, today);
  const all = each.rules.join(', ');
  // Words that are not rules silence nothing. They have a remark of their own.
  const silenced = () => each.rules.filter((name) => unknownRule(name, options.known) === null).join(', ');
  if (each.reason === null) {
    const rules = silenced();
    const what = rules === '' ? 'gives no reason' : `silences ${rules} without a reason`;
    remark('suppression/no-reason', all, `${each.label} ${what}`);
  }
  if (past) {
    const rules = silenced();
    const when = isDate(each.until!)
      ? `ended on ${each.until}`
      : `has no readable date: write ${each.until} as YYYY-MM-DD`;
    remark(
      'suppression/expired',
      all,
      `${each.label} ${rules === '' ? when : `silences ${rules} no longer: it ${when}`}`,
    );
  }
  for (const name of each.rules) {
    const unknown = unknownRule(name, options.known);
    if (unknown !== null) remark('suppression/unknown-rule', name, `${each.label} names ${unknown}`);
    else if (!past && !used.has(name) && isIdle(each, name, options)) {
      remark('suppression/unused', name, `${each.label} silences ${name}, which does not fire there`);
    }
  }
  return out;
}

/** What is wrong with a rule's name; null if it stands for a rule, or a family. */
function unknownRule(name: string, known: ReadonlySet<string>): string | null {
  if (name === '*') return '`*`, which is refused: name the rules';
  for (const rule of known) if (coversRule(name, rule)) return null;
  return `the unknown rule "${name}"${didYouMean(name, known)}`;
}

/** Whether a suppression surely has nothing to do: its rules ran, and none of them is undecided where it applies. */
function isIdle(each: Suppression, name: string, options: SuppressOptions): boolean {
  if (!options.complete) return false;
  let ran = false;
  for (const rule of options.ran) ran ||= coversRule(name, rule);
  return ran && !options.undecided.some((open) => coversRule(name, open.rule) && each.covers(open));
}

/** The sentences of a rule about suppressions. */
export function suppressionRule(id: SuppressionRule) {
  return SUPPRESSION_RULES.find((rule) => rule.id === id)!;
}
