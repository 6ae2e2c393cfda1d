import type { UndecidedCheck } from './report.ts';
import { labelOf } from './subject.ts';

type Parts = Omit<UndecidedCheck, 'message'>;

/** An undecided check whose message is made when it is asked for: a large plan has many, and few reports print them. */
export class Undecided implements UndecidedCheck {
  readonly input: number;
  readonly rule: string;
  readonly subject: UndecidedCheck['subject'];
  readonly missing: readonly string[];
  readonly settledBy: readonly (string | null)[];

  constructor({ input, rule, subject, missing, settledBy }: Parts) {
    this.input = input;
    this.rule = rule;
    this.subject = subject;
    this.missing = missing;
    this.settledBy = settledBy;
  }

  get message(): string {
    return undecidedMessage(this);
  }
}

/** What is missing and what would settle it, each once. */
export function undecidedMessage({ subject, missing, settledBy }: Omit<Parts, 'input' | 'rule'>): string {
  let message = `${labelOf(subject)} could not be checked: ${[...new Set(missing)].join('; ')}`;
  for (const [i, each] of settledBy.entries())
    if (each !== null && settledBy.indexOf(each) === i) message += `. ${each}`;
  return message;
}

/** The same as plain data. */
export function undecidedData({ input, rule, subject, missing, settledBy, message }: UndecidedCheck): UndecidedCheck {
  return { input, rule, subject, missing, settledBy, message };
}
