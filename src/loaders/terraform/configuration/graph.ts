/** What sources without a plan say about any attribute. Blocks become instances on demand. */

import { posix, relative, sep } from 'node:path';
import { reason } from '../../../model/index.ts';
import { attribute } from '../../../text/hcl/index.ts';
import { keySuffix, parseModuleAddress, type Step } from '../document/address.ts';
import type { ConfigResource } from '../document/configuration.ts';
import type { Assumed, Instance, TerraformDocument } from '../document/document.ts';
import type { ModuleInstance } from '../document/modules.ts';
import { isWanted } from '../document/types.ts';
import { evaluate } from '../sources/evaluate.ts';
import { SourceExpressions } from '../sources/expressions.ts';
import type { Frame } from '../sources/frame.ts';
import type { SourceModule, SourceTree } from '../sources/tree.ts';
import type { FileAccess } from '../values/file-access.ts';
import { Graph } from '../values/graph.ts';
import { canBeLeftOut } from '../values/optional-computed.ts';
import { keysOf, MOST_INSTANCES, most, whyNoKeys } from '../values/repetition.ts';
import type { Scope } from '../values/scope.ts';
import { elements, isNothing, lit, NULL, type Unknowable, unknowable, type Value } from '../values/value.ts';
import { whyUnknown } from '../values/why-unknown.ts';
import { Attributes, type Once } from './attributes.ts';
import type { Declared } from './declare.ts';
import { WrittenInstance } from './instance.ts';
import { isComputed } from './provider.ts';
import { Providers } from './providers.ts';
import { collectTexts } from './secrets.ts';

/** A document whose instances are added as they are found. */
export interface OpenDocument extends TerraformDocument {
  readonly instances: Instance[];
}

export interface ConfigurationOptions {
  readonly declared: Declared;
  readonly tree: SourceTree;
  readonly files: FileAccess;
  /** Values of the root module's variables. */
  readonly variables: ReadonlyMap<string, Value>;
  readonly region: string | undefined;
}

export class ConfigurationGraph extends Graph {
  override readonly files: FileAccess;
  /** Texts that are marked sensitive. */
  readonly secrets = new Set<string>();
  /** Why not all instances were made. Null if all were. */
  tooMany: string | null = null;
  readonly #document: OpenDocument;
  readonly #declared: Declared;
  readonly #variables: ReadonlyMap<string, Value>;
  readonly #attributes: Attributes;
  readonly #tree: SourceTree;
  readonly #sourceModules = new Map<string, SourceModule | undefined>();
  #instances = 0;

  constructor(document: OpenDocument, options: ConfigurationOptions) {
    super(document, new SourceExpressions(options.tree, true));
    this.#document = document;
    this.#declared = options.declared;
    this.#variables = options.variables;
    this.#tree = options.tree;
    this.files = options.files;
    const sourceOf = (address: string) => this.#source(address);
    const once: Once = (of, name, make) => this.once(of, name, make);
    this.#attributes = new Attributes(this, once, new Providers(this, sourceOf, options.region), sourceOf);
  }

  /** Makes all instances of the types that the model is made of. */
  expand(): void {
    const waiting = [this.tree.root];
    for (let module = waiting.shift(); module; module = waiting.shift()) {
      for (const [key, { type, mode }] of module.config?.resources ?? []) {
        if (isWanted(type, mode)) this.instancesOf(key, module);
      }
      for (const name of module.config?.calls.keys() ?? []) {
        const called = this.modules(name, module);
        if (called.k === 'module') waiting.push(called.of);
        if (called.k === 'modules') waiting.push(...called.of);
      }
    }
  }

