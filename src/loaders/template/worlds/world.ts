/** A run with one assumption for each open question: it evaluates every expression. */

import { remembered } from '../../../base/memo.ts';
import { InputError, reason, type Tri } from '../../../model/index.ts';
import { member, type Raw } from '../document/raw.ts';
import { type Draft, draft, entriesOf, fill, type StackPlan } from '../stack/build.ts';
import { type Declared, declared } from '../stack/parameters.ts';
import { PROCESSED } from '../stack/processed.ts';
import { type Program, prefixOf, type Root } from '../stack/program.ts';
import type { Resource, Scope, Stack } from '../stack/types.ts';
import { holds } from '../values/conditions.ts';
import type { Context, Run } from '../values/context.ts';
import { evaluate } from '../values/evaluate.ts';
import { NONE, unknownValue, type Value } from '../values/value.ts';
import { DUMMY } from './dummies.ts';
import { addExports, type Exported, environmentKey, expressionOf } from './exports.ts';
import { isStack, nestedPlan, nestedTemplate } from './nested.ts';
import { parameterOf } from './parameters.ts';
import { pseudoOf } from './pseudo.ts';
import { refusedByRules } from './rules.ts';
import type { Question, State, Taken } from './state.ts';

/** The most steps of evaluation for a stack: far more than the largest template needs. */
const MOST_STEPS = 500_000;
/** Limits on nested stacks: how deep they nest, and how many there may be. */
const DEEPEST = 20;
const MOST_STACKS = 2000;

type Entry = { readonly raw: Raw; readonly scope: Scope };

export interface Omit {
  /** Parameters whose default is not used, by symbol. */
  readonly defaults: ReadonlySet<string>;
  /** Whether Region and account are not compared with others: too many are named. */
  readonly opaque: ReadonlySet<'AWS::Region' | 'AWS::AccountId'>;
}

export class World implements Run {
  readonly stacks: Stack[] = [];
  readonly questions = new Map<string, Question>();
  /** Parameters that have their default, by symbol, with what that is called. */
  readonly defaults = new Map<string, string>();
  /** Why this set of assumptions never comes true. Null if it may. */
  refused: string | null = null;
  /** Names that are imported, with the environment. */
  readonly wanted = new Set<string>();
  readonly #state: State;
  readonly #omit: Omit;
  readonly #roots = new Map<Stack, Root>();
  readonly #declared = new Map<Stack, Map<string, Declared>>();
  readonly #parameters = new Map<string, Value>();
  readonly #conditions = new Map<string, Tri>();
  readonly #entries = new Map<object, Map<string, Entry>>();
  readonly #properties = new Map<Resource, Map<string, Value>>();
  readonly #reading = new Set<string>();
  #exports: ReadonlyMap<string, Exported> | undefined;
  #steps = 0;
  #asks = 0;
  #certain = true;
  #quiet = false;

