import { push, remembered } from '../../../base/memo.ts';
import type { Entity, NounKind } from '../../../model/index.ts';
import { blockKey } from '../document/configuration.ts';
import type { Instance } from '../document/document.ts';
import type { Graph } from '../values/graph.ts';
import { type Choice, type EntityLookup, toCandidates } from '../values/targets.ts';
import type { Value } from '../values/value.ts';
import { ofAttribute, whyUnknown } from '../values/why-unknown.ts';

/** What separate resources tie to one object. */
export interface Tied {
  readonly sure: readonly Instance[];
  /** Those that may be tied to it or to another object. */
  readonly maybe: readonly Instance[];
  /** Why the owner of some of them is not known. Null if every owner is known. */
  readonly doubt: string | null;
  /** Why there may be more. Null if there are surely no others in this document. */
  readonly open: string | null;
  /** What the plan removes or changes, as it was before. */
  readonly removed: readonly Instance[];
  /** Why the plan may remove something that is not in `removed`. Null if it surely does not. */
  readonly lost: string | null;
}

interface Index {
  readonly sure: Map<string, Instance[]>;
  readonly maybe: Map<string, Instance[]>;
  readonly removed: Map<string, Instance[]>;
  /** Those that may be tied to any object. */
  readonly stray: readonly Instance[];
  readonly doubt: string | null;
  readonly open: string | null;
  /** Why there may be more of one object. */
  readonly opened: ReadonlyMap<string, string>;
  readonly lost: string | null;
}

/** The most resources with an unknown owner that count one by one. If there are more, there may be any number. */
const MOST_STRAY = 50;

const NONE: readonly never[] = [];

/** The objects that resources may be tied to. */
interface Owners extends EntityLookup {
  /** Objects that exist and whose id the document does not tell. */
  withoutId(kind: NounKind): readonly Entity[];
}

/** Association, policy and rule resources by the object they belong to. We visit each type once. */
export class Associations {
  readonly #graph: Graph;
  readonly #owners: Owners;
  /** By type, then attribute. */
  readonly #indexes = new Map<string, Map<string, Index>>();
  #byType: Map<string, Instance[]> | undefined;
  #removedByType: Map<string, Instance[]> | undefined;
  #declared: Map<string, string> | undefined;
  #assumed: ReadonlyMap<string, string> | undefined;

  constructor(graph: Graph, owners: Owners) {
    this.#graph = graph;
    this.#owners = owners;
  }

  /** All instances of a type. */
  instances(type: string): readonly Instance[] {
    this.#byType ??= byType(this.#graph.document.instances.filter((i) => i.mode === 'managed'));
    return this.#byType.get(type) ?? [];
  }

