/** An instance's attributes in the sources: as written, as the provider fills them in, or known after apply. */
import { attribute, type Block } from '../../../text/hcl/index.ts';
import type { Instance } from '../document/document.ts';
import { isWanted } from '../document/types.ts';
import type { Placed, SourceModule } from '../sources/tree.ts';
import type { Graph } from '../values/graph.ts';
import { canBeLeftOut } from '../values/optional-computed.ts';
import { lit, NULL, unknowable, type Value } from '../values/value.ts';
import { writtenValue } from './blocks.ts';
import { dataAttribute } from './data.ts';
import { type Imported, importsOf, withoutKeys } from './imports.ts';
import type { KnownValues, WrittenInstance } from './instance.ts';
import { asTaken, defaultOf, isComputed } from './provider.ts';
import type { Providers } from './providers.ts';

/** Computes a value of something once. */
export type Once = (of: { readonly address: string }, name: string, make: () => Value) => Value;

export class Attributes {
  readonly #graph: Graph;
  readonly #once: Once;
  readonly #providers: Providers;
  readonly #sourceOf: (address: string) => SourceModule | undefined;
  #imports: ReadonlyMap<string, Imported> | undefined;

  constructor(graph: Graph, once: Once, providers: Providers, sourceOf: (address: string) => SourceModule | undefined) {
    this.#graph = graph;
    this.#once = once;
    this.#providers = providers;
    this.#sourceOf = sourceOf;
  }

  /** Whether an object exists already and Terraform only imports it. */
  imported(address: string): Imported | undefined {
    const root = this.#sourceOf('');
    this.#imports ??= root ? importsOf(root, this.#graph) : new Map();
    if (this.#imports.size === 0) return undefined;
    return this.#imports.get(address) ?? this.#imports.get(withoutKeys(address));
  }

  /** All that is known of an instance. */
  known(instance: WrittenInstance): KnownValues {
    const values: Record<string, unknown> = {};
    const sensitive: Record<string, unknown> = {};
    for (const name of ['id', 'region', ...Object.keys(instance.block.expressions)]) {
      const value = this.#graph.read(instance, name);
      if (value.k !== 'lit' || value.v === null) continue;
      values[name] = value.v;
      if (value.sensitive) sensitive[name] = true;
    }
    return { values, sensitive };
  }

  read(instance: WrittenInstance, name: string): Value {
    const { type, mode } = instance;
    if (mode === 'data') {
      const found = this.#data(instance, name);
      if (found) return found;
    } else if (name === 'region' && type.startsWith('aws_')) {
      return this.#givenOrNot(instance, name) ?? this.#providerRegion(instance);
    } else if (name === 'tags_all') return this.#allTags(instance);
    const value = this.#givenOrNot(instance, name);
    if (value) return value;
    if (name === 'id' && mode === 'managed') {
      const id = this.imported(instance.address)?.id;
      if (id !== undefined) return lit(id);
    }
    const known = mode === 'managed' ? defaultOf(type, name) : undefined;
    if (known) return known;
    if (canBeLeftOut(instance, name)) return NULL;
    if (!isComputed(type, mode, name)) return NULL;
    return { k: 'attribute', of: instance, path: [name] };
  }

  #data(instance: WrittenInstance, name: string): Value | undefined {
    const block = this.#blockOf(instance);
    if (!block) return undefined;
    const scope = this.#graph.scopeOf(instance);
    return dataAttribute(
      {
        type: instance.type,
        argument: (argument) => this.#given(instance, argument),
        region: this.#givenOrNot(instance, 'region') ?? this.#providers.region(block.node, scope),
        account: this.#providers.account(block.node, scope),
      },
      name,
    );
  }

  #providerRegion(instance: WrittenInstance): Value {
    const block = this.#blockOf(instance);
    return block ? this.#providers.region(block.node, this.#graph.scopeOf(instance)) : NULL;
  }

  #allTags(instance: WrittenInstance): Value {
    const block = this.#blockOf(instance);
    const own = this.#graph.read(instance, 'tags');
    const shared = block ? this.#providers.defaultTags(block.node, this.#graph.scopeOf(instance)) : lit({});
    if (own.k !== 'lit' || shared.k !== 'lit') return { k: 'attribute', of: instance, path: ['tags_all'] };
    return asTaken('tags', lit({ ...(shared.v ?? {}), ...(own.v ?? {}) }, own.sensitive || shared.sensitive));
  }

  isGiven(instance: WrittenInstance, name: string): boolean {
    return this.#givenOrNot(instance, name) !== undefined;
  }

  /** The same; null is as good as left out. */
  #givenOrNot(instance: WrittenInstance, name: string): Value | undefined {
    const value = this.#given(instance, name);
    return value?.k === 'lit' && value.v === null ? undefined : value;
  }

  /** The written value of an argument, as the provider reads it. */
  #given(instance: WrittenInstance, name: string): Value | undefined {
    if (!Object.hasOwn(instance.block.expressions, name)) return undefined;
    return this.#once(instance, `given ${name}`, () => {
      const block = this.#blockOf(instance)!;
      const value =
        writtenValue(block.node.body, name, {
          graph: this.#graph,
          scope: this.#graph.scopeOf(instance),
          names: new Map(),
        }) ?? NULL;
      if (value.k === 'error') return this.#located(value.because, block, name);
      return isWanted(instance.type, instance.mode) ? asTaken(name, value) : value;
    });
  }

  #located(why: string, { node, file, elsewhere }: Placed<Block>, name: string): Value {
    const found = attribute(node.body, name);
    const place = found ? (elsewhere?.get(found) ?? file) : file;
    const line = place.hcl.position((found?.range ?? node.header).start).line;
    return unknowable(name, why.endsWith(')') ? why : `${why} (${place.path}:${line})`);
  }

  #blockOf(instance: Instance): Placed<Block> | undefined {
    return this.#sourceOf(instance.module)?.resources.get(instance.blockName);
  }
}
