/** An object of the joined network: a view over what several networks say of it. */
import { type NounKind, type Origin, remembered } from '../model/index.ts';
import type { Join } from './join.ts';
import { leadOf, type Merge, type Part, type Parts } from './merge.ts';
import { SHAPES } from './shapes.ts';
import type { AnyNoun } from './source.ts';

/** Computes each attribute once, when it is asked for. */
class Joined implements Parts {
  readonly kind: NounKind;
  readonly key: string;
  readonly address: string | null;
  readonly at: Origin;
  readonly lookedUp: true | undefined;
  readonly changing: true | undefined;
  readonly context: true | undefined;
  declare readonly parts: readonly Part[];
  declare readonly join: Join;
  declare readonly memo: unknown[];

  constructor(parts: readonly Part[], join: Join) {
    const lead = leadOf(parts);
    const isJudged = lead.source.is === 'judged' && !lead.extended;
    this.kind = lead.noun.kind;
    this.key = isJudged ? lead.noun.key : keyOf(lead);
    this.address = lead.noun.address;
    this.at = lead.noun.at;
    this.lookedUp = lead.noun.lookedUp;
    this.changing = lead.noun.changing;
    this.context = isJudged ? lead.noun.context : true;
    // Not to be seen by who goes through a network.
    hide(this, 'parts', parts);
    hide(this, 'join', join);
    hide(this, 'memo', []);
  }
}

function hide(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: false });
}

/** What a context's object is called: its AWS id; the address it has in another document is not unique here. */
function keyOf({ noun, source }: Part): string {
  if (noun.kind === 'gateway' || !noun.id.known) {
    return noun.address === null && noun.kind !== 'gateway' ? noun.key : `${noun.key} (${source.name})`;
  }
  return noun.id.value;
}

type Class = new (parts: readonly Part[], join: Join) => Joined;

const classes = new Map<NounKind, Class>();

function classOf(kind: NounKind): Class {
  return remembered(classes, kind, () => {
    class OfKind extends Joined {}
    for (const [slot, [name, merge]] of Object.entries(SHAPES[kind]).entries()) {
      const read = (noun: AnyNoun) => (noun as unknown as Record<string, unknown>)[name];
      Object.defineProperty(OfKind.prototype, name, {
        get(this: Joined) {
          if (!(slot in this.memo)) this.memo[slot] = (merge as Merge<AnyNoun, unknown>)(this, read);
          return this.memo[slot];
        },
      });
    }
    return OfKind;
  });
}

export function joined(parts: readonly Part[], join: Join): AnyNoun {
  const lead = leadOf(parts);
  return new (classOf(lead.noun.kind))(parts, join) as unknown as AnyNoun;
}
