import { type Fact, type Origin, unknown, within } from '../../../model/index.ts';
import { because } from '../because.ts';
import { toFact } from '../convert.ts';
import type { Instance } from '../document.ts';
import type { World } from '../world.ts';

/**
 * A noun as a view over one resource instance: nothing is computed before it is asked for, and then once. 20,000
 * resources must not become a million objects.
 */
export abstract class View {
  readonly key: string;
  readonly address: string;
  readonly at: Origin;
  readonly #instance: Instance;
  readonly #world: World;
  #memo: Map<string, unknown> | undefined;

  constructor(instance: Instance, world: World) {
    this.key = instance.address;
    this.address = instance.address;
    this.at = instance.at;
    this.#instance = instance;
    this.#world = world;
  }

  get id(): Fact<string> {
    return this.once('id', () => this.string('id'));
  }
  get region(): Fact<string> {
    return this.once('region', () => this.#world.regionOf(this.#instance));
  }
  get account(): Fact<string> {
    return this.once('account', () => this.#world.accountOf(this.#instance));
  }

  protected once<T>(name: string, make: () => T): T {
    this.#memo ??= new Map();
    const known = this.#memo.get(name);
    if (known !== undefined) return known as T;
    const made = make();
    this.#memo.set(name, made);
    return made;
  }

  protected fact<T>(name: string, read: (v: unknown) => T | undefined): Fact<T> {
    const value = this.#world.graph.read(this.#instance, name);
    const at = within(this.at, name);
    const fact = toFact(value, at, read);
    return fact.known
      ? fact
      : unknown(`\`${name}\` of ${this.key}: ${value.k === 'lit' ? fact.because : because(value)}`, at);
  }

  /** A string; null and absence count as unknown. */
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
