import type { Bag, Entity, Fact, Level, Origin, Ref } from '../model/index.ts';
import { whyOpen } from '../model/index.ts';

export type { Level } from '../model/index.ts';

/** The result of a rule for one subject. */
export type Verdict = Fail | Pass | Undecided | NotApplicable;

export interface Fail extends Fault {
  readonly verdict: 'fail';
}

export interface Fault {
  /** What is wrong with which resource: one sentence without a full stop, at most 120 characters. */
  readonly message: string;
  /** The place that a person should look at first. Default: the subject. */
  readonly at?: Origin;
  /** The level, if it differs from that of the rule. */
  readonly level?: Level;
  /** The facts that prove the verdict, as plain JSON that a person can check by hand. Use `show` to leave out sensitive values. */
  readonly evidence?: Readonly<Record<string, unknown>>;
  readonly related?: readonly { readonly message: string; readonly at: Origin }[];
  /** What the verdict assumes because the input cannot show it: one clause each. */
  readonly assumed?: readonly string[];
  /** Tells several findings of one rule on one subject apart and survives edits: the Sid of a statement, or a zone. */
  readonly detail?: string;
  /** Replaces `why` of the rule. */
  readonly why?: string;
  /** Replaces both `fix` and `fixIn` of the rule. */
  readonly fix?: string;
  readonly fixIn?: BySyntax;
}

export interface Pass {
  readonly verdict: 'pass';
}

export interface Undecided {
  readonly verdict: 'undecided';
  /** The facts that are missing, never empty. */
  readonly missing: readonly string[];
  /** What would settle each item of `missing`; null if vpce-lint knows nothing that would. The run fills it in, not the rule. */
  readonly settledBy?: readonly (string | null)[];
  /** The check stays undecided although AWS accepted the endpoint. */
  readonly stands?: true;
}

export interface NotApplicable {
  readonly verdict: 'not-applicable';
}

export const pass: Pass = { verdict: 'pass' };
export const notApplicable: NotApplicable = { verdict: 'not-applicable' };

/** How a fix is written: as Terraform code, as a CloudFormation template, or as commands if the input shows only the account. */
export type Syntax = 'terraform' | 'cloudformation' | 'cli';

/** A text for each of these languages. */
export type BySyntax = Readonly<Partial<Record<Syntax, string>>>;

export function fail(fault: Fault): Fail {
  return { verdict: 'fail', ...fault };
}

/**
 * An undecided verdict and what is missing for it: unknown facts, bags and references, or a sentence.
 * Causes that are known are skipped.
 */
export function undecided(
  ...causes: readonly (Fact<unknown> | Bag<unknown> | Ref<Entity> | string | undefined)[]
): Undecided {
  const missing: string[] = [];
  for (const cause of causes) {
    const why = reason(cause);
    if (why !== undefined && missing.at(-1) !== why) missing.push(why);
  }
  if (missing.length === 0) missing.push('a fact is not in the input');
  return { verdict: 'undecided', missing: missing.length < 2 ? missing : [...new Set(missing)] };
}

function reason(cause: Fact<unknown> | Bag<unknown> | Ref<Entity> | string | undefined): string | undefined {
  if (cause === undefined || typeof cause === 'string') return cause;
  if ('known' in cause) return cause.known ? undefined : cause.because;
  if ('is' in cause) return cause.is === 'unknown' ? cause.because : undefined;
  return whyOpen(cause) ?? (cause.sure.find(isUnknown) ?? cause.maybe.find(isUnknown))?.because;
}

function isUnknown(item: unknown): item is { is: 'unknown'; because: string } {
  return typeof item === 'object' && item !== null && 'is' in item && item.is === 'unknown' && 'because' in item;
}
