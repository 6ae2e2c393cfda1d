import { fullReferences, parseTraversal, type Step } from './address.ts';
import type { ConfigExpression } from './configuration.ts';
import { blockKey } from './configuration.ts';
import type { Instance, TerraformDocument } from './document.ts';
import { anyMark, isRecord, markAt } from './json.ts';
import { canBeLeftOut } from './left-out.ts';
import { type ModuleInstance, ModuleTree } from './modules.ts';
import type { Sources } from './sources/sources.ts';
import { elements, failure, isLiteral, lit, NULL, unknowable, type Value } from './value.ts';

/** Where an expression stands: its module, and the instance whose `each` and `count` it sees. */
export interface Scope {
  readonly module: ModuleInstance;
  readonly key: string | number | undefined;
  /** `for_each` of the block or call the expression belongs to, and where that is written. */
  readonly forEach: { readonly expression: ConfigExpression; readonly scope: Scope } | undefined;
  /** Name of the block or call, for finding its source. */
  readonly owner: string;
}

const MAX_DEPTH = 100;
const NO_LOCALS = 'locals are not in the plan: run with the sources beside it';

/**
 * What a Terraform document says of any attribute, references followed. Values are computed when asked for: a large
 * document is mostly never looked at.
 */
export class Graph {
  readonly document: TerraformDocument;
  readonly tree: ModuleTree;
  readonly #sources: Sources | undefined;
  readonly #memo = new Map<string, Value>();
  readonly #running = new Set<string>();

  constructor(document: TerraformDocument, sources: Sources | undefined) {
    this.document = document;
    this.tree = new ModuleTree(document.configuration);
    this.#sources = sources;
    for (const instance of document.instances) {
      const module = this.tree.at(instance.module);
      const key = blockKey(instance);
      const list = module.blocks.get(key);
      if (list) list.push(instance);
      else module.blocks.set(key, [instance]);
    }
  }

  /** An attribute of an instance, whatever it takes to find out. Null where it is left out. */
  read(instance: Instance, name: string): Value {
    if (Object.hasOwn(instance.values, name)) {
      const mark = markAt(instance.unknown, name);
      const sensitive = markAt(instance.sensitive, name);
      const value = instance.values[name];
      if (!anyMark(mark)) return lit(value, anyMark(sensitive));
      return this.#partly(instance, value, mark, sensitive, [name], this.#expression(instance, name));
    }
    if (anyMark(markAt(instance.unknown, name))) return this.#planned(instance, name);
    if (this.document.absentIsUnknown) {
      return unknowable(
        `${instance.address}.${name}`,
        `\`${name}\` of ${instance.address} is not in the file`,
        `${instance.address}.${name}`,
      );
    }
    return NULL;
  }

