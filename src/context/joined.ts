/** An object of the joined network: a view over what several networks say of it. */
import { remembered } from '../base/memo.ts';
import type { NounKind, Origin } from '../model/index.ts';
import { fact, leadOf, type Merge, type Part, type Parts } from './merge.ts';
import { SHAPES } from './shapes.ts';
import type { AnyNoun } from './source.ts';

/** Computes each attribute once, when it is asked for. */
class Joined {
  readonly kind: NounKind;
  readonly key: string;
  readonly address: string | null;
  readonly at: Origin;
  readonly path?: string;
  readonly aliases?: readonly string[];
  readonly lookedUp: true | undefined;
  readonly changing: true | undefined;
  readonly context: true | undefined;
  readonly #of: Parts;
  readonly #memo: unknown[] = [];

  constructor(of: Parts) {
    const lead = leadOf(of.parts);
    const isJudged = lead.source.is === 'judged' && !lead.extended;
    this.kind = lead.noun.kind;
    this.key = isJudged ? lead.noun.key : keyOf(lead);
    this.address = lead.noun.address;
    this.at = lead.noun.at;
    if (lead.noun.path !== undefined) this.path = lead.noun.path;
    if (lead.noun.aliases !== undefined) this.aliases = lead.noun.aliases;
    this.lookedUp = lead.noun.lookedUp;
    this.changing = lead.noun.changing;
    this.context = isJudged ? lead.noun.context : true;
    this.#of = of;
  }

  /** Gives a class the attribute in a slot of its objects. */
  static define(prototype: Joined, slot: number, name: string, merge: Merge<AnyNoun, unknown>): void {
    const read = (noun: AnyNoun) => (noun as unknown as Record<string, unknown>)[name];
    const get = function (this: Joined): unknown {
      const { parts } = this.#of;
      // A plain fact from only one network needs no merging.
      if (parts.length === 1 && merge === fact) return read(parts[0]!.noun);
      let value = this.#memo[slot];
      if (value === undefined) {
        value = merge(this.#of, read);
        this.#memo[slot] = value;
      }
      return value;
    };
    Object.defineProperty(prototype, name, { get, enumerable: true });
  }
}

/** What a context's object is called: its AWS id; the address it has in another document is not unique here. */
function keyOf({ noun, source }: Part): string {
  if (noun.kind === 'gateway' || !noun.id.known) {
    return noun.address === null && noun.kind !== 'gateway' ? noun.key : `${noun.key} (${source.name})`;
  }
  return noun.id.value;
}

const classes = new Map<NounKind, new (of: Parts) => Joined>();

function classOf(kind: NounKind): new (of: Parts) => Joined {
  return remembered(classes, kind, () => {
    class OfKind extends Joined {}
    for (const [slot, [name, merge]] of Object.entries(SHAPES[kind]).entries())
      Joined.define(OfKind.prototype, slot, name, merge as Merge<AnyNoun, unknown>);
    return OfKind;
  });
}

export function joined(of: Parts): AnyNoun {
  return new (classOf(leadOf(of.parts).noun.kind))(of) as unknown as AnyNoun;
}
