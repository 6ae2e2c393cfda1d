import type { Judgement, Rule, Subject, Syntax } from '../engine/index.ts';
import type { Level, Origin } from '../model/index.ts';
import { Fingerprint, identityOf } from './fingerprint.ts';
import { byCodePoint, ranking } from './order.ts';
import type { Redact } from './redact.ts';
import type { CheckCount, SubjectName, UndecidedCheck } from './report.ts';
import { nameSubject, type ServiceKey, type Traits, traitsOf } from './subject.ts';
import { undecidedMessage } from './undecided.ts';

/** A finding that has no place yet and may still be suppressed. */
export interface Draft {
  /** Index of the input its subject is in, in the order of loading; so are those of open questions. */
  readonly input: number;
  readonly rule: string;
  readonly level: Level;
  readonly subject: SubjectName;
  readonly traits: Traits;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  readonly at: Origin;
  readonly related: readonly { readonly message: string; readonly at: Origin }[];
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly assumed: readonly string[];
  readonly fingerprint: Fingerprint;
  /** The evidence with the addresses objects were first known by: a move changes none. */
  basis(): unknown;
}

/** An undecided check, with what a suppression may look at. */
export interface OpenQuestion extends Omit<UndecidedCheck, 'message'> {
  readonly traits: Traits;
}

/** What the verdicts of a run come to, before places and suppressions. */
export interface Verdicts {
  readonly drafts: Draft[];
  readonly undecided: OpenQuestion[];
  /** In the order of judging. */
  readonly passed: { readonly rule: string; readonly subject: SubjectName }[];
  readonly checks: CheckCount[];
}

/** What was judged of one picture. */
export interface Judged {
  readonly judgements: readonly Judgement[];
  /** Verdicts that are only counted, by rule. */
  readonly quiet: ReadonlyMap<string, QuietCount>;
  readonly redact: Redact;
  /** The address an object was first known by. */
  readonly former?: ((address: string) => string) | undefined;
}

/** How often a rule had nothing to say. */
export interface QuietCount {
  pass: number;
  notApplicable: number;
}

export interface DraftOptions {
  /** Ids of all rules that ran, whether or not there was anything to judge. */
  readonly rules: readonly string[];
  readonly serviceKey: ServiceKey;
  /** What an input is written in, by its index; without it fixes are in the terms of AWS. */
  readonly syntaxOf?: (input: number) => Syntax;
}

export function draftVerdicts(pictures: readonly Judged[], options: DraftOptions): Verdicts {
  const counts = new Map(options.rules.map((rule) => [rule, { fail: 0, pass: 0, undecided: 0, notApplicable: 0 }]));
  const drafts: Draft[] = [];
  const undecided: OpenQuestion[] = [];
  const passed: { rule: string; subject: SubjectName }[] = [];
  for (const { judgements, quiet, redact, former = unmoved } of pictures) {
    for (const [rule, { pass, notApplicable }] of quiet) {
      const count = counts.get(rule);
      if (!count) continue;
      count.pass += pass;
      count.notApplicable += notApplicable;
    }
    const names = namer(options.serviceKey, redact);
    for (const judgement of judgements) {
      const rule = judgement.active.rule.id;
      const count = counts.get(rule);
      const { subject, traits } = names(judgement.subject);
      switch (judgement.verdict.verdict) {
        case 'fail':
          if (count) count.fail += 1;
          drafts.push(
            draft(judgement, {
              subject,
              traits,
              redact,
              former,
              syntax: options.syntaxOf?.(judgement.subject.at.input),
            }),
          );
          break;
        case 'undecided':
          if (count) count.undecided += 1;
          undecided.push(openQuestion(judgement, { subject, traits, redact }));
          break;
        case 'pass':
          if (count) count.pass += 1;
          passed.push({ rule, subject });
          break;
        case 'not-applicable':
          if (count) count.notApplicable += 1;
      }
    }
  }
  return {
    drafts: numbered(drafts),
    undecided: sorted(undecided, (a, b) => byCodePoint(undecidedMessage(a), undecidedMessage(b))),
    passed,
    checks: [...counts].map(([rule, count]) => ({ rule, ...count })).sort((a, b) => byCodePoint(a.rule, b.rule)),
  };
}

