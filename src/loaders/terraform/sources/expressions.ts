/** The expression of an attribute, argument, output or local in the sources, evaluated in the graph. */
import { attribute, type Block, type Expression, type Range } from '../../../text/hcl/index.ts';
import { parseModuleAddress } from '../document/address.ts';
import type { ConfigExpression } from '../document/configuration.ts';
import type { Instance } from '../document/document.ts';
import type { ModuleInstance } from '../document/modules.ts';
import { isRecord, memberOf } from '../document/shapes.ts';
import type { Evaluator } from '../values/evaluator.ts';
import type { Scope } from '../values/scope.ts';
import type { Sources } from '../values/sources.ts';
import { failure, type Value } from '../values/value.ts';
import { conform } from './conform.ts';
import { evaluate } from './evaluate.ts';
import { referencesOf, sameReferences } from './references.ts';
import type { Placed, SourceModule, SourceTree } from './tree.ts';

export class SourceExpressions implements Sources {
  readonly #tree: SourceTree;
  readonly #isOnly: boolean;
  readonly #modules = new Map<string, SourceModule | undefined>();

  /** `isOnly`: there is no document beside the sources that could be of another version. */
  constructor(tree: SourceTree, isOnly = false) {
    this.#tree = tree;
    this.#isOnly = isOnly;
  }

  attribute(graph: Evaluator, instance: Instance, name: string, scope: Scope): Value | undefined {
    const block = this.#module(instance.module)?.resources.get(instance.blockName);
    return this.#evaluate(graph, block, name, memberOf(instance.block?.expressions, name), scope);
  }

  inBlock(graph: Evaluator, instance: Instance, name: string, attribute: string, scope: Scope): Value | undefined {
    const block = this.#module(instance.module)?.resources.get(instance.blockName);
    const nested = block?.node.body.blocks.filter((b) => b.type === name) ?? [];
    const written = memberOf(instance.block?.expressions, name);
    if (!block || nested.length !== 1 || !Array.isArray(written) || written.length !== 1) return undefined;
    const [only] = written as readonly ConfigExpression[];
    const expression = isRecord(only) ? memberOf(only, attribute) : undefined;
    return this.#evaluate(graph, { ...block, node: nested[0]! }, attribute, expression, scope);
  }

  argument(graph: Evaluator, module: ModuleInstance, name: string, scope: Scope): Value | undefined {
    const block = this.#module(scope.module.address)?.calls.get(module.call?.name ?? '');
    return this.#evaluate(graph, block, name, memberOf(module.call?.expressions, name), scope);
  }

  output(graph: Evaluator, module: ModuleInstance, name: string, scope: Scope): Value | undefined {
    const block = this.#module(module.address)?.outputs.get(name);
    return this.#evaluate(graph, block, 'value', module.config?.outputs.get(name)?.expression, scope);
  }

  local(graph: Evaluator, module: ModuleInstance, name: string, scope: Scope): Value | undefined {
    const local = this.#module(module.address)?.locals.get(name);
    return local && this.#placed(evaluate(local.node.expression, { graph, scope, names: new Map() }), local);
  }

  repetition(graph: Evaluator, scope: Scope, name: 'count' | 'for_each'): Value | undefined {
    const module = this.#module(scope.module.address);
    const call = scope.owner.startsWith('module.') ? scope.owner.slice('module.'.length) : undefined;
    const block = call === undefined ? module?.resources.get(scope.owner) : module?.calls.get(call);
    const config =
      call === undefined ? scope.module.config?.resources.get(scope.owner) : scope.module.config?.calls.get(call);
    return this.#evaluate(graph, block, name, name === 'count' ? config?.count : config?.forEach, scope);
  }

  declared(graph: Evaluator, module: ModuleInstance, name: string, value: Value): Value {
    const block = this.#module(module.address)?.variables.get(name)?.node;
    if (!block) return value;
    const frame = {
      graph,
      scope: { module, key: undefined, forEach: undefined, owner: `variable.${name}` },
      names: new Map<string, Value>(),
    };
    const literal = (of: string) => {
      const expression = attribute(block.body, of)?.expression;
      return expression && evaluate(expression, frame);
    };
    const nullable = literal('nullable');
    const isRefused = value.k === 'lit' && value.v === null && nullable?.k === 'lit' && nullable.v === false;
    const given = isRefused ? (literal('default') ?? value) : value;
    const type = attribute(block.body, 'type')?.expression;
    return type ? conform(given, type, frame) : given;
  }

  ignoresChanges(instance: Instance, name: string): boolean | undefined {
    const block = this.#module(instance.module)?.resources.get(instance.blockName);
    if (!block) return undefined;
    const lifecycle = block.node.body.blocks.find((b) => b.type === 'lifecycle');
    const ignored = lifecycle && attribute(lifecycle.body, 'ignore_changes')?.expression;
    if (!ignored) return false;
    if (ignored.kind !== 'tuple') return ignored.kind === 'traversal' && ignored.root === 'all';
    return ignored.elements.some((e) => e.kind === 'traversal' && e.root === name);
  }

  hasDynamic(graph: Evaluator, instance: Instance, name: string, scope: Scope): boolean {
    const block = this.#module(instance.module)?.resources.get(instance.blockName);
    const dynamic = block?.node.body.blocks.filter((b) => b.type === 'dynamic' && b.labels[0]?.text === name) ?? [];
    return dynamic.some((b) => {
      const expression = attribute(b.body, 'for_each')?.expression;
      const value = expression && evaluate(expression, { graph, scope, names: new Map() });
      return value?.k !== 'lit' || typeof value.v !== 'object' || Object.keys(value.v ?? {}).length > 0;
    });
  }

  #evaluate(
    graph: Evaluator,
    block: Placed<Block> | undefined,
    name: string,
    written: ConfigExpression,
    scope: Scope,
  ): Value | undefined {
    const expression = block && attribute(block.node.body, name)?.expression;
    if (!expression || !this.#agrees(expression, written)) return undefined;
    return this.#placed(evaluate(expression, { graph, scope, names: new Map() }), { ...block, node: expression });
  }

  /** If Terraform rejects a value, the message has its place, unless a plan shows that Terraform accepted it. */
  #placed(value: Value, { file, node }: Placed<{ readonly range: Range }>): Value {
    if (value.k !== 'error' || !this.#isOnly || value.because.endsWith(')')) return value;
    return failure(`${value.because} (${file.path}:${file.hcl.position(node.range.start).line})`);
  }

  /** The plan wins: an expression that refers to other things than the plan's is of another version. */
  #agrees(expression: Expression, written: ConfigExpression): boolean {
    return this.#isOnly || written === undefined || sameReferences(referencesOf(expression), written);
  }

  #module(address: string): SourceModule | undefined {
    if (!this.#modules.has(address)) {
      this.#modules.set(address, this.#tree.module(parseModuleAddress(address).map((s) => s.name)));
    }
    return this.#modules.get(address);
  }
}