  /** An attribute the plan calls unknown: left out, null after all, or something an expression refers to. */
  #planned(instance: Instance, name: string): Value {
    const own: Value = { k: 'attribute', of: instance, path: [name] };
    if (!instance.block) return own;
    const expression = this.#expression(instance, name);
    if (expression === undefined)
      return canBeLeftOut(instance, name) && !this.#sources?.hasDynamic(instance, name) ? NULL : own;
    const value = this.#once(`${instance.address} ${name}`, () => this.#evaluateAttribute(instance, name, expression));
    // Terraform knows what is made of known values: unknown all the same means null (or empty), which the provider then computes.
    if (isLiteral(value)) return isNothing(value) || value.k === 'mix' ? NULL : own;
    return value;
  }

  #expression(instance: Instance, name: string): ConfigExpression | undefined {
    const expressions = instance.block?.expressions;
    return expressions && Object.hasOwn(expressions, name) ? expressions[name] : undefined;
  }

  #evaluateAttribute(instance: Instance, name: string, expression: ConfigExpression): Value {
    const scope = this.scopeOf(instance);
    return this.#sources?.attribute(this, instance, name, scope) ?? this.evaluate(expression, scope);
  }

  /** Whether Terraform leaves changes of an attribute alone; undefined where no source tells. */
  ignoresChanges(instance: Instance, name: string): boolean | undefined {
    return this.#sources?.ignoresChanges(instance, name);
  }

  scopeOf(instance: Instance): Scope {
    const module = this.tree.at(instance.module);
    const outer: Scope = { module, key: undefined, forEach: undefined, owner: blockKey(instance) };
    return {
      module,
      key: instance.key,
      forEach: typeof instance.key === 'string' ? { expression: instance.block?.forEach, scope: outer } : undefined,
      owner: blockKey(instance),
    };
  }

  /** A value known in part: nested blocks and lists with unknown leaves. */
  #partly(
    instance: Instance,
    value: unknown,
    mark: unknown,
    sensitive: unknown,
    path: readonly (string | number)[],
    expression: ConfigExpression,
  ): Value {
    if (mark === true) {
      if (expression !== undefined) {
        const found = this.evaluate(expression, this.scopeOf(instance));
        if (!isLiteral(found)) return found;
      }
      return { k: 'attribute', of: instance, path };
    }
    if (!anyMark(mark)) return lit(value, anyMark(sensitive));
    if (Array.isArray(mark)) {
      const list = Array.isArray(value) ? value : [];
      const length = Math.max(list.length, mark.length);
      const items = Array.from({ length }, (_, i) =>
        this.#partly(
          instance,
          list[i] ?? null,
          mark[i],
          markAt(sensitive, i),
          [...path, i],
          blockExpression(expression, i, length),
        ),
      );
      return { k: 'list', items };
    }
    const members = new Map<string, Value>();
    const known = isRecord(value) ? value : {};
    for (const key of new Set([...Object.keys(known), ...Object.keys(mark as object)])) {
      const nested = isRecord(expression) && Object.hasOwn(expression, key) ? expression[key] : whole(expression);
      members.set(
        key,
        this.#partly(instance, known[key] ?? null, markAt(mark, key), markAt(sensitive, key), [...path, key], nested),
      );
    }
    return { k: 'object', members };
  }

  /** What an expression of `configuration` is worth. */
  evaluate(expression: ConfigExpression, scope: Scope): Value {
    if (Array.isArray(expression)) return { k: 'list', items: expression.map((e) => this.evaluate(e, scope)) };
    if (!isRecord(expression)) return NULL;
    if (Object.hasOwn(expression, 'constant_value')) return lit(expression.constant_value);
    if (Array.isArray(expression.references)) {
      const references = fullReferences(expression.references.filter((r): r is string => typeof r === 'string'));
      return { k: 'mix', parts: references.map((r) => this.reference(r, scope)) };
    }
    const nested = Object.keys(expression);
    if (nested.length === 0)
      return unknowable('an expression', 'its expression is not in the plan: run with the sources beside it');
    return { k: 'object', members: new Map(nested.map((key) => [key, this.evaluate(expression[key], scope)])) };
  }

  /** What a reference as written leads to. */
  reference(text: string, scope: Scope): Value {
    const steps = parseTraversal(text);
    const first = steps?.[0];
    if (!steps || !first || !('attr' in first)) return unknowable(text, `\`${text}\` could not be read`);
    return this.traverse(steps, scope);
  }

  /** Follows a traversal from its root object on. */
  traverse(steps: readonly Step[], scope: Scope): Value {
    const [root, second] = steps.map((s) => ('attr' in s ? s.attr : undefined));
    switch (root) {
      case 'var':
        return this.#walk(this.variable(second ?? '', scope.module), steps.slice(2));
      case 'local':
        return this.#walk(this.local(second ?? '', scope.module), steps.slice(2));
      case 'each':
        return second === 'key' ? lit(scope.key ?? null) : this.#walk(this.eachValue(scope), steps.slice(2));
      case 'count':
        return lit(scope.key ?? null);
      case 'module':
        return this.#walk(this.#modules(second ?? '', scope.module), steps.slice(2));
      case 'data':
        return this.#resource(steps, 3, scope.module);
      case 'path':
      case 'terraform':
      case 'self':
        return unknowable(stepsText(steps), `\`${stepsText(steps)}\` is not in the plan`);
      default:
        return this.#resource(steps, 2, scope.module);
    }
  }

  #modules(name: string, parent: ModuleInstance): Value {
    const of = this.tree.called(parent, name);
    const call = parent.config?.calls.get(name);
    if (of.length === 1 && of[0]!.key === undefined && call?.count === undefined && call?.forEach === undefined)
      return { k: 'module', of: of[0]! };
    return { k: 'modules', of };
  }

  #resource(steps: readonly Step[], length: number, module: ModuleInstance): Value {
    const names = steps.slice(0, length).map((s) => ('attr' in s ? s.attr : ''));
    const block = names.join('.');
    const list = module.blocks.get(block) ?? [];
    const written = module.config?.resources.get(block);
    const rest = steps.slice(length);
    if (list.length === 1 && list[0]!.key === undefined) return this.#walk({ k: 'instance', of: list[0]! }, rest);
    // A `for_each` without references (`toset(["a"])`) leaves no trace in the configuration: the instances' keys tell.
    const many =
      written?.count !== undefined || written?.forEach !== undefined || list.some((i) => i.key !== undefined);
    if (many && (list.length > 0 || this.#isRead(names))) return this.#walk({ k: 'instances', of: list, block }, rest);
    const address = `${module.address === '' ? '' : `${module.address}.`}${stepsText(steps)}`;
    return unknowable(stepsText(steps), `\`${address}\` is known after apply`, address);
  }

  /** Whether instances of this type would be in the document if there were any. */
  #isRead(names: readonly string[]): boolean {
    return names[0] !== 'data' && this.document.partial === null && READ_TYPES.has(names[0] ?? '');
  }

  #walk(value: Value, steps: readonly Step[]): Value {
    let at = value;
    for (const step of steps) at = this.index(at, 'attr' in step ? step.attr : step.key);
    return at;
  }

  /** A member, attribute or element of a value. */
  index(value: Value, key: string | number): Value {
    switch (value.k) {
      case 'instance':
        return this.read(value.of, String(key));
      case 'instances': {
        const found = value.of.find((i) => i.key === key);
        return found
          ? { k: 'instance', of: found }
          : failure(`\`${value.block}[${JSON.stringify(key)}]\` is not in the plan`);
      }
      case 'module':
        return this.output(value.of, String(key));
      case 'modules': {
        const found = value.of.find((m) => m.key === key);
        if (found) return { k: 'module', of: found };
        return { k: 'mix', parts: value.of.map((of) => this.output(of, String(key))) };
      }
      case 'attribute':
        return { k: 'attribute', of: value.of, path: [...value.path, key] };
      case 'lit':
        return this.#member(value, key);
      case 'list':
        return typeof key === 'number' && value.items[key] ? value.items[key] : failure(`there is no element ${key}`);
      case 'object':
        return value.members.get(String(key)) ?? missingMember(key, value.loose === true);
      case 'mix':
        return this.#indexMix(value.parts, key);
      case 'one':
        return { k: 'one', options: value.options.map((o) => this.index(o, key)) };
      case 'some':
        return typeof key === 'number'
          ? { k: 'one', options: elements(value) }
          : { k: 'one', options: elements(value).map((e) => this.index(e, key)) };
      case 'text':
      case 'json':
        return failure('a string has no members');
      case 'error':
        return value;
      case 'unknown':
        return value.symbol === undefined ? value : { ...value, symbol: `${value.symbol}[${JSON.stringify(key)}]` };
    }
  }

  #member(value: Value & { k: 'lit' }, key: string | number): Value {
    const v = value.v;
    if (typeof v === 'object' && v !== null && Object.hasOwn(v, key))
      return lit((v as Record<string | number, unknown>)[key], value.sensitive);
    return failure(`there is no member \`${key}\``);
  }

  /** A member of something of which only the references are known: an element of it, or the same member of its parts. */
  #indexMix(parts: readonly Value[], key: string | number): Value {
    const only = parts.length === 1 ? parts[0]! : undefined;
    if (
      only &&
      (only.k === 'instances' || only.k === 'modules') &&
      only.of.some((i) => i.key === key) &&
      typeof key === 'string'
    )
      return this.index(only, key);
    if (
      only &&
      (only.k === 'instance' || only.k === 'module' || only.k === 'object' || only.k === 'mix' || only.k === 'unknown')
    )
      return this.index(only, key);
    if (only?.k === 'lit' && typeof only.v === 'object' && only.v !== null && Object.hasOwn(only.v, key))
      return this.index(only, key);
    if (typeof key === 'string' && parts.every((p) => p.k === 'instance'))
      return { k: 'mix', parts: parts.map((p) => this.index(p, key)) };
    return { k: 'one', options: elements({ k: 'mix', parts }) };
  }

  /** An input variable of a module instance: what its call hands in, or its default. */
  variable(name: string, module: ModuleInstance): Value {
    return this.#once(`${module.address} var.${name}`, () => {
      const declared = module.config?.variables.get(name);
      if (!module.parent) {
        const { variables } = this.document;
        if (variables.has(name)) return this.#declared(module, name, lit(variables.get(name), declared?.sensitive));
        if (declared?.hasDefault) return lit(declared.value, declared.sensitive);
        return unknowable(`var.${name}`, `the value of \`var.${name}\` is not in the plan`, `var.${name}`);
      }
      const call = module.call;
      if (call && Object.hasOwn(call.expressions, name)) {
        const scope = this.callScope(module);
        return this.#declared(
          module,
          name,
          this.#sources?.argument(this, module, name, scope) ?? this.evaluate(call.expressions[name], scope),
        );
      }
      if (declared?.hasDefault) return lit(declared.value, declared.sensitive);
      return unknowable(`var.${name}`, `the value of \`${module.address}.var.${name}\` is not in the plan`);
    });
  }

  #declared(module: ModuleInstance, name: string, value: Value): Value {
    return this.#sources?.declared(module, name, value) ?? value;
  }

  /** The scope in which the arguments of a module's call are written. */
  callScope(module: ModuleInstance): Scope {
    const parent = module.parent ?? this.tree.root;
    const owner = `module.${module.call?.name ?? ''}`;
    const outer: Scope = { module: parent, key: undefined, forEach: undefined, owner };
    return {
      module: parent,
      key: module.key,
      forEach: typeof module.key === 'string' ? { expression: module.call?.forEach, scope: outer } : undefined,
      owner,
    };
  }

  output(module: ModuleInstance, name: string): Value {
    return this.#once(`${module.address} output.${name}`, () => {
      const output = module.config?.outputs.get(name);
      const source = `${module.address}.${name}`;
      if (!output) return unknowable(source, `\`${source}\` is not in the plan`, source);
      const scope: Scope = { module, key: undefined, forEach: undefined, owner: `output.${name}` };
      return this.#sources?.output(this, module, name, scope) ?? this.evaluate(output.expression, scope);
    });
  }

  local(name: string, module: ModuleInstance): Value {
    return this.#once(`${module.address} local.${name}`, () => {
      const scope: Scope = { module, key: undefined, forEach: undefined, owner: `local.${name}` };
      const found = this.#sources?.local(this, module, name, scope);
      if (found) return found;
      const symbol = `${module.address === '' ? '' : `${module.address}.`}local.${name}`;
      return unknowable(`local.${name}`, `it comes from \`local.${name}\`; ${NO_LOCALS}`, symbol);
    });
  }

  /** `each.value` of the instance a scope belongs to. */
  eachValue(scope: Scope): Value {
    const { forEach, key } = scope;
    if (!forEach || key === undefined) return unknowable('each.value', '`each.value` has no `for_each` here');
    const map = this.#once(`${forEach.scope.module.address} ${scope.owner} for_each`, () => {
      const found = this.#sources?.forEach(this, forEach.scope);
      if (found) return found;
      if (forEach.expression === undefined)
        return unknowable('each.value', 'its `for_each` is not in the plan: run with the sources beside it');
      return this.evaluate(forEach.expression, forEach.scope);
    });
    return this.#eachOf(map, key);
  }

  #eachOf(map: Value, key: string | number): Value {
    if (map.k === 'lit') {
      // A set's value is its key.
      if (Array.isArray(map.v)) return lit(key, map.sensitive);
      return this.#member(map, key);
    }
    if (map.k === 'object' || map.k === 'instances' || map.k === 'modules') return this.index(map, key);
    if (map.k === 'list') return lit(key);
    if (map.k === 'mix') {
      const only = map.parts.length === 1 ? map.parts[0]! : undefined;
      if (only && (only.k === 'instances' || only.k === 'modules') && only.of.some((i) => i.key === key))
        return this.index(only, key);
      if (only?.k === 'mix' || only?.k === 'unknown' || only?.k === 'object') return this.#eachOf(only, key);
      return { k: 'mix', parts: map.parts };
    }
    if (map.k === 'unknown')
      return {
        ...map,
        source: 'each.value',
        ...(map.symbol === undefined ? {} : { symbol: `${map.symbol}[${JSON.stringify(key)}]` }),
      };
    return { k: 'one', options: elements(map) };
  }

  #once(key: string, make: () => Value): Value {
    const found = this.#memo.get(key);
    if (found) return found;
    // A circle cannot be in a valid configuration; a damaged document must not hang us.
    if (this.#running.has(key) || this.#running.size > MAX_DEPTH) return unknowable(key, `\`${key}\` refers to itself`);
    this.#running.add(key);
    try {
      const value = make();
      this.#memo.set(key, value);
      return value;
    } finally {
      this.#running.delete(key);
    }
  }
}

