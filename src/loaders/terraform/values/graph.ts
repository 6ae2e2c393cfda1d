import { oncePer, push, remembered } from '../../../base/memo.ts';
import { PASS_SOURCES, reason, reasonOf } from '../../../model/index.ts';
import { fullReferences, parseTraversal, type Step } from '../document/address.ts';
import type { ConfigCall, ConfigExpression } from '../document/configuration.ts';
import type { Instance, TerraformDocument } from '../document/document.ts';
import { type ModuleInstance, ModuleTree } from '../document/modules.ts';
import { anyMark, isRecord, markAt } from '../document/shapes.ts';
import { isPolicyOfRole, isWanted } from '../document/types.ts';
import { isAlwaysWritten } from './always-written.ts';
import { derived } from './derived.ts';
import type { Evaluator } from './evaluator.ts';
import type { FileAccess } from './file-access.ts';
import { marked } from './marked.ts';
import { member } from './member.ts';
import { canBeLeftOut } from './optional-computed.ts';
import { partiallyKnown, type Written } from './partially-known.ts';
import { type FoundRegion, regionOf } from './regions.ts';
import { eachOf, keysOf } from './repetition.ts';
import type { Scope } from './scope.ts';
import type { Sources } from './sources.ts';
import { keyValue } from './stand-in.ts';
import { elements, isLiteral, isNothing, lit, NULL, type Unknowable, unknowable, type Value } from './value.ts';

const MAX_DEPTH = 100;
const MOST_STEPS = 5_000_000;
/** Stands for a value that is being computed. */
const RUNNING = Symbol('running');

/** A reference as written. `steps` is undefined if it is not a traversal. */
interface Reading {
  readonly text: string;
  readonly steps: readonly Step[] | undefined;
  /** Its values, by module instance. Undefined if instances of one block differ in it (`each`, `count`). */
  readonly values: Map<ModuleInstance, Value> | undefined;
}

/** The references of one expression. */
interface Readings {
  readonly list: readonly Reading[];
  /** Whether instances of one block may differ in it. */
  readonly repeated: boolean;
  /** By module instance what they came to last: instances that do not differ after all share one value. */
  readonly values: Map<ModuleInstance, Value & { readonly k: 'mix' }>;
}

/** Roots of references that mean another thing in each instance of a block. */
const REPEATED: readonly string[] = ['each', 'count', 'self'];

/**
 * What a Terraform document says about any attribute, with references followed. Values are computed on demand: a large
 * document is mostly never read.
 */
export class Graph implements Evaluator {
  readonly document: TerraformDocument;
  readonly tree: ModuleTree;
  protected readonly sources: Sources | undefined;
  /** Keyed first by the question, because there are few such names, and then by the object it is about. */
  readonly #memo = new Map<string, Map<object, Value | typeof RUNNING>>();
  #depth = 0;
  /** Where functions of sources may read files. Undefined if there is only the document. */
  readonly files: FileAccess | undefined = undefined;
  /** How often an expression used an element that may not exist. */
  doubts = 0;
  #steps = 0;

  constructor(document: TerraformDocument, sources: Sources | undefined) {
    this.document = document;
    this.tree = new ModuleTree(document.configuration);
    this.sources = sources;
    for (const instance of document.instances) {
      push(this.tree.at(instance.module).blocks, instance.blockName, instance);
    }
  }

  /** An attribute of an instance, found by every means there is. Null if it is left out. */
  read(instance: Instance, name: string): Value {
    if (Object.hasOwn(instance.values, name)) {
      const mark = markAt(instance.unknown, name);
      const sensitive = markAt(instance.sensitive, name);
      const value = instance.values[name];
      if (!anyMark(mark)) return lit(value, anyMark(sensitive));
      return partiallyKnown({ value, mark, sensitive, path: [name] }, this.#written(instance, name));
    }
    if (anyMark(markAt(instance.unknown, name))) {
      const value = derived(instance, name, this) ?? this.#planned(instance, name);
      return anyMark(markAt(instance.sensitive, name)) ? marked(value) : value;
    }
    const { kind, absentIsUnknown } = this.document;
    if (absentIsUnknown) return this.#absent(instance, name, 'is not in the file');
    if (kind === 'terraform-sources' || !isAlwaysWritten(instance, name)) return NULL;
    const document = kind === 'terraform-plan' ? 'plan' : 'state';
    return this.#absent(instance, name, `is not in the ${document}, although Terraform writes it`);
  }

  #absent(instance: Instance, name: string, because: string): Value {
    const attribute = `${instance.address}.${name}`;
    return unknowable(attribute, `\`${name}\` of ${instance.address} ${because}`, attribute);
  }

