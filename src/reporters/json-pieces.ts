/** JSON in pieces: neither the text of a long report nor the objects it is made of are in memory as a whole. */
import { jsonText } from './text.ts';

/** A list of which each item is made when it is written. */
export class Items<T> {
  readonly #list: readonly T[];
  readonly #make: (item: T) => unknown;

  constructor(list: readonly T[], make: (item: T) => unknown) {
    this.#list = list;
    this.#make = make;
  }

  /** The items, some at a time. */
  *parts(): Generator<unknown[]> {
    for (let from = 0; from < this.#list.length; from += AT_ONCE)
      yield this.#list.slice(from, from + AT_ONCE).map(this.#make);
  }
}

/** Enough that calls cost little, and few enough that what is made of them is soon forgotten. */
const AT_ONCE = 100;

/** What `JSON.stringify` writes of an object with an indent of two. Members without a value are left out. */
export function* jsonPieces(members: Readonly<Record<string, unknown>>): Generator<string> {
  let separator = '{\n';
  for (const [key, value] of Object.entries(members)) {
    if (value === undefined) continue;
    yield separator;
    separator = ',\n';
    if (value instanceof Items) yield* listPieces(key, value);
    else yield memberText(key, value);
  }
  yield '\n}';
}

function* listPieces(key: string, items: Items<unknown>): Generator<string> {
  let isFirst = true;
  for (const part of items.parts()) {
    // Each part is written as the whole member, which gives it the right indent. Then its ends are cut off.
    const text = memberText(key, part).slice(0, -END_OF_LIST.length);
    yield isFirst ? text : `,${text.slice(text.indexOf('\n'))}`;
    isFirst = false;
  }
  yield isFirst ? memberText(key, []) : END_OF_LIST;
}

const END_OF_LIST = '\n  ]';

function memberText(key: string, value: unknown): string {
  return jsonText({ [key]: value }, 2).slice('{\n'.length, -'\n}'.length);
}
