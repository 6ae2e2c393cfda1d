/** Which provider configuration a block uses, and what that says of Region and account. */

import { parseArn } from '../../../aws/partitions.ts';
import { reason } from '../../../model/index.ts';
import { attribute, type Block, type Expression, type Step } from '../../../text/hcl/index.ts';
import type { ModuleInstance } from '../document/modules.ts';
import { evaluate } from '../sources/evaluate.ts';
import type { Frame } from '../sources/frame.ts';
import type { Placed, SourceModule } from '../sources/tree.ts';
import type { Graph } from '../values/graph.ts';
import type { Scope } from '../values/scope.ts';
import { lit, unknowable, type Value } from '../values/value.ts';
import { writtenValue } from './blocks.ts';

/** A provider configuration as a block or a `providers` map names it: `aws.eu["a"]`. */
interface Named {
  readonly name: string;
  readonly key: string | number | undefined;
}

interface Found {
  readonly block: Placed<Block>;
  readonly module: ModuleInstance;
  readonly key: string | number | undefined;
}

export class Providers {
  readonly #graph: Graph;
  readonly #sourceOf: (address: string) => SourceModule | undefined;
  /** The Region of a provider that names none, where the user has said it. */
  readonly #region: string | undefined;

  constructor(graph: Graph, sourceOf: (address: string) => SourceModule | undefined, region: string | undefined) {
    this.#graph = graph;
    this.#sourceOf = sourceOf;
    this.#region = region;
  }

  /** The Region that a block works in, apart from its own `region` argument. */
  region(block: Block, scope: Scope): Value {
    const named = this.#named(block, scope);
    const found = this.#find(named, scope.module);
    const region = found && this.#read(found, 'region');
    if (region && !(region.k === 'lit' && (region.v === null || region.v === ''))) return region;
    if (this.#region !== undefined) return lit(this.#region);
    const name = found ? this.#nameOf(found) : named.name;
    return unknowable(
      `the Region of provider ${name}`,
      reason(`the Region of provider \`${name}\` is not in the sources`, 'Pass --region'),
      `Region of ${name}`,
    );
  }

  /** The account, where the configuration of the provider names one. */
  account(block: Block, scope: Scope): string | undefined {
    const found = this.#find(this.#named(block, scope), scope.module);
    if (!found) return undefined;
    const role = this.#read(found, 'assume_role');
    const assumed = role && this.#graph.index(firstOf(role), 'role_arn');
    const account = assumed?.k === 'lit' && typeof assumed.v === 'string' ? parseArn(assumed.v)?.account : undefined;
    if (account) return account;
    const allowed = this.#read(found, 'allowed_account_ids');
    const ids = allowed?.k === 'lit' && Array.isArray(allowed.v) ? allowed.v : [];
    return ids.length === 1 && /^\d{12}$/.test(String(ids[0])) ? String(ids[0]) : undefined;
  }

  /** Tags that the provider puts on everything. */
  defaultTags(block: Block, scope: Scope): Value {
    const found = this.#find(this.#named(block, scope), scope.module);
    const tags = found && this.#read(found, 'default_tags');
    const value = tags && this.#graph.index(firstOf(tags), 'tags');
    return value && value.k !== 'error' ? value : lit({});
  }

  #read({ block, module, key }: Found, name: string): Value | undefined {
    const scope: Scope = { module, key, forEach: undefined, owner: `provider.${block.node.labels[0]?.text}` };
    const names = new Map<string, Value>();
    if (key !== undefined) names.set('each', this.#eachOf(block, scope, key));
    return writtenValue(block.node.body, name, { graph: this.#graph, scope, names });
  }

  /** OpenTofu lets a provider have `for_each`. */
  #eachOf({ node }: Placed<Block>, scope: Scope, key: string | number): Value {
    const expression = attribute(node.body, 'for_each')?.expression;
    const map = expression ? evaluate(expression, { graph: this.#graph, scope, names: new Map() }) : lit(null);
    const isMap = map.k === 'object' || (map.k === 'lit' && typeof map.v === 'object' && !Array.isArray(map.v));
    const value = isMap ? this.#graph.index(map, key) : lit(key);
    return {
      k: 'object',
      members: new Map([
        ['key', lit(key)],
        ['value', value],
      ]),
    };
  }

  #nameOf({ block, module }: Found): string {
    const alias = attribute(block.node.body, 'alias')?.expression;
    const name = `${block.node.labels[0]?.text}${alias?.kind === 'literal' ? `.${alias.value}` : ''}`;
    return module.address === '' ? name : `${module.address}.${name}`;
  }

  #named(block: Block, scope: Scope): Named {
    const given = attribute(block.body, 'provider')?.expression;
    const named = given && nameOf(given, { graph: this.#graph, scope, names: new Map() });
    return named ?? { name: (block.labels[0]?.text ?? '').split('_')[0]!, key: undefined };
  }

  /** The configuration in the module itself, or the one its caller passes: an unaliased one is passed automatically. */
  #find(named: Named, module: ModuleInstance): Found | undefined {
    let at: ModuleInstance | undefined = module;
    let wanted = named;
    while (at) {
      const block = this.#sourceOf(at.address)?.providers.get(wanted.name);
      if (block) return { block, module: at, key: wanted.key };
      const { parent }: ModuleInstance = at;
      if (!parent) return undefined;
      const handed = this.#handedIn(at, parent, wanted.name);
      if (handed === undefined && wanted.name.includes('.')) return undefined;
      wanted = handed ?? wanted;
      at = parent;
    }
    return undefined;
  }

  #handedIn(module: ModuleInstance, parent: ModuleInstance, name: string): Named | undefined {
    const call = this.#sourceOf(parent.address)?.calls.get(module.call?.name ?? '');
    const map = call && attribute(call.node.body, 'providers')?.expression;
    if (map?.kind !== 'object') return undefined;
    const frame: Frame = { graph: this.#graph, scope: this.#graph.callScope(module), names: new Map() };
    for (const { key, value } of map.items) if (nameOf(key, frame)?.name === name) return nameOf(value, frame);
    return undefined;
  }
}

/** `aws`, `aws.eu`, `aws.by_region[each.key]`, in JSON as texts. */
function nameOf(expression: Expression, frame: Frame): Named | undefined {
  if (expression.kind === 'literal') return { name: String(expression.value), key: undefined };
  if (expression.kind === 'template-wrap') return nameOf(expression.expression, frame);
  if (expression.kind !== 'traversal') return undefined;
  const [alias, index] = expression.steps as readonly (Step | undefined)[];
  const name = alias?.kind === 'attribute' ? `${expression.root}.${alias.name}` : expression.root;
  const key = index?.kind === 'index' ? evaluate(index.key, frame) : undefined;
  const isKey = key?.k === 'lit' && (typeof key.v === 'string' || typeof key.v === 'number');
  return { name, key: isKey ? (key.v as string | number) : undefined };
}

function firstOf(blocks: Value): Value {
  if (blocks.k === 'list') return blocks.items[0] ?? lit({});
  if (blocks.k === 'lit' && Array.isArray(blocks.v)) return lit(blocks.v[0] ?? {}, blocks.sensitive);
  return blocks;
}