  /** An attribute the plan calls unknown: left out, null after all, or something an expression refers to. */
  #planned(instance: Instance, name: string): Value {
    if (!instance.block) return ownValue(instance, name);
    const expression = this.#expression(instance, name);
    if (expression === undefined)
      return canBeLeftOut(instance, name) && !this.#hasDynamic(instance, name) ? NULL : ownValue(instance, name);
    const value =
      this.#ofModule(instance, expression) ??
      this.once(instance, name, () => this.#evaluateAttribute(instance, name, expression));
    // Terraform knows what known values make. If it is still unknown, it is null or empty: the provider computes it.
    if (isLiteral(value)) return isNothing(value) ? NULL : ownValue(instance, name);
    return value;
  }

  /** What an expression came to for another instance of its block in the module, if all share it. */
  #ofModule(instance: Instance, expression: ConfigExpression): Value | undefined {
    if (this.sources || !isRecord(expression) || !Array.isArray(expression.references)) return undefined;
    const { repeated, values } = this.#readings(expression.references);
    return repeated ? undefined : values.get(this.tree.at(instance.module));
  }

  /**
   * An attribute as an expression sees it: what is left out, and computed then, is not null there but known after apply.
   */
  refer(instance: Instance, name: string): Value {
    const value = this.read(instance, name);
    const isComputed = !Object.hasOwn(instance.values, name) && anyMark(markAt(instance.unknown, name));
    return isComputed && value.k === 'lit' && !value.derived ? ownValue(instance, name) : value;
  }

  /** The Region of an instance. Undefined if the document does not show it. */
  regionOf(instance: Instance): FoundRegion | undefined {
    return regionOf(instance, this);
  }

  #expression(instance: Instance, name: string): ConfigExpression | undefined {
    const expressions = instance.block?.expressions;
    return expressions && Object.hasOwn(expressions, name) ? expressions[name] : undefined;
  }

  #evaluateAttribute(instance: Instance, name: string, expression: ConfigExpression): Value {
    const scope = this.scopeOf(instance);
    return this.sources?.attribute(this, instance, name, scope) ?? this.evaluate(expression, scope);
  }

  /** Whether Terraform ignores changes of an attribute. Undefined if no source tells. */
  ignoresChanges(instance: Instance, name: string): boolean | undefined {
    return this.sources?.ignoresChanges(instance, name);
  }

  scopeOf(instance: Instance): Scope {
    const module = this.tree.at(instance.module);
    const { blockName: owner, key } = instance;
    const outer: Scope = { module, key: undefined, forEach: undefined, owner };
    const forEach = typeof key === 'string' ? { expression: instance.block?.forEach, scope: outer } : undefined;
    return { module, key, forEach, owner };
  }

  /** Where the unknown parts of an attribute may come from. */
  #written(instance: Instance, name: string): Written {
    return {
      instance,
      expression: this.#hasDynamic(instance, name) ? undefined : this.#expression(instance, name),
      items: (length) => {
        const value = this.sources?.attribute(this, instance, name, this.scopeOf(instance));
        return value?.k === 'list' && value.items.length === length ? value.items : undefined;
      },
      inBlock: (key) => this.sources?.inBlock(this, instance, name, key, this.scopeOf(instance)),
      evaluate: (expression) => this.evaluate(expression, this.scopeOf(instance)),
    };
  }

  /** The same member of each of an attribute's blocks, in no order. Undefined if the blocks are not known. */
  blockMembers(instance: Instance, name: string, key: string): readonly Value[] | undefined {
    const value = this.read(instance, name);
    if (value.k === 'lit') return isNothing(value) ? [] : elements(value).map((block) => this.index(block, key));
    if (value.k !== 'list') return undefined;
    const blocks = this.#expression(instance, name);
    const isWritten = Array.isArray(blocks) && blocks.length === value.items.length;
    if (!isWritten || this.#hasDynamic(instance, name)) return value.items.map((block) => this.index(block, key));
    const scope = this.scopeOf(instance);
    return blocks.map((block) => (isRecord(block) ? this.evaluate(block[key], scope) : NULL));
  }

  #hasDynamic(instance: Instance, name: string): boolean {
    return this.sources?.hasDynamic(this, instance, name, this.scopeOf(instance)) ?? false;
  }

  /** The value of an expression of `configuration`. */
  evaluate(expression: ConfigExpression, scope: Scope): Value {
    if (Array.isArray(expression)) return { k: 'list', items: expression.map((e) => this.evaluate(e, scope)) };
    if (!isRecord(expression)) return NULL;
    if (Object.hasOwn(expression, 'constant_value')) return lit(expression.constant_value);
    if (Array.isArray(expression.references)) return this.#mix(this.#readings(expression.references), scope);
    const nested = Object.keys(expression);
    if (nested.length === 0)
      return unknowable('an expression', reason('its expression is not in the plan', PASS_SOURCES));
    return { k: 'object', members: new Map(nested.map((key) => [key, this.evaluate(expression[key], scope)])) };
  }

  /** The references of an expression, read once for all instances of its block. */
  readonly #readings = oncePer((references: readonly unknown[]): Readings => {
    const full = fullReferences(references.filter((r): r is string => typeof r === 'string'));
    const list = full.map((text): Reading => {
      const steps = parseTraversal(text);
      return { text, steps, values: REPEATED.includes(attrOf(steps?.[0]) ?? '') ? undefined : new Map() };
    });
    return { list, repeated: list.some(({ values }) => values === undefined), values: new Map() };
  });

  #mix({ list, repeated, values }: Readings, scope: Scope): Value {
    const before = values.get(scope.module);
    if (before !== undefined && !repeated) return before;
    const parts = list.map((reading) => this.#follow(reading, scope));
    if (before?.parts.every((part, i) => part === parts[i])) return before;
    const mix: Value = { k: 'mix', parts };
    values.set(scope.module, mix);
    return mix;
  }

  #follow({ text, steps, values }: Reading, scope: Scope): Value {
    const before = values?.get(scope.module);
    if (before !== undefined) return before;
    const isReadable = steps !== undefined && attrOf(steps[0]) !== undefined;
    const value = isReadable ? this.traverse(steps, scope) : unknowable(text, `\`${text}\` could not be read`);
    values?.set(scope.module, value);
    return value;
  }

  /** Follows a traversal from its root object on. */
  traverse(steps: readonly Step[], scope: Scope): Value {
    const [root, second] = [attrOf(steps[0]), attrOf(steps[1])];
    switch (root) {
      case 'var':
        return this.#walk(this.variable(second ?? '', scope.module), steps, 2);
      case 'local':
        return this.#walk(this.local(second ?? '', scope.module), steps, 2);
      case 'each':
        return second === 'key'
          ? scope.key === undefined
            ? NULL
            : keyValue(scope.key)
          : this.#walk(this.eachValue(scope), steps, 2);
      case 'count':
        return lit(scope.key ?? null);
      case 'module':
        return this.#walk(this.modules(second ?? '', scope.module), steps, 2);
      case 'path':
      case 'terraform':
      case 'self':
        return unknowable(stepsText(steps), `\`${stepsText(steps)}\` is not in the plan`);
      default:
        return this.#resource(steps, scope);
    }
  }

  protected modules(name: string, parent: ModuleInstance): Value {
    const of = this.tree.called(parent, name);
    const call = parent.config?.calls.get(name);
    if (of.length === 1 && of[0]!.key === undefined && call?.count === undefined && call?.forEach === undefined)
      return { k: 'module', of: of[0]! };
    const keys = call && this.#keysOf(call, parent);
    return keys
      ? { k: 'modules', of: keys.map((key) => this.tree.instance(parent, { name, key })), call: name, whole: true }
      : { k: 'modules', of, call: name, whole: false };
  }

  /** The instance keys of a repeated call, where they are known before apply: instances without resources are in no list. */
  #keysOf(call: ConfigCall, parent: ModuleInstance): readonly (string | number)[] | undefined {
    const scope: Scope = { module: parent, key: undefined, forEach: undefined, owner: `module.${call.name}` };
    const repeated = (name: 'count' | 'for_each', expression: ConfigExpression) =>
      this.once(parent, `${scope.owner} ${name}`, () => {
        const found = this.sources?.repetition(this, scope, name);
        return found ?? (expression === undefined ? NULL : this.evaluate(expression, scope));
      });
    return keysOf(repeated('count', call.count), repeated('for_each', call.forEach));
  }

  /** The instances of a block. */
  protected instancesOf(block: string, module: ModuleInstance): readonly Instance[] {
    return module.blocks.get(block) ?? [];
  }

  #resource(steps: readonly Step[], scope: Scope): Value {
    const { module } = scope;
    const { names, block, length } = blockOf(steps);
    const list = this.instancesOf(block, module);
    const written = module.config?.resources.get(block);
    const isRepeated = written?.count !== undefined || written?.forEach !== undefined;
    const only = list.length === 1 && list[0]!.key === undefined ? list[0]! : undefined;
    if (only && (!isRepeated || only.assumed === undefined || this.isTogether(only, scope)))
      return this.#walk({ k: 'instance', of: only }, steps, length);
    // A `for_each` without references (`toset(["a"])`) leaves no trace in the configuration: the instances' keys tell.
    const many = isRepeated || list.some((i) => i.key !== undefined);
    if (many && (list.length > 0 || this.#isRead(names)))
      return this.#walk({ k: 'instances', of: list, block, open: this.missing(block, module) }, steps, length);
    const address = `${module.address === '' ? '' : `${module.address}.`}${stepsText(steps)}`;
    return unknowable(stepsText(steps), `\`${address}\` is known only after apply`, address);
  }

  /** Whether something that is only assumed to exist does exist if the owner of a scope exists. */
  protected isTogether(_only: Instance, _scope: Scope): boolean {
    return false;
  }

  /** Why there may be instances of a block that the document does not hold. */
  protected missing(block: string, _: ModuleInstance): Unknowable | null {
    const { partial } = this.document;
    return partial
      ? unknowable(
          block,
          reason(
            `\`${block}\` may have instances that are not in the plan`,
            reasonOf(partial.message).settledBy ?? 'Run a full plan',
          ),
        )
      : null;
  }

  /** Whether instances of this type would be in the document if there were any. */
  #isRead(names: readonly string[]): boolean {
    const mode = names[0] === 'data' ? 'data' : 'managed';
    const type = (mode === 'data' ? names[1] : names[0]) ?? '';
    // The policies of roles may have been left unread.
    return this.document.partial === null && isWanted(type, mode) && !isPolicyOfRole(type, mode);
  }

  #walk(value: Value, steps: readonly Step[], from: number): Value {
    let at = value;
    for (let i = from; i < steps.length; i += 1) {
      const step = steps[i]!;
      at = this.index(at, 'attr' in step ? step.attr : step.key);
    }
    return at;
  }

  /** A member, attribute or element of a value. */
  index(value: Value, key: string | number): Value {
    return member(this, value, key);
  }

  /** An input variable of a module instance: the value that its call passes, or its default. */
  variable(name: string, module: ModuleInstance): Value {
    return this.once(module, `var.${name}`, () => {
      const given = this.given(name, module);
      const value = this.sources?.declared(this, module, name, given) ?? given;
      return module.config?.variables.get(name)?.sensitive ? marked(value) : value;
    });
  }

  protected given(name: string, module: ModuleInstance): Value {
    const declared = module.config?.variables.get(name);
    const { call } = module;
    if (!module.parent && this.document.variables.has(name)) return lit(this.document.variables.get(name));
    if (call && Object.hasOwn(call.expressions, name)) {
      const scope = this.callScope(module);
      return this.sources?.argument(this, module, name, scope) ?? this.evaluate(call.expressions[name], scope);
    }
    if (declared?.hasDefault) return lit(declared.value);
    const of = module.address === '' ? `var.${name}` : `${module.address}.var.${name}`;
    return unknowable(`var.${name}`, `the value of \`${of}\` is not in the plan`, of);
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
    return this.once(module, `output.${name}`, () => {
      const output = module.config?.outputs.get(name);
      const source = `${module.address}.${name}`;
      if (!output) return unknowable(source, `\`${source}\` is not in the plan`, source);
      const scope: Scope = { module, key: undefined, forEach: undefined, owner: `output.${name}` };
      const value = this.sources?.output(this, module, name, scope) ?? this.evaluate(output.expression, scope);
      return output.sensitive ? marked(value) : value;
    });
  }

  local(name: string, module: ModuleInstance): Value {
    return this.once(module, `local.${name}`, () => {
      const scope: Scope = { module, key: undefined, forEach: undefined, owner: `local.${name}` };
      const found = this.sources?.local(this, module, name, scope);
      if (found) return found;
      const symbol = `${module.address === '' ? '' : `${module.address}.`}local.${name}`;
      return unknowable(
        `local.${name}`,
        reason(`its value comes from \`local.${name}\`, which is not in the plan`, PASS_SOURCES),
        symbol,
      );
    });
  }

  /** `each.value` of the instance a scope belongs to. */
  eachValue(scope: Scope): Value {
    const { forEach, key } = scope;
    if (!forEach || key === undefined) return unknowable('each.value', '`each.value` has no `for_each` here');
    const map = this.once(forEach.scope.module, `${scope.owner} for_each`, () => {
      const found = this.sources?.repetition(this, forEach.scope, 'for_each');
      if (found) return found;
      if (forEach.expression === undefined)
        return unknowable('each.value', reason('its `for_each` is not in the plan', PASS_SOURCES));
      return this.evaluate(forEach.expression, forEach.scope);
    });
    return eachOf(this, map, key);
  }

  /** Counts a step of evaluation. False after more steps than any handwritten configuration needs. */
  spend(): boolean {
    this.#steps += 1;
    return this.#steps <= MOST_STEPS;
  }

  /** Whether there was more to evaluate than was evaluated. */
  get exhausted(): boolean {
    return this.#steps > MOST_STEPS;
  }

  /** A value of an instance or a module instance, computed once. */
  protected once(of: { readonly address: string }, name: string, make: () => Value): Value {
    const memo = remembered(this.#memo, name, () => new Map());
    const found = memo.get(of);
    if (found !== undefined && found !== RUNNING) return found;
    // A circle cannot be in a valid configuration; a damaged document must not hang us.
    if (found === RUNNING || this.#depth > MAX_DEPTH) {
      const what = name.replace(/^(?:read|given) /, '').replace(' ', '.');
      const key = of.address === '' ? what : `${of.address}.${what}`;
      return unknowable(key, `\`${key}\` refers to itself`);
    }
    memo.set(of, RUNNING);
    this.#depth += 1;
    let value: Value | undefined;
    try {
      value = make();
      return value;
    } finally {
      this.#depth -= 1;
      if (value === undefined) memo.delete(of);
      else memo.set(of, value);
    }
  }
}

/** An attribute that only apply will tell, as itself. */
function ownValue(of: Instance, name: string): Value {
  return { k: 'attribute', of, path: [name] };
}

/** The block that a traversal leads to, and how many steps that takes. Kept with it: all instances of a block share one. */
const blockOf = oncePer((steps: readonly Step[]) => {
  const length = attrOf(steps[0]) === 'data' ? 3 : 2;
  const names = steps.slice(0, length).map((step) => attrOf(step) ?? '');
  return { names, block: names.join('.'), length };
});

function attrOf(step: Step | undefined): string | undefined {
  return step !== undefined && 'attr' in step ? step.attr : undefined;
}

function stepsText(steps: readonly Step[]): string {
  return steps.map((s, i) => ('attr' in s ? (i === 0 ? s.attr : `.${s.attr}`) : `[${JSON.stringify(s.key)}]`)).join('');
}
