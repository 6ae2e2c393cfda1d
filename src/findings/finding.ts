import type { Draft } from './draft.ts';
import type { Locate, Placed } from './locate.ts';
import type { Finding, Location, Report } from './report.ts';
import { helpUrl } from './rule-info.ts';
import { undecidedData } from './undecided.ts';

/** The status of a draft, and the reason if it is suppressed. */
interface Standing {
  /** Index of its input in the report. */
  readonly input: number;
  readonly status: Finding['status'];
  readonly reason?: string | null;
}

/** A finding that is placed when its place is asked for: most reports print the places of a few out of thousands. */
export class DraftFinding implements Finding {
  readonly #draft: Draft;
  readonly #locate: Locate;
  #placed: Placed | undefined;
  #related: Finding['related'] | undefined;
  readonly input: Finding['input'];
  readonly rule: Finding['rule'];
  readonly level: Finding['level'];
  readonly status: Finding['status'];
  readonly subject: Finding['subject'];
  readonly message: Finding['message'];
  readonly why: Finding['why'];
  readonly fix: Finding['fix'];
  readonly evidence: Finding['evidence'];
  readonly assumed: Finding['assumed'];
  readonly justification?: string;

  constructor(draft: Draft, locate: Locate, { input, status, reason }: Standing) {
    this.#draft = draft;
    this.#locate = locate;
    this.input = input;
    this.rule = draft.rule;
    this.level = draft.level;
    this.status = status;
    this.subject = draft.subject;
    this.message = draft.message;
    this.why = draft.why;
    this.fix = draft.fix;
    this.evidence = draft.evidence;
    this.assumed = draft.assumed;
    if (reason != null) this.justification = reason;
  }

  get helpUrl(): string {
    return helpUrl(this.rule);
  }
  get fingerprint(): string {
    return this.#draft.fingerprint.toString();
  }
  get location(): Location {
    return this.#place().location;
  }
  get related(): Finding['related'] {
    this.#related ??= [
      ...this.#draft.related.map(({ message, at }) => ({ message, location: this.#locate(at).location })),
      ...this.#place().related,
    ];
    return this.#related;
  }

  #place(): Placed {
    this.#placed ??= this.#locate(this.#draft.at);
    return this.#placed;
  }
}

/** The report as plain data, every finding with its place: what holds it holds no input. */
export function asData(report: Report): Report {
  return { ...report, findings: report.findings.map(findingData), undecided: report.undecided.map(undecidedData) };
}

function findingData(finding: Finding): Finding {
  const { input, rule, level, status, subject, message, why, fix, evidence, assumed, justification } = finding;
  return {
    input,
    rule,
    level,
    status,
    subject,
    message,
    why,
    fix,
    helpUrl: finding.helpUrl,
    location: finding.location,
    related: finding.related,
    evidence,
    assumed,
    fingerprint: finding.fingerprint,
    ...(justification === undefined ? {} : { justification }),
  };
}
