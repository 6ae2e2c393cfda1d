import { remembered } from '../../base/memo.ts';
import { labelOf, type SubjectName } from '../../findings/index.ts';
import type { AccountLabel } from '../accounts.ts';
import type { SubjectData } from './page-data.ts';
import type { Strings } from './strings.ts';

/** Every subject of the page once. */
export class Subjects {
  readonly all: SubjectData[] = [];
  /** One object stands for many findings. Subjects are compared by value only if the object is not the same. */
  readonly #objects = new Map<SubjectName, number>();
  readonly #numbers = new Map<string, number>();
  readonly #strings: Strings;
  readonly #accountLabel: AccountLabel;

  constructor(strings: Strings, accountLabel: AccountLabel) {
    this.#strings = strings;
    this.#accountLabel = accountLabel;
  }

  number(subject: SubjectName): number {
    return remembered(this.#objects, subject, () => this.#look(subject));
  }

  #look(subject: SubjectName): number {
    const { kind, address, id, service, region, account, vpc } = subject;
    const text = (value: string | null) => this.#strings.number(value);
    return remembered(
      this.#numbers,
      JSON.stringify([kind, address, id, service, region, account, vpc]),
      () =>
        this.all.push({
          name: text(labelOf(subject)),
          kind: text(kind),
          service: text(service),
          region: text(region),
          account: text(this.#accountLabel(account)),
          vpc: text(vpc),
        }) - 1,
    );
  }
}
