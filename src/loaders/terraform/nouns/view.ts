import { type Fact, type Origin, unknown, within } from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { toFact } from '../values/convert.ts';
import { ofAttribute, whyUnknown } from '../values/why-unknown.ts';
import type { Registry } from './registry.ts';

/** How many memoized getters a class has, with those it inherits. */
const slots = new WeakMap<object, number>();

/**
 * A noun as a view over one resource instance: nothing is computed before it is asked for, and then once. 20,000
 * resources must not become a million objects.
 */
export abstract class View {
  readonly key: string;
  readonly address: string;
  readonly at: Origin;
  readonly lookedUp: true | undefined;
  readonly changing: true | undefined;
  protected readonly instance: Instance;
  protected readonly registry: Registry;
  /** Values of the getters that have been asked, each in its slot. */
  private memo: unknown[] | undefined;

  static {
    View.#memoize(View.prototype);
  }

  /** Makes each getter of a class, by its prototype, compute its value once for each object. */
  static #memoize(prototype: object): void {
    const inherited = slots.get(Object.getPrototypeOf(prototype)) ?? 0;
    const getters = Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(([, { get }]) => get);
    for (const [i, [name, { get }]] of getters.entries()) {
      const slot = inherited + i;
      Object.defineProperty(prototype, name, {
        configurable: true,
        get(this: View) {
          this.memo ??= new Array(slots.get(Object.getPrototypeOf(this)) ?? 0);
          const known = this.memo[slot];
          if (known !== undefined) return known;
          const made: unknown = get!.call(this);
          this.memo[slot] = made;
          return made;
        },
      });
    }
    slots.set(prototype, inherited + getters.length);
  }

  constructor(instance: Instance, registry: Registry) {
    if (!slots.has(new.target.prototype)) View.#memoize(new.target.prototype);
    this.key = instance.address;
    this.address = instance.address;
    this.at = instance.at;
    this.lookedUp = instance.mode === 'data' ? true : undefined;
    this.changing = instance.action === 'update' ? true : undefined;
    this.instance = instance;
    this.registry = registry;
    this.memo = undefined;
  }

  get id(): Fact<string> {
    return this.string('id');
  }
  get region(): Fact<string> {
    return this.registry.regionOf(this.instance);
  }
  get account(): Fact<string> {
    return this.registry.accountOf(this.instance);
  }

  protected fact<T>(name: string, read: (v: unknown) => T | undefined): Fact<T> {
    const value = this.registry.graph.read(this.instance, name);
    const at = within(this.at, name);
    const fact = toFact(value, at, read);
    return fact.known
      ? fact
      : unknown(ofAttribute(name, this.key, value.k === 'lit' ? fact.because : whyUnknown(value)), at);
  }

  /** A string. Null and absence count as unknown. */
  protected string(name: string): Fact<string> {
    return this.fact(name, (v) => (typeof v === 'string' && v !== '' ? v : undefined));
  }

  /** A string, or null where it is left out or empty. */
  protected optional(name: string): Fact<string | null> {
    return this.fact(name, (v) => (typeof v === 'string' && v !== '' ? v : v === null || v === '' ? null : undefined));
  }

  /** A boolean; `whenNull` where it is left out. */
  protected flag(name: string, whenNull: boolean): Fact<boolean> {
    return this.fact(name, (v) => (typeof v === 'boolean' ? v : v === null ? whenNull : undefined));
  }
}
