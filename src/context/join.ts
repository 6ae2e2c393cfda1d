/** The judged network and its context as one: objects by id, references between the networks resolved. */

import { oncePer, remembered } from '../base/memo.ts';
import { table } from '../base/table.ts';
import type { Entity, Network, NounKind, Ref, Subnet } from '../model/index.ts';
import { standsAlone } from './alone.ts';
import { copiesIn, type Twin } from './copies.ts';
import { byIdentity, type Found, identitiesOf, idOf, nameOf } from './identity.ts';
import { joined } from './joined.ts';
import type { Objects, Part } from './merge.ts';
import { type AnyNoun, nounsOf, type Source } from './source.ts';

/**
 * What is believed first: what the judged input manages, what it looked up, other plans and states, exports, and what
 * states looked up once. What a network adds to an object of another goes right behind what it manages.
 */
const RANKS = table({ judged: [0, 2], plan: [3, 5], state: [6, 12], export: [9, 9] });
const ADDED = 1;

export class Join implements Objects {
  /** The judged one first. */
  readonly sources: readonly Source[];
  /** Ids of what a plan destroys. */
  readonly gone: ReadonlySet<string>;
  readonly #joined = new Map<AnyNoun, AnyNoun>();
  #twins: ReadonlyMap<AnyNoun, Twin> | undefined;
  readonly #holders = new Map<NounKind, ReadonlyMap<string, object>>();

  constructor(sources: readonly Source[]) {
    this.sources = sources;
    this.gone = new Set(sources.flatMap(({ network }) => [...(network.gone ?? [])]));
  }

  /** Endpoints that the plan or the template creates and an export shows, each with the other. */
  get #copies(): ReadonlyMap<AnyNoun, Twin> {
    this.#twins ??= copiesIn(this.sources);
    return this.#twins;
  }

  of<T extends Entity>(noun: T, source: Source): T {
    const known = this.#joined.get(noun as Entity as AnyNoun);
    if (known) return known as Entity as T;
    if (source.is === 'judged' && standsAlone(noun as Entity as AnyNoun)) return noun;
    const parts = this.#partsOf(noun as Entity as AnyNoun, source);
    const made = joined({ parts, join: this });
    for (const part of parts) this.#joined.set(part.noun, made);
    return made as Entity as T;
  }

  find<T extends Entity>(kind: NounKind, identity: string): T | undefined {
    if (this.gone.has(identity)) return undefined;
    for (const source of this.sources) {
      const found = byIdentity(source.network, kind).get(identity)?.[0];
      if (found) return this.of(found.noun as Entity as T, source);
    }
    return undefined;
  }

  ref<T extends Entity>(ref: Ref<T>, kind: NounKind, source: Source): Ref<T> {
    if (ref.is === 'unknown') return ref;
    const id = idOf(ref);
    if (ref.is === 'entity') {
      const isContext = source.is !== 'judged';
      if (id !== undefined && isContext && (this.gone.has(id) || source.foreign))
        return this.ref({ is: 'id', id, at: ref.at }, kind, source);
      return { is: 'entity', to: this.of(ref.to, source), at: ref.at };
    }
    const to = this.find<T>(kind, ref.id);
    return to ? { is: 'entity', to, at: ref.at } : ref;
  }

  idOfKey(kind: NounKind, key: string, source: Source): string | undefined {
    const noun = keysOf(source.network)(kind).get(key);
    return noun?.id.known ? noun.id.value : undefined;
  }

  holderOf(kind: 'route-table' | 'network-acl'): ReadonlyMap<string, object> {
    return remembered(this.#holders, kind, () => {
      const holders = new Map<string, object>();
      const { own, extended } = nounsOf(this.sources[0]!.network, kind);
      for (const noun of [...own, ...extended]) {
        const { subnets } = noun as { subnets: { sure: readonly Ref<Subnet>[] } } & AnyNoun;
        // Tables that are only looked up show what the data source read.
        for (const subnet of subnets.sure) {
          const name = nameOf(subnet);
          if (name !== undefined) holders.set(name, noun);
        }
      }
      return holders;
    });
  }

  #partsOf(noun: AnyNoun, source: Source): readonly Part[] {
    const parts: Part[] = [];
    const seen = new Set<AnyNoun>();
    const waiting = [...identitiesOf(noun)];
    const copies = this.#copies;
    const add = ({ noun: each, extended }: Found, from: Source) => {
      if (seen.has(each)) return;
      seen.add(each);
      const rank = rankOf(each, from, extended);
      const isAddedTo = (extended || each.lookedUp) && (from.is === 'judged' || from.is === 'plan');
      const part = { noun: each, source: from, extended, rank };
      parts.push(isAddedTo ? { ...part, former: () => formerOf(each, from) } : part);
      waiting.push(...identitiesOf(each));
      const twin = each.kind === 'endpoint' ? copies.get(each) : undefined;
      if (twin) add({ noun: twin.noun, extended: false }, twin.source);
    };
    if (noun.kind === 'endpoint' && copies.has(noun)) add({ noun, extended: false }, source);
    const asked = new Set<string>();
    for (let identity = waiting.pop(); identity !== undefined; identity = waiting.pop()) {
      if (asked.has(identity)) continue;
      asked.add(identity);
      for (const each of this.sources) {
        for (const found of byIdentity(each.network, noun.kind).get(identity) ?? []) {
          add(found, each);
        }
      }
    }
    // What has no id, and what is named in passing, is in no list.
    add({ noun, extended: false }, source);
    return parts.sort((a, b) => a.rank - b.rank);
  }
}

/** An object of another stack that a plan adds to, as it was before that plan; undefined if it did not. */
function formerOf(noun: AnyNoun, { network }: Source): AnyNoun | undefined {
  const before = network.before?.network;
  if (!before || !noun.id.known) return undefined;
  return byIdentity(before, noun.kind).get(noun.id.value)?.[0]?.noun;
}

function rankOf(noun: AnyNoun, source: Source, extended: boolean): number {
  const [managed, lookedUp] = RANKS[source.is];
  return extended ? managed + ADDED : noun.lookedUp ? lookedUp : managed;
}

const keysOf = oncePer((network: Network) => {
  const byKind = new Map<NounKind, ReadonlyMap<string, AnyNoun>>();
  return (kind: NounKind) =>
    remembered(byKind, kind, () => new Map(nounsOf(network, kind).own.map((noun) => [noun.key, noun])));
});