  constructor(program: Program, state: State, omit: Omit) {
    this.#state = state;
    this.#omit = omit;
    for (const root of program.roots) {
      this.#add(program, root, {
        key: program.several ? root.label : '',
        prefix: prefixOf(root, program),
        name: root.name,
        environment: root.environment,
        template: root.template,
        parent: null,
        paths: root.paths,
      });
    }
    for (const stack of this.stacks) this.refused ??= refusedByRules(stack, this);
  }

  #add(program: Program, root: Root, plan: StackPlan, depth = 0): Stack {
    const stack: Draft = draft(plan);
    this.#roots.set(stack, root);
    this.stacks.push(stack);
    fill(stack, plan, this);
    for (const resource of stack.resources.values()) {
      if (!isStack(resource) || this.exists(resource) === 'no') continue;
      if (depth >= DEEPEST) {
        const why = `the nested stack ${resource.address} is nested deeper than ${DEEPEST} stacks`;
        stack.nested.set(resource.id, why);
        continue;
      }
      if (this.stacks.length >= MOST_STACKS) throw new InputError(`the templates nest more than ${MOST_STACKS} stacks`);
      const template = nestedTemplate(resource, program, root, this);
      const nested =
        typeof template === 'string'
          ? template
          : this.#add(program, root, { ...nestedPlan(resource, root), template }, depth + 1);
      stack.nested.set(resource.id, nested);
    }
    return stack;
  }

  evaluate(raw: Raw, context: Context): Value {
    return evaluate(raw, context);
  }

  dummy(written: string, stack: Stack): Value | undefined {
    if (!this.#roots.get(stack)?.dummies || !DUMMY.test(written)) return undefined;
    return unknownValue(
      `${written} is a dummy: the context of the CDK app is missing, run \`cdk synth\` with access to the account`,
    );
  }

  /** The root of a stack, or of the stacks that nest it. */
  rootOf(stack: Stack): Root {
    return this.#roots.get(stack)!;
  }

  parameter(stack: Stack, name: string, inCondition: boolean): Value | undefined {
    const raw = member(stack.template.parameters, name);
    if (raw === undefined) return undefined;
    const symbol = symbolOf(stack, name);
    const memo = `${symbol} ${inCondition}`;
    const known = this.#parameters.get(memo);
    if (known) return known;
    const value = parameterOf(stack, this.#declaration(stack, name, raw), symbol, {
      root: this.#roots.get(stack),
      state: this.#state,
      withoutDefault: this.#omit.defaults,
      inCondition,
      run: this,
      tellDefault: (text) => this.defaults.set(symbol, text),
    });
    if (!this.#quiet) this.#parameters.set(memo, value);
    return value;
  }

  #declaration(stack: Stack, name: string, raw: Raw): Declared {
    const all = remembered(this.#declared, stack, () => new Map<string, Declared>());
    return remembered(all, name, () => declared(name, raw));
  }

  pseudo(stack: Stack, name: string): Value | undefined {
    return pseudoOf(stack, name, { state: this.#state, opaque: this.#omit.opaque });
  }

  condition(stack: Stack, name: string, scope: Scope): Tri {
    if (stack.macro !== null) return 'unknown';
    const key = `${stack.key} ${name}`;
    const known = this.#conditions.get(key);
    if (known) return known;
    const entry = this.#entriesOf(stack.template.conditions, stack).get(name);
    if (!entry) return 'unknown';
    // One that leads back to itself stays unknown.
    this.#conditions.set(key, 'unknown');
    const before = this.#asks;
    let answer = holds(entry.raw, {
      stack,
      scope: entry.scope.size > 0 ? entry.scope : scope,
      depth: 0,
      inCondition: true,
      run: this,
    });
    if (answer === 'unknown' && this.#asks === before) answer = this.#takenCondition(key, name);
    if (this.#quiet && answer === 'unknown') this.#conditions.delete(key);
    else this.#conditions.set(key, answer);
    return answer;
  }

  /** Nobody knows the condition's value, but it is the same everywhere. */
  #takenCondition(key: string, name: string): Tri {
    const symbol = `condition ${key.trim()}`;
    const taken = this.#state.get(symbol);
    if (taken?.is !== undefined) return taken.is === 'true' ? 'yes' : 'no';
    this.ask({ symbol, label: `condition ${name}`, options: ['true', 'false'], rest: false });
    return 'unknown';
  }

  #entriesOf(section: Stack['template']['conditions'], stack: Stack): Map<string, Entry> {
    return remembered(this.#entries, section, () => entriesOf(section, stack, this));
  }

  exists(resource: Resource): Tri {
    const { condition, stack, scope } = resource;
    const own = condition === null ? 'yes' : this.condition(stack, condition, scope);
    if (own === 'no' || stack.parent === null) return own;
    const above = this.exists(stack.parent);
    return above === 'yes' ? own : above;
  }

  read(resource: Resource, property: string): Value {
    const known = remembered(this.#properties, resource, () => new Map<string, Value>());
    const memo = known.get(property);
    if (memo) return memo;
    const key = `${resource.address} ${property}`;
    if (this.#reading.has(key)) return unknownValue(`\`${property}\` of ${resource.address} leads back to itself`);
    this.#reading.add(key);
    const certain = this.#certain;
    this.#certain &&= this.exists(resource) === 'yes';
    try {
      const value = this.#read(resource, property);
      known.set(property, value);
      return value;
    } finally {
      this.#certain = certain;
      this.#reading.delete(key);
    }
  }

  #read(resource: Resource, property: string): Value {
    const { stack, properties, scope, open } = resource;
    if (stack.macro !== null)
      return unknownValue(reason(`the macro ${stack.macro} of the account may rewrite the template`, PROCESSED));
    const raw = member(properties, property);
    if (raw === undefined) return open === null ? NONE : unknownValue(open);
    if (open?.endsWith('change the rest')) return unknownValue(open);
    return this.evaluate(raw, { stack, scope, depth: 0, inCondition: false, run: this });
  }

  output(stack: Stack, name: string): Value {
    const entry = this.#entriesOf(stack.template.outputs, stack).get(name);
    if (!entry) return unknownValue(stack.open ?? `the stack ${stack.key} has no output ${name}`);
    const key = `output ${stack.key} ${name}`;
    if (this.#reading.has(key)) return unknownValue(`the output ${name} of ${stack.key} leads back to itself`);
    this.#reading.add(key);
    try {
      return this.evaluate(member(entry.raw, 'Value') ?? null, {
        stack,
        scope: entry.scope,
        depth: 0,
        inCondition: false,
        run: this,
      });
    } finally {
      this.#reading.delete(key);
    }
  }

  outputNames(stack: Stack): readonly string[] {
    return [...this.#entriesOf(stack.template.outputs, stack).keys()];
  }

  imported(name: string, importer: Stack): Value | undefined {
    this.wanted.add(`${environmentKey(importer)} ${name}`);
    const found = this.#exported().get(`${environmentKey(importer)} ${name}`);
    return found && this.evaluate(found.raw, expressionOf(found, this));
  }

  exportNames(): readonly string[] {
    return [...this.#exported().keys()];
  }

  #exported(): ReadonlyMap<string, Exported> {
    if (!this.#exports) {
      const out = new Map<string, Exported>();
      this.#exports = out;
      addExports(out, this.stacks, (stack) => this.#entriesOf(stack.template.outputs, stack), this);
    }
    return this.#exports;
  }

  taken(symbol: string): Taken | undefined {
    return this.#state.get(symbol);
  }

  quietly<T>(work: () => T): T {
    const before = this.#quiet;
    this.#quiet = true;
    try {
      return work();
    } finally {
      this.#quiet = before;
    }
  }

  ask(question: Question): void {
    if (this.#quiet) return;
    this.#asks += 1;
    if (!this.questions.has(question.symbol)) this.questions.set(question.symbol, question);
  }

  refuse(message: string): void {
    if (this.#certain && this.#reading.size > 0) this.refused ??= message;
  }

  step(): void {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS * Math.max(1, this.stacks.length))
      throw new InputError('the template expands to more than CloudFormation accepts', {
        hint: 'Write it without nested aliases or loops',
      });
  }
}

function symbolOf(stack: Stack, name: string): string {
  return `parameter ${stack.key === '' ? '' : `${stack.key}.`}${name}`;
}