  override read(instance: Instance, name: string): Value {
    return this.once(instance, `read ${name}`, () => this.#attributes.read(instance as WrittenInstance, name));
  }

  /** What is left out, or empty, and then computed is known only after apply where something refers to it. */
  override refer(instance: Instance, name: string): Value {
    const value = this.read(instance, name);
    const { type, mode } = instance;
    const own: Value = { k: 'attribute', of: instance, path: [name] };
    if (value.k !== 'lit') return value;
    if (value.v === null)
      return isComputed(type, mode, name) && !this.#attributes.isGiven(instance as WrittenInstance, name) ? own : value;
    return isNothing(value) && canBeLeftOut(instance, name) ? own : value;
  }

  override blockMembers(instance: Instance, name: string, key: string): readonly Value[] | undefined {
    const value = this.read(instance, name);
    if (value.k === 'lit' && isNothing(value)) return [];
    if (value.k !== 'lit' && value.k !== 'list') return undefined;
    const inside = (block: Value) => {
      const found = this.index(block, key);
      return found.k === 'error' ? NULL : found;
    };
    return elements(value).map(inside);
  }

  override traverse(steps: readonly Step[], scope: Scope): Value {
    const [root, second] = steps.map((step) => ('attr' in step ? step.attr : undefined));
    if (root === 'path') return this.#path(second ?? '', scope.module);
    if ((root === 'each' || root === 'count') && scope.key === undefined && (root === 'count' || second === 'key'))
      return unknowable(`${root}.${second}`, this.#whyNoKey(scope), `${scope.module.address} ${scope.owner} ${root}`);
    if (root === 'terraform' || root === 'tofu')
      return unknowable(
        `${root}.${second}`,
        `\`${root}.${second}\` is known only when Terraform makes the plan`,
        `${root}.${second}`,
      );
    return super.traverse(steps, scope);
  }

  override eachValue(scope: Scope): Value {
    if (scope.key !== undefined) return super.eachValue(scope);
    const why = this.#whyNoKey(scope);
    const map = this.#repeated(scope, 'for_each');
    const options = map.k === 'one' || map.k === 'object' ? elements(map) : [];
    if (options.length > 0) return options.length === 1 ? options[0]! : { k: 'one', options, because: why };
    return unknowable('each.value', why, `${scope.module.address} ${scope.owner} each.value`);
  }

  override local(name: string, module: ModuleInstance): Value {
    if (this.#source(module.address)?.locals.has(name)) return super.local(name, module);
    const of = module.address === '' ? `local.${name}` : `${module.address}.local.${name}`;
    return unknowable(`local.${name}`, `there is no \`${of}\` in the sources`, of);
  }

  override output(module: ModuleInstance, name: string): Value {
    const unread = this.#whyUnread(module);
    const symbol = `${module.address}.${name}`;
    if (unread !== undefined) return unknowable(symbol, `\`${symbol}\`: ${unread}`, symbol);
    const value = super.output(module, name);
    return module.config?.outputs.get(name)?.sensitive ? this.#secret(value) : value;
  }

  override variable(name: string, module: ModuleInstance): Value {
    const value = super.variable(name, module);
    return module.config?.variables.get(name)?.sensitive ? this.#secret(value) : value;
  }

  protected override given(name: string, module: ModuleInstance): Value {
    if (!module.parent) {
      const value = this.#variables.get(name);
      if (value) return value;
    } else if (module.call && Object.hasOwn(module.call.expressions, name)) return super.given(name, module);
    const block = this.#source(module.address)?.variables.get(name);
    const expression = block && attribute(block.node.body, 'default')?.expression;
    if (expression)
      return evaluate(expression, this.#frame({ module, key: undefined, forEach: undefined, owner: name }));
    const of = module.address === '' ? `var.${name}` : `${module.address}.var.${name}`;
    const why = `\`${of}\` has no value`;
    return unknowable(`var.${name}`, module.parent ? why : reason(why, 'Pass --var or --var-file'), of);
  }

  protected override instancesOf(block: string, module: ModuleInstance): readonly Instance[] {
    const made = module.blocks.get(block);
    if (made) return made;
    const config = module.config?.resources.get(block);
    if (!config) return [];
    const scope: Scope = { module, key: undefined, forEach: undefined, owner: block };
    const { keys, assumed } = this.#repetition(scope, config.count !== undefined, config.forEach !== undefined);
    const again = module.blocks.get(block);
    if (again) return again;
    const why = assumed ?? module.assumed;
    const list = this.#counted(keys).map((key) => this.#instance(module, block, config, key, why));
    module.blocks.set(block, list);
    if (isWanted(config.type, config.mode)) for (const instance of list) this.#document.instances.push(instance);
    return list;
  }

  protected override modules(name: string, parent: ModuleInstance): Value {
    const call = parent.config?.calls.get(name);
    if (!call) return unknowable(`module.${name}`, `there is no module "${name}"`, `${parent.address} module.${name}`);
    const scope: Scope = { module: parent, key: undefined, forEach: undefined, owner: `module.${name}` };
    const [isCounted, isMapped] = [call.count !== undefined, call.forEach !== undefined];
    const { keys, assumed } = this.#repetition(scope, isCounted, isMapped);
    const why = assumed ?? parent.assumed;
    const of = this.#counted(keys).map((key) => this.tree.instance(parent, { name, key }, why));
    if (!isCounted && !isMapped && of.length === 1) return { k: 'module', of: of[0]! };
    const open = assumed ? this.#others(scope, assumed) : null;
    return { k: 'modules', of, call: name, whole: assumed === undefined, open };
  }

  protected override missing(block: string, module: ModuleInstance): Unknowable | null {
    const [only] = module.blocks.get(block) ?? [];
    if (only?.assumed === undefined || only.key !== undefined) return super.missing(block, module);
    return this.#others({ module, key: undefined, forEach: undefined, owner: block }, only.assumed);
  }

  /** Blocks that depend on the same condition exist together, if there is one of each. */
  protected override isTogether(only: Instance, { module, owner }: Scope): boolean {
    const [user] = module.blocks.get(owner) ?? [];
    return user?.assumed?.cause === only.assumed?.cause && this.missing(only.blockName, module) === null;
  }

  /** Why there may be more than the one instance that is assumed to exist. */
  #others(scope: Scope, { message }: Assumed): Unknowable | null {
    const written = (['count', 'for_each'] as const).map((name) => this.#repeated(scope, name));
    if (written.every((value) => value === NULL || most(numeric(value)) <= 1)) return null;
    return unknowable(scope.owner, message, `${scope.module.address} ${scope.owner} others`);
  }

  override index(value: Value, key: string | number): Value {
    if ((value.k === 'instances' || value.k === 'modules') && value.of.length === 1) {
      const [only] = value.of;
      // Where it is written the element must be there, unless `try` is around it.
      if (only?.assumed !== undefined && only.key === undefined) {
        // Of several this could be any: two keys are two of them.
        if (value.open) return unknowable(value.open.source, value.open.because, `${value.open.symbol} ${key}`);
        this.doubts += 1;
        return value.k === 'instances' ? { k: 'instance', of: value.of[0]! } : { k: 'module', of: value.of[0]! };
      }
    }
    return super.index(value, key);
  }

  /** The keys of a block's or call's instances: one without a key where it has no repetition, or one that is not known. */
  #repetition(scope: Scope, isCounted: boolean, isMapped: boolean): Repetition {
    const enabled = this.#enabled(scope);
    if (enabled?.k === 'lit') return { keys: enabled.v === true ? [undefined] : [], assumed: undefined };
    const whole = (value: Value, what: string): Assumed => {
      const cause = whyUnknown(value);
      return { message: `${what} of ${this.#nameOf(scope)}: ${cause}`, cause };
    };
    if (enabled) return { keys: [undefined], assumed: whole(enabled, '`enabled`') };
    if (!isCounted && !isMapped) return { keys: [undefined], assumed: undefined };
    const name = isCounted ? 'count' : 'for_each';
    const value = this.#repeated(scope, name);
    const many = numeric(value);
    const keys = isCounted ? keysOf(many, NULL) : keysOf(NULL, value);
    if (keys) return { keys, assumed: undefined };
    if (isCounted && many.k === 'lit' && typeof many.v === 'number') this.#isTooMany();
    const why = whyNoKeys(name, isCounted ? many : value);
    if (why === undefined) return { keys: [undefined], assumed: whole(value, `\`${name}\``) };
    return { keys: [undefined], assumed: { message: `\`${name}\` of ${this.#nameOf(scope)}: ${why}`, cause: why } };
  }

  #repeated(scope: Scope, name: 'count' | 'for_each'): Value {
    return this.once(scope.module, `${scope.owner} ${name}`, () => {
      return this.sources?.repetition(this, scope, name) ?? NULL;
    });
  }

  /** OpenTofu's `lifecycle { enabled = ... }`. */
  #enabled(scope: Scope): Value | undefined {
    const module = this.#source(scope.module.address);
    const call = scope.owner.startsWith('module.') ? scope.owner.slice('module.'.length) : undefined;
    const block = call === undefined ? module?.resources.get(scope.owner) : module?.calls.get(call);
    const lifecycle = block?.node.body.blocks.find(({ type }) => type === 'lifecycle');
    const expression = lifecycle && attribute(lifecycle.body, 'enabled')?.expression;
    return expression && evaluate(expression, this.#frame(scope));
  }

  #counted<T>(keys: readonly T[]): readonly T[] {
    this.#instances += keys.length;
    if (this.#instances <= MOST_INSTANCES) return keys;
    this.#isTooMany();
    return [];
  }

  #isTooMany(): void {
    this.tooMany = `it has more than ${MOST_INSTANCES.toLocaleString('en')} instances`;
  }

  #instance(
    module: ModuleInstance,
    blockName: string,
    block: ConfigResource,
    key: string | number | undefined,
    assumed: Assumed | undefined,
  ): WrittenInstance {
    const local = `${blockName}${keySuffix(key)}`;
    const address = module.address === '' ? local : `${module.address}.${local}`;
    const action = block.mode === 'data' ? 'read' : this.#attributes.imported(address) ? 'update' : 'create';
    const { input } = this.#document;
    return new WrittenInstance(
      { address, module: module.address, blockName, key, block, input, action, assumed },
      (instance) => this.#attributes.known(instance),
    );
  }

