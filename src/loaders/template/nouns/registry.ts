/** The nouns of one world by their resources, and references to them. */
import { push } from '../../../base/memo.ts';
import {
  type Bag,
  bag,
  type Entity,
  type Fact,
  known,
  mistakenRef,
  type NounKind,
  type Origin,
  oneOf,
  openBag,
  otherThan,
  type Ref,
  type SecurityGroup,
  type Tri,
  unknown,
} from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { ACCOUNT, REGION } from '../values/stand-ins.ts';
import { because, nameOf, text, textOf, type Value } from '../values/value.ts';
import type { World } from '../worlds/world.ts';
import { resourceView, type View, whose } from './view.ts';

/** What separate resources tie to an object. */
export interface Tied {
  readonly sure: readonly Resource[];
  /** Those that may be tied to it, or may not be made. */
  readonly maybe: readonly Resource[];
  /** Why there may be more. Null if there are none. */
  readonly open: string | null;
}

interface Index {
  readonly sure: Map<string, Resource[]>;
  readonly maybe: Map<string, Resource[]>;
  readonly anywhere: Resource[];
}

/** Resources that we cannot see: of modules, and of nested stacks elsewhere. */
export interface Unseen {
  readonly because: string;
  /** Addresses of what is handed to them; null where it may be anything. */
  readonly touches: ReadonlySet<string> | null;
}

export class Registry {
  readonly world: World;
  readonly resources: readonly Resource[];
  readonly unseen: readonly Unseen[];
  readonly #byType = new Map<string, Resource[]>();
  readonly #nouns = new Map<string, Entity>();
  readonly #defaults = new Map<string, SecurityGroup>();
  readonly #indexes = new Map<string, Index>();
  readonly #maybeMade = new Map<string, string>();

  constructor(world: World, unseen: readonly Unseen[]) {
    this.world = world;
    this.unseen = unseen;
    this.resources = world.stacks.flatMap((stack) => [...stack.resources.values()]);
    for (const resource of this.resources) {
      const made = world.exists(resource);
      if (made === 'no') continue;
      push(this.#byType, resource.type, resource);
      if (made === 'unknown') this.#maybeMade.set(resource.type, resource.address);
    }
  }

  /** Resources of a type that are made, or may be. */
  ofType(type: string): readonly Resource[] {
    return this.#byType.get(type) ?? [];
  }

  made(resource: Resource): Tri {
    return this.world.exists(resource);
  }

  /** A resource of a type of which it is not known whether it is made. */
  maybeMade(type: string): string | undefined {
    return this.#maybeMade.get(type);
  }

  view(resource: Resource): View {
    return resourceView(resource, this.world);
  }

  register(resource: Resource, noun: Entity): void {
    this.#nouns.set(resource.address, noun);
  }

  registerDefault(vpc: string, group: SecurityGroup): void {
    this.#defaults.set(vpc, group);
  }

  defaultGroup(vpc: string): SecurityGroup | undefined {
    return this.#defaults.get(vpc);
  }

  region(resource: Resource): Fact<string> {
    return this.#ownFact(resource, 'AWS::Region', REGION);
  }

  account(resource: Resource): Fact<string> {
    return this.#ownFact(resource, 'AWS::AccountId', ACCOUNT);
  }

  #ownFact(resource: Resource, name: string, standIn: string): Fact<string> {
    const value = this.world.pseudo(resource.stack, name)!;
    const plain = textOf(value);
    if (plain === undefined) return unknown(because(value), resource.at);
    return plain === standIn
      ? { known: true, value: plain, at: resource.at, standIn: true }
      : known(plain, resource.at);
  }

  /** What `Ref` of a resource is: of this run, so that nothing else has its id. */
  noun(resource: Resource, kind: NounKind): Entity | undefined {
    const noun = this.#nouns.get(resource.address);
    return noun && (noun as Entity & { kind: NounKind }).kind === kind ? noun : undefined;
  }

  /** The object a value refers to. */
  ref<T extends Entity>(value: Value, kind: NounKind, at: Origin, of: string): Ref<T> {
    const given = value.k === 'list' && value.items.length === 1 ? value.items[0]! : value;
    if (given.k === 'lit') {
      const id = text(given);
      if (id === '') return { is: 'unknown', because: `${of} is empty`, at };
      const what = otherThan(kind, id);
      if (what !== undefined) return mistakenRef({ name: given.secret ? null : id, what }, at);
      return given.secret ? { is: 'id', id, at, sensitive: true } : { is: 'id', id, at };
    }
    if (given.k === 'ref') {
      const entity = this.#target(given.to, given.attribute, kind);
      if (entity) return { is: 'entity', to: entity as T, at };
      const other = given.attribute === null ? this.#nouns.get(given.to.address) : undefined;
      if (other) {
        const what = oneOf((other as Entity & { kind: NounKind }).kind);
        return mistakenRef({ name: given.to.address, what }, at);
      }
      return { is: 'unknown', because: `${of}: ${because(given)}`, symbol: nameOf(given), at };
    }
    const symbol = given.k === 'unknown' ? given.symbol : undefined;
    return { is: 'unknown', because: `${of}: ${because(given)}`, ...(symbol === undefined ? {} : { symbol }), at };
  }