  /** Resources of `type` whose `attribute` names the object. */
  of(object: Entity, type: string, attribute: string, kind: NounKind): Tied {
    const ofType = remembered(this.#indexes, type, () => new Map());
    const index = remembered(ofType, attribute, () => this.#build(type, attribute, kind));
    const maybe = index.maybe.get(object.key);
    return {
      sure: index.sure.get(object.key) ?? NONE,
      maybe: maybe && index.stray.length > 0 ? [...maybe, ...index.stray] : (maybe ?? index.stray),
      doubt: index.doubt,
      removed: index.removed.get(object.key) ?? NONE,
      open: index.open ?? index.opened.get(object.key) ?? this.#graph.document.handedOn?.get(object.key) ?? null,
      lost: index.lost,
    };
  }

  #build(type: string, attribute: string, kind: NounKind): Index {
    const sure = new Map<string, Instance[]>();
    const maybe = new Map<string, Instance[]>();
    const removed = new Map<string, Instance[]>();
    const opened = new Map<string, string>();
    const changed: Instance[] = [];
    const stray: Instance[] = [];
    /** There may be more than the one that is assumed to exist: of the same objects, whatever their keys are. */
    const mayBeMore = (key: string, { assumed }: Instance) => {
      if (assumed) opened.set(key, opened.get(key) ?? assumed.message);
    };
    let doubt: string | null = null;
    let lost: string | null = null;
    let open = this.#undeclared(type);
    let before: Value | undefined;
    let candidates: Choice<Entity> | undefined;
    /** The objects that it may be, and what may be tied to each. */
    let lists: readonly (readonly [string, Instance[]])[] | undefined;
    for (const instance of this.instances(type)) {
      const value = this.#graph.read(instance, attribute);
      // Instances of one block mostly come one after the other, and may share a value.
      if (value !== before) {
        candidates = toCandidates(value, kind, instance.at, this.#owners);
        lists = undefined;
        before = value;
      }
      if (!candidates) {
        stray.push(instance);
        doubt ??= ofAttribute(attribute, instance.address, whyUnknown(value));
        if (instance.assumed) open ??= instance.assumed.message;
      } else if (candidates.of.length === 1 && !candidates.elsewhere) {
        const { key } = candidates.of[0]!;
        const isSure = instance.assumed === undefined || this.#isAssumedWith(key, instance.assumed.cause);
        push(isSure ? sure : maybe, key, instance);
        if (!isSure) mayBeMore(key, instance);
      } else {
        lists ??= this.#possible(candidates, kind).map((key) => [key, remembered(maybe, key, () => [])]);
        for (const [key, list] of lists) {
          list.push(instance);
          mayBeMore(key, instance);
        }
      }
      // An association that changes in place no longer exists in its old form.
      if (instance.before && (instance.action === 'update' || instance.action === 'replace')) changed.push(instance);
    }
    this.#removedByType ??= byType(this.#graph.document.removed);
    for (const instance of [...changed, ...(this.#removedByType.get(type) ?? [])]) {
      const untold = this.#was(removed, instance, attribute, kind);
      lost ??= untold;
    }
    if (stray.length > MOST_STRAY)
      return { sure, maybe, removed, stray: NONE, doubt, open: open ?? doubt, opened, lost };
    return { sure, maybe, removed, stray, doubt, open, opened, lost };
  }

  /** Keys of the objects that a resource may be tied to. */
  #possible({ of, elsewhere }: Choice<Entity>, kind: NounKind): readonly string[] {
    // An id without an owner may belong to an object whose id the document does not show.
    const nameless = elsewhere || of.length === 0 ? this.#owners.withoutId(kind) : NONE;
    return [...new Set([...of, ...nameless])].map(({ key }) => key);
  }

  /** Whether an object is also only assumed to exist, for the same cause. */
  #isAssumedWith(key: string, cause: string): boolean {
    this.#assumed ??= new Map(
      this.#graph.document.instances.flatMap((i) => (i.assumed ? [[i.address, i.assumed.cause]] : [])),
    );
    return this.#assumed.get(key) === cause;
  }

  /** Notes the object of an association, or the reason why it is not known. */
  #was(removed: Map<string, Instance[]>, instance: Instance, attribute: string, kind: NounKind): string | null {
    const id = instance.before?.[attribute];
    const noun = typeof id === 'string' ? this.#owners.byId(id, kind) : undefined;
    if (noun) push(removed, noun.key, instance);
    return noun || this.#owners.withoutId(kind).length === 0
      ? null
      : `${instance.address} is removed, and it is not known from what`;
  }

  /** A partial plan may leave out resources that the configuration has: nothing can be argued from their absence. */
  #undeclared(type: string): string | null {
    const { document, tree } = this.#graph;
    if (!document.partial || !document.configuration) return null;
    if (!this.#declared) {
      this.#declared = new Map();
      const waiting = [tree.root];
      for (let module = waiting.pop(); module; module = waiting.pop()) {
        for (const block of module.config?.resources.values() ?? []) {
          if (!module.blocks.has(blockKey(block))) this.#declared.set(block.type, block.address);
        }
        for (const call of module.config?.calls.keys() ?? []) waiting.push(...tree.called(module, call));
      }
    }
    const address = this.#declared.get(type);
    return address === undefined ? null : `${address} is in the configuration and not in the plan`;
  }
}

function byType(instances: readonly Instance[]): Map<string, Instance[]> {
  const out = new Map<string, Instance[]>();
  for (const instance of instances) push(out, instance.type, instance);
  return out;
}