  #frame(scope: Scope): Frame {
    return { graph: this, scope, names: new Map() };
  }

  #source(address: string): SourceModule | undefined {
    if (!this.#sourceModules.has(address))
      this.#sourceModules.set(address, this.#tree.module(parseModuleAddress(address).map(({ name }) => name)));
    return this.#sourceModules.get(address);
  }

  #whyUnread(module: ModuleInstance): string | undefined {
    if (!module.parent) return undefined;
    const calls = parseModuleAddress(module.address).map(({ name }) => name);
    return this.#declared.unread.get(calls.join('.'))?.message;
  }

  #whyNoKey(scope: Scope): string {
    const [count, forEach] = (['count', 'for_each'] as const).map((name) => this.#repeated(scope, name));
    const [name, value] = count !== NULL ? ['count', count!] : ['for_each', forEach!];
    const isCount = name === 'count';
    const why = whyNoKeys(isCount ? 'count' : 'for_each', isCount ? numeric(value) : value);
    const of = `\`${name}\` of ${this.#nameOf(scope)}`;
    return `${of}: ${why ?? whyUnknown(value)}`;
  }

  #nameOf({ module, owner }: Scope): string {
    return module.address === '' ? owner : `${module.address}.${owner}`;
  }

  #path(name: string, module: ModuleInstance): Value {
    if (name === 'root') return lit('.');
    const source = this.#source(module.address);
    if (name !== 'module' || !source) return unknowable(`path.${name}`, `\`path.${name}\` is that of a machine`);
    const path = relative(this.files.directory, source.directory).split(sep).join(posix.sep);
    return lit(path === '' ? '.' : path);
  }

  #secret(value: Value): Value {
    collectTexts(value, this.secrets);
    return value;
  }
}

interface Repetition {
  readonly keys: readonly (string | number | undefined)[];
  readonly assumed: Assumed | undefined;
}

/** `count = "2"` and `count = tobool(...)` are numbers to Terraform where they can be. */
function numeric(value: Value): Value {
  return value.k === 'lit' && typeof value.v === 'string' && /^\d+$/.test(value.v) ? lit(Number(value.v)) : value;
}