/** Names are asked for once a rule: kept for each subject. */
function namer(serviceKey: ServiceKey, redact: Redact) {
  const known = new Map<Subject, { subject: SubjectName; traits: Traits }>();
  return (subject: Subject) => {
    const seen = known.get(subject);
    if (seen) return seen;
    const named = {
      subject: redactName(nameSubject(subject, serviceKey), redact),
      traits: traitsOf(subject, serviceKey),
    };
    known.set(subject, named);
    return named;
  };
}

/** Addresses come from the code, not from values: they stay, so that a person finds the block. */
function redactName(subject: SubjectName, redact: Redact): SubjectName {
  return { ...redact(subject), kind: subject.kind, address: subject.address };
}

function unmoved(address: string): string {
  return address;
}

interface Named {
  readonly subject: SubjectName;
  readonly traits: Traits;
  readonly redact: Redact;
}

interface Naming extends Named {
  readonly former: (address: string) => string;
  readonly syntax: Syntax | undefined;
}

function draft(
  { active, subject, verdict }: Judgement,
  { subject: name, traits, redact, former, syntax }: Naming,
): Draft {
  if (verdict.verdict !== 'fail') throw new TypeError('only failed verdicts become findings');
  const { rule } = active;
  const evidence = redact(verdict.evidence ?? {});
  return {
    input: subject.at.input,
    rule: rule.id,
    level: active.level ?? verdict.level ?? rule.level,
    subject: name,
    traits,
    message: redact(calledByPath(verdict.message, subject)),
    // The rule's own texts hold no value.
    why: verdict.why === undefined ? rule.why : redact(verdict.why),
    fix: verdict.fix === undefined ? fixOf(rule, syntax) : redact(fixOf(verdict as Advice, syntax)),
    at: verdict.at ?? subject.at,
    related: (verdict.related ?? []).map(({ message, at }) => ({ message: redact(message), at })),
    evidence,
    assumed: redact(verdict.assumed ?? []),
    fingerprint: new Fingerprint(rule.id, former(identityOf(name) || subject.key), former(verdict.detail ?? '')),
    basis: () => asFirstKnown(evidence, former),
  };
}

type Advice = Pick<Rule, 'fix' | 'fixIn'>;

function fixOf({ fix, fixIn }: Advice, syntax: Syntax | undefined): string {
  return (syntax && fixIn?.[syntax]) ?? fix;
}

/** Where code made the subject, a person knows it by its construct. */
function calledByPath(message: string, { path }: Subject): string {
  return path === undefined || message.includes(path) ? message : `${message} [${path}]`;
}

function asFirstKnown(value: unknown, former: (address: string) => string): unknown {
  if (typeof value === 'string') return former(value);
  if (Array.isArray(value)) return value.map((item) => asFirstKnown(item, former));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asFirstKnown(item, former)]));
}

function openQuestion(
  { active, subject: { at }, verdict }: Judgement,
  { subject, traits, redact }: Named,
): OpenQuestion {
  if (verdict.verdict !== 'undecided') throw new TypeError('only undecided verdicts are open questions');
  const missing = redact(verdict.missing);
  const settledBy = redact(verdict.settledBy ?? missing.map(() => null));
  return { input: at.input, rule: active.rule.id, subject, traits, missing, settledBy };
}

function numbered(drafts: Draft[]): Draft[] {
  const inOrder = sorted(
    drafts,
    (a, b) =>
      byCodePoint(a.fingerprint.hash, b.fingerprint.hash) ||
      byCodePoint(a.message, b.message) ||
      byCodePoint(a.at.pointer ?? null, b.at.pointer ?? null),
  );
  Fingerprint.number(inOrder.map((each) => each.fingerprint));
  return inOrder;
}

/** By subject and rule, then by what is given. */
function sorted<T extends { readonly subject: SubjectName; readonly rule: string }>(
  list: T[],
  then: (a: T, b: T) => number,
): T[] {
  const first = ranking(list);
  return list.sort((a, b) => first(a, b) || then(a, b));
}
