import { controlName, type Finding, type Report } from '../../findings/index.ts';
import { helpUrl } from '../../findings/rule-info.ts';
import type { ReportContext } from '../reporter.ts';
import { ruleInfoOf } from '../rule-help.ts';
import type { RuleData } from './page-data.ts';
import type { Strings } from './strings.ts';

/** Every rule of the page once: those that ran, and those that findings name. */
export class Rules {
  readonly all: RuleData[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #context: ReportContext;
  readonly #strings: Strings;

  constructor(report: Report, context: ReportContext, strings: Strings) {
    this.#context = context;
    this.#strings = strings;
    for (const { rule, fail, pass, undecided, notApplicable } of report.checks)
      this.#add(rule, { counts: [fail, pass, undecided, notApplicable] });
  }

  /** `finding` says the rest of a rule that no list has. */
  number(rule: string, finding?: Finding): number {
    return this.#numbers.get(rule) ?? this.#add(rule, { finding });
  }

  #add(
    rule: string,
    of: {
      readonly counts?: RuleData['counts'];
      readonly finding?: Finding | undefined;
    },
  ): number {
    const strings = this.#strings;
    const info = this.#context.rules.get(rule) ?? (of.finding && ruleInfoOf(of.finding));
    const number =
      this.all.push({
        id: strings.number(rule),
        summary: strings.number(info && info.summary !== rule ? info.summary : null),
        help: strings.number(helpUrl(rule)),
        controls: (info?.controls ?? []).map((control) => strings.number(controlName(control))),
        ...(of.counts ? { counts: of.counts } : {}),
      }) - 1;
    this.#numbers.set(rule, number);
    return number;
  }
}
