/** What the sources say of an attribute, argument, output or local: the expression itself, evaluated in the graph. */
import { attribute, type Block, type Expression } from '../../../text/hcl/index.ts';
import { parseModuleAddress } from '../address.ts';
import { blockKey, type ConfigExpression } from '../configuration.ts';
import type { Instance } from '../document.ts';
import type { Graph, Scope } from '../graph.ts';
import type { ModuleInstance } from '../modules.ts';
import { lit, type Value } from '../value.ts';
import { evaluate } from './evaluate.ts';
import { referencesOf, sameReferences } from './references.ts';
import type { Sources } from './sources.ts';
import type { Placed, SourceModule, SourceTree } from './tree.ts';

export class SourceExpressions implements Sources {
  readonly #tree: SourceTree;
  readonly #modules = new Map<string, SourceModule | undefined>();

  constructor(tree: SourceTree) {
    this.#tree = tree;
  }

  attribute(graph: Graph, instance: Instance, name: string, scope: Scope): Value | undefined {
    const block = this.#module(instance.module)?.resources.get(blockKey(instance));
    return this.#evaluate(graph, block, name, instance.block?.expressions[name], scope);
  }

  argument(graph: Graph, module: ModuleInstance, name: string, scope: Scope): Value | undefined {
    const block = this.#module(scope.module.address)?.calls.get(module.call?.name ?? '');
    return this.#evaluate(graph, block, name, module.call?.expressions[name], scope);
  }

  output(graph: Graph, module: ModuleInstance, name: string, scope: Scope): Value | undefined {
    const block = this.#module(module.address)?.outputs.get(name);
    return this.#evaluate(graph, block, 'value', module.config?.outputs.get(name)?.expression, scope);
  }

  local(graph: Graph, module: ModuleInstance, name: string, scope: Scope): Value | undefined {
    const local = this.#module(module.address)?.locals.get(name);
    return local && evaluate(local.node.expression, { graph, scope, names: new Map() });
  }

  forEach(graph: Graph, scope: Scope): Value | undefined {
    const module = this.#module(scope.module.address);
    const call = scope.owner.startsWith('module.') ? scope.owner.slice('module.'.length) : undefined;
    const block = call === undefined ? module?.resources.get(scope.owner) : module?.calls.get(call);
    const written =
      call === undefined
        ? scope.module.config?.resources.get(scope.owner)?.forEach
        : scope.module.config?.calls.get(call)?.forEach;
    return this.#evaluate(graph, block, 'for_each', written, scope);
  }

  declared(module: ModuleInstance, name: string, value: Value): Value {
    const block = this.#module(module.address)?.variables.get(name);
    const type = block && attribute(block.node.body, 'type');
    if (!block || !type) return value;
    const written = block.file.hcl.text.slice(type.valueRange.start, type.valueRange.end);
    return written.includes('optional(') ? loosen(value) : value;
  }

  ignoresChanges(instance: Instance, name: string): boolean | undefined {
    const block = this.#module(instance.module)?.resources.get(blockKey(instance));
    if (!block) return undefined;
    const lifecycle = block.node.body.blocks.find((b) => b.type === 'lifecycle');
    const ignored = lifecycle && attribute(lifecycle.body, 'ignore_changes')?.expression;
    if (!ignored) return false;
    if (ignored.kind !== 'tuple') return ignored.kind === 'traversal' && ignored.root === 'all';
    return ignored.elements.some((e) => e.kind === 'traversal' && e.root === name);
  }

  hasDynamic(instance: Instance, name: string): boolean {
    const block = this.#module(instance.module)?.resources.get(blockKey(instance));
    return block?.node.body.blocks.some((b) => b.type === 'dynamic' && b.labels[0]?.text === name) ?? false;
  }

  #evaluate(
    graph: Graph,
    block: Placed<Block> | undefined,
    name: string,
    written: ConfigExpression,
    scope: Scope,
  ): Value | undefined {
    const expression = block && attribute(block.node.body, name)?.expression;
    if (!expression || !this.#agrees(expression, written)) return undefined;
    return evaluate(expression, { graph, scope, names: new Map() });
  }

  /** The plan wins: an expression that refers to other things than the plan's is of another version. */
  #agrees(expression: Expression, written: ConfigExpression): boolean {
    return written === undefined || sameReferences(referencesOf(expression), written);
  }

  #module(address: string): SourceModule | undefined {
    if (!this.#modules.has(address)) {
      this.#modules.set(address, this.#tree.module(parseModuleAddress(address).map((s) => s.name)));
    }
    return this.#modules.get(address);
  }
}

/** Attributes a type declares optional are null where they are not given, at any depth. */
function loosen(value: Value): Value {
  if (value.k === 'lit') {
    const { v, sensitive } = value;
    if (Array.isArray(v)) return { k: 'list', items: v.map((item) => loosen(lit(item, sensitive))) };
    if (typeof v !== 'object' || v === null) return value;
    return {
      k: 'object',
      members: new Map(Object.entries(v).map(([key, item]) => [key, loosen(lit(item, sensitive))])),
      loose: true,
    };
  }
  if (value.k === 'object')
    return {
      ...value,
      members: new Map([...value.members].map(([key, member]) => [key, loosen(member)])),
      loose: true,
    };
  return value.k === 'list' ? { k: 'list', items: value.items.map(loosen) } : value;
}
