import type { Bag, Entity, Fact, Level, Origin, Ref } from '../model/index.ts';
import { whyOpen } from '../model/index.ts';

export type { Level } from '../model/index.ts';

/** What a rule says of one subject. */
export type Verdict = Fail | Pass | Undecided | NotApplicable;

export interface Fail extends Fault {
  readonly verdict: 'fail';
}

export interface Fault {
  /** What is wrong, one sentence without a full stop, at most 120 characters; names the resource. */
  readonly message: string;
  /** Where a person should look first; default: the subject. */
  readonly at?: Origin;
  /** Other than the rule's usual level. */
  readonly level?: Level;
  /** The facts the verdict rests on, plain JSON a person can check by hand. Use `show` so that nothing sensitive gets in. */
  readonly evidence?: Readonly<Record<string, unknown>>;
  readonly related?: readonly { readonly message: string; readonly at: Origin }[];
  /** What the verdict assumes because the input cannot show it, each a clause. */
  readonly assumed?: readonly string[];
  /** Sets several findings of one rule on one subject apart, stable under edits: a statement's Sid, a zone. */
  readonly detail?: string;
  /** Instead of the rule's own sentence. */
  readonly why?: string;
  /** Instead of the rule's own sentences, `fixIn` included. */
  readonly fix?: string;
  readonly fixIn?: BySyntax;
}

export interface Pass {
  readonly verdict: 'pass';
}

export interface Undecided {
  readonly verdict: 'undecided';
  /** What is missing, each with what would settle it. Never empty. */
  readonly missing: readonly string[];
  /** What would settle each of them; null where nothing that vpce-lint knows of would. Rules leave it to the run. */
  readonly settledBy?: readonly (string | null)[];
  /** That AWS accepted the endpoint does not answer it. */
  readonly stands?: true;
}

export interface NotApplicable {
  readonly verdict: 'not-applicable';
}

export const pass: Pass = { verdict: 'pass' };
export const notApplicable: NotApplicable = { verdict: 'not-applicable' };

/** What a change is written in: Terraform code, a CloudFormation template, or commands where only the account is shown. */
export type Syntax = 'terraform' | 'cloudformation' | 'cli';

/** A text for those who write in one of these. */
export type BySyntax = Readonly<Partial<Record<Syntax, string>>>;

export function fail(fault: Fault): Fail {
  return { verdict: 'fail', ...fault };
}

/** Undecided for want of these: facts, bags and references that are unknown, or a sentence. Known ones are passed over. */
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
  const inside = [...cause.sure, ...cause.maybe].find(
    (item): item is { is: 'unknown'; because: string } =>
      typeof item === 'object' && item !== null && 'is' in item && item.is === 'unknown' && 'because' in item,
  );
  return whyOpen(cause) ?? inside?.because;
}
