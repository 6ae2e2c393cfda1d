import { remembered } from '../../base/memo.ts';
import { labelOf, type SubjectName } from '../../findings/index.ts';
import type { SubjectData } from './page-data.ts';
import type { Strings } from './strings.ts';

/** Every subject of the page once. */
export class Subjects {
  readonly all: SubjectData[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #strings: Strings;

  constructor(strings: Strings) {
    this.#strings = strings;
  }

  number(subject: SubjectName): number {
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
          account: text(account),
          vpc: text(vpc),
        }) - 1,
    );
  }
}