/** Types whose instances are all in a whole document, so that none found means none there. */
const READ_TYPES = new Set([
  'aws_vpc',
  'aws_subnet',
  'aws_security_group',
  'aws_route_table',
  'aws_vpc_endpoint',
  'aws_vpc_endpoint_service',
  'aws_default_security_group',
  'aws_vpc_ipv4_cidr_block_association',
]);

function isNothing(value: Value): boolean {
  if (value.k === 'lit') return value.v === null || value.v === '' || (Array.isArray(value.v) && value.v.length === 0);
  if (value.k === 'list') return value.items.every(isNothing);
  return value.k === 'object' && value.members.size === 0;
}

function missingMember(key: string | number, loose: boolean): Value {
  const because = `there is no member \`${key}\``;
  return loose ? unknowable(String(key), because) : failure(because);
}

/** The expression of one of several nested blocks: exact where there is one, else any of them. */
function blockExpression(expression: ConfigExpression, i: number, length: number): ConfigExpression {
  if (!Array.isArray(expression)) return expression;
  if (expression.length === length && length === 1) return expression[i];
  // Sets of blocks are ordered by hash, not as written: any of them may be meant.
  const references = expression.flatMap((e) => collectReferences(e));
  return references.length > 0 ? { references, ambiguous: true } : undefined;
}

/** The references of an attribute-as-block stand for all of its members. */
function whole(expression: ConfigExpression): ConfigExpression {
  return isRecord(expression) && Array.isArray(expression.references) ? expression : undefined;
}

function collectReferences(expression: ConfigExpression): string[] {
  if (Array.isArray(expression)) return expression.flatMap(collectReferences);
  if (!isRecord(expression)) return [];
  if (Array.isArray(expression.references))
    return expression.references.filter((r): r is string => typeof r === 'string');
  return Object.values(expression).flatMap(collectReferences);
}

function stepsText(steps: readonly Step[]): string {
  return steps.map((s, i) => ('attr' in s ? (i === 0 ? s.attr : `.${s.attr}`) : `[${JSON.stringify(s.key)}]`)).join('');
}
