/**
 * Why something is not known is a text. Where the loader knows what would settle it, that is its last sentence:
 * "its `for_each` is not in the plan. Pass the Terraform directory with --root".
 */
export interface Reason {
  readonly why: string;
  /** An imperative with a command or an option; null if the reason names none. */
  readonly settledBy: string | null;
}

/** Verbs that such a sentence begins with. */
const LAST_SENTENCE = /\. ((?:Add|Allow|Apply|Check|Deploy|Fix|Pass|Run|Select) .*?)\.?$/s;

/** What the code that a plan was made from would settle: its locals, and how its expressions are built. */
export const PASS_SOURCES = 'Pass the Terraform directory with --root';

/** A command of the AWS CLI, after `aws`. Calls of EC2 are named without their service. */
export function commandOf(call: string): string {
  return call.includes(' ') ? call : `ec2 ${call}`;
}

/** The text of a reason. */
export function reason(why: string, settledBy: string): string {
  return `${why}. ${settledBy}`;
}

/** A text as the reason it is. */
export function reasonOf(text: string): Reason {
  const found = LAST_SENTENCE.exec(text);
  return found ? { why: text.slice(0, found.index), settledBy: found[1]! } : { why: text, settledBy: null };
}