  #target(to: Resource, attribute: string | null, kind: NounKind): Entity | undefined {
    if (attribute === null) return this.noun(to, kind);
    return attribute === 'DefaultSecurityGroup' && kind === 'security-group'
      ? this.defaultGroup(to.address)
      : undefined;
  }

  refIn<T extends Entity>(view: View, name: string, kind: NounKind): Ref<T> {
    return this.ref<T>(view.get(name), kind, view.place(name), whose(view, name));
  }

  /** The object whose ARN is put together: `arn:aws:ec2:...:vpc/${Vpc}`. */
  refInArn<T extends Entity>(view: View, name: string, kind: NounKind): Ref<T> {
    const value = view.get(name);
    const at = view.place(name);
    for (const part of value.k === 'mix' ? value.parts : [value]) {
      const noun = part.k === 'ref' ? this.noun(part.to, kind) : undefined;
      if (noun) return { is: 'entity', to: noun as T, at };
      const id = part.k === 'lit' ? /\/([a-z]+-[0-9a-f]+)$/.exec(text(part))?.[1] : undefined;
      if (id !== undefined) return this.ref<T>({ k: 'lit', v: id }, kind, at, whose(view, name));
    }
    return { is: 'unknown', because: `${whose(view, name)}: ${because(value)}`, at };
  }

  refs<T extends Entity>(view: View, name: string, kind: NounKind): Bag<Ref<T>> {
    return this.refsOf<T>(view.get(name), kind, view.place(name), whose(view, name));
  }

  refsOf<T extends Entity>(value: Value, kind: NounKind, at: Origin, of: string): Bag<Ref<T>> {
    switch (value.k) {
      case 'none':
        return bag([], at);
      case 'list': {
        const lists = value.items.find((item) => item.k === 'unknown' && item.form === 'list');
        const items = value.items.filter((item) => item.k !== 'unknown' || item.form !== 'list');
        return bag(
          items.map((item) => this.ref<T>(item, kind, at, of)),
          at,
          { open: lists ? `${of}: ${because(lists)}` : null },
        );
      }
      case 'unknown':
        if (value.form !== 'one') return openBag(`${of}: ${value.because}`, at);
        return bag([this.ref<T>(value, kind, at, of)], at);
      case 'zones':
      case 'map':
        return openBag(`${of}: ${because(value)}`, at);
      default:
        return bag([this.ref<T>(value, kind, at, of)], at);
    }
  }

  /** Resources of `type` whose `property` names the object. */
  tied(object: Entity, type: string, property: string, kind: NounKind): Tied {
    const key = `${type} ${property}`;
    let index = this.#indexes.get(key);
    if (!index) {
      index = this.#build(type, property, kind);
      this.#indexes.set(key, index);
    }
    return {
      sure: index.sure.get(object.key) ?? [],
      maybe: [...(index.maybe.get(object.key) ?? []), ...index.anywhere],
      open: this.unseenOf(object.key),
    };
  }

  /** Why something that we cannot see may belong to an object. Null if there is no such thing. */
  unseenOf(address: string): string | null {
    return this.unseen.find(({ touches }) => touches === null || touches.has(address))?.because ?? null;
  }

  #build(type: string, property: string, kind: NounKind): Index {
    const index: Index = { sure: new Map(), maybe: new Map(), anywhere: [] };
    for (const resource of this.ofType(type)) {
      const value = this.world.read(resource, property);
      const ref = this.ref(value, kind, resource.at, property);
      if (ref.is === 'entity') push(this.made(resource) === 'yes' ? index.sure : index.maybe, ref.to.key, resource);
      else if (ref.is === 'unknown' && !isElsewhere(value)) index.anywhere.push(resource);
    }
    return index;
  }
}

/** Whether a value is surely not an object of this run: a parameter or an import names an existing object. */
function isElsewhere(value: Value): boolean {
  return value.k === 'unknown' && /^(?:Select \d+ of )?(?:parameter |import )/.test(value.symbol ?? '');
}
