/** A run with everything that is left open taken in one way: what every expression comes to. */

import { partitionOf } from '../../../aws/index.ts';
import { remembered } from '../../../base/memo.ts';
import { table } from '../../../base/table.ts';
import { InputError, type Tri } from '../../../model/index.ts';
import { templateBefore } from '../changes/before.ts';
import { toldOf } from '../changes/nested.ts';
import { isScalar, mapAt, member, type Raw, textAt } from '../document/raw.ts';
import type { Template } from '../document/template.ts';
import { type Draft, draft, entriesOf, fill, type StackPlan } from '../stack/build.ts';
import { type Declared, declared, givenValue, openValue } from '../stack/parameters.ts';
import { type Program, prefixOf, type Root } from '../stack/program.ts';
import type { Resource, Scope, Stack } from '../stack/types.ts';
import { holds } from '../values/conditions.ts';
import type { Context, Run } from '../values/context.ts';
import { evaluate } from '../values/evaluate.ts';
import { ACCOUNT, REGION } from '../values/stand-ins.ts';
import { splitBy } from '../values/texts.ts';
import { because, lit, NONE, text, textOf, unknownValue, type Value } from '../values/value.ts';
import { DUMMY } from './dummies.ts';
import { refusedByRules } from './rules.ts';
import type { Question, State, Taken } from './state.ts';

/** Steps of evaluation a stack may take: far more than the largest template needs. */
const MOST_STEPS = 500_000;
/** Nested stacks nest no deeper, and are no more. */
const DEEPEST = 20;
const MOST_STACKS = 2000;

type Entry = { readonly raw: Raw; readonly scope: Scope };

export interface Omit {
  /** Parameters whose default is not taken, by symbol. */
  readonly defaults: ReadonlySet<string>;
  /** Whether Region and account are not compared with others: too many are named. */
  readonly opaque: ReadonlySet<'AWS::Region' | 'AWS::AccountId'>;
}

export class World implements Run {
  readonly stacks: Stack[] = [];
  readonly questions = new Map<string, Question>();
  /** Parameters that have their default, by symbol, with what that is called. */
  readonly defaults = new Map<string, string>();
  /** Why this way of taking things never comes about; null where it may. */
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
  #exports: Map<string, { stack: Stack; raw: Raw; scope: Scope }> | undefined;
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
      const url = NESTED[resource.type];
      if (url === undefined || this.exists(resource) === 'no') continue;
      stack.nested.set(resource.id, this.#nest(program, root, resource, url, depth));
    }
    return stack;
  }

  #nest(program: Program, root: Root, resource: Resource, property: string, depth: number): Stack | string {
    const where = this.read(resource, property);
    const url = textOf(where) ?? '';
    const asset = textAt(resource.metadata, 'aws:asset:path');
    if (depth >= DEEPEST) return `the nested stack ${resource.address} is nested deeper than ${DEEPEST} stacks`;
    if (this.stacks.length >= MOST_STACKS) throw new InputError(`the templates nest more than ${MOST_STACKS} stacks`);
    const found =
      url === '' && asset === undefined
        ? `the template of the nested stack ${resource.address} is not known: ${because(where)}`
        : program.nested(resource.stack.template, url, { asset });
    if (typeof found === 'string') return found;
    if (isInside(resource.stack, found)) return `the nested stack ${resource.address} nests the template that it is in`;
    const told = root.past && toldOf(root.past, resource);
    const template = told && typeof told !== 'string' ? templateBefore(found, told) : found;
    return this.#add(
      program,
      root,
      {
        key: resource.address,
        prefix: `${resource.address}.`,
        name: null,
        environment: resource.stack.environment,
        template,
        parent: resource,
        paths: root.paths,
      },
      depth + 1,
    );
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
    const value = this.#parameter(stack, this.#declaration(stack, name, raw), symbol, inCondition);
    if (!this.#quiet) this.#parameters.set(memo, value);
    return value;
  }

  #declaration(stack: Stack, name: string, raw: Raw): Declared {
    const all = remembered(this.#declared, stack, () => new Map<string, Declared>());
    return remembered(all, name, () => declared(name, raw));
  }

  #parameter(stack: Stack, parameter: Declared, symbol: string, inCondition: boolean): Value {
    const handed = stack.parent === null ? undefined : this.#handed(stack.parent, parameter);
    if (handed && handed.k !== 'none') return handed;
    const given = stack.parent === null ? this.#roots.get(stack)?.given.get(parameter.name) : undefined;
    if (given !== undefined) {
      const stored = parameter.stored ? this.#roots.get(stack)?.changes?.resolved.get(parameter.name) : undefined;
      if (stored !== undefined) return givenValue({ ...parameter, stored: false }, stored, symbol);
      return givenValue(parameter, given, symbol);
    }
    if (parameter.default !== undefined) {
      if (parameter.stored) return givenValue(parameter, parameter.default, symbol);
      if (!this.#omit.defaults.has(symbol)) {
        this.defaults.set(symbol, defaultText(parameter, symbol));
        return givenValue(parameter, parameter.default, symbol);
      }
    }
    const taken = this.#state.get(symbol);
    if (taken?.is !== undefined) return givenValue(parameter, taken.is, symbol);
    const left = parameter.stored ? [] : (parameter.allowed ?? []).filter((each) => !taken?.not.includes(each));
    if (left.length === 1) return givenValue(parameter, left[0]!, symbol);
    if (left.length > 1 && !inCondition) this.ask({ symbol, label: symbol, options: left, rest: false });
    return openValue(parameter, symbol);
  }

  /** What a parent hands to a parameter of a nested stack. */
  #handed(parent: Resource, { name, isList }: Declared): Value | undefined {
    const handed = this.read(parent, 'Parameters');
    if (handed.k !== 'map') return handed.k === 'none' ? undefined : unknownValue(because(handed));
    const value = handed.members.get(name);
    if (value === undefined) return handed.open === null ? undefined : unknownValue(handed.open);
    if (!isList || value.k === 'list') return value;
    return value.k === 'lit' && text(value).trim() === '' ? { k: 'list', items: [] } : trimmed(splitBy(',', value));
  }

  pseudo(stack: Stack, name: string): Value | undefined {
    const { region, account } = stack.environment;
    switch (name) {
      case 'AWS::Region':
        if (region === null && this.#omit.opaque.has(name))
          return unknownValue('the Region is not known: give --region', { symbol: name, form: 'one' });
        return this.#standIn(name, region, REGION);
      case 'AWS::AccountId':
        if (account === null && this.#omit.opaque.has(name))
          return unknownValue('the account is not known: give --account', { symbol: 'AWS.account_id', form: 'one' });
        return this.#standIn(name, account, ACCOUNT);
      case 'AWS::Partition':
        return this.#partition(stack, (partition) => partition.name);
      case 'AWS::URLSuffix':
        return this.#partition(stack, (partition) => partition.dnsSuffix);
      case 'AWS::StackName':
        return stack.name === null
          ? unknownValue('the name of the stack is known at deployment', {
              symbol: `${stack.key} AWS::StackName`,
              form: 'one',
            })
          : lit(stack.name);
      case 'AWS::StackId':
        return unknownValue('the id of the stack is known at deployment', {
          symbol: `${stack.key} AWS::StackId`,
          form: 'one',
        });
      case 'AWS::NotificationARNs':
        return unknownValue('the notification ARNs are known at deployment', { form: 'list' });
      case 'AWS::NoValue':
        return NONE;
      default:
        return undefined;
    }
  }

  #partition(stack: Stack, of: (partition: { name: string; dnsSuffix: string }) => string): Value {
    const region = textOf(this.pseudo(stack, 'AWS::Region')!);
    const partition = region === undefined ? undefined : partitionOf(region);
    return partition
      ? lit(of(partition))
      : unknownValue('the partition is not known: give --region', { symbol: 'AWS::Partition', form: 'one' });
  }

  #standIn(symbol: string, known: string | null, standIn: string): Value {
    const value = known ?? this.#state.get(symbol)?.is;
    return value === undefined ? lit(standIn, { standIn: true }) : lit(value);
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

  /** Nobody knows: but it is the same wherever it is used. */
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
    if (stack.macro !== null) return unknownValue(`the macro ${stack.macro} of the account may rewrite the template`);
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

  imported(name: string, importer: Stack): Value | undefined {
    this.wanted.add(`${environmentKey(importer)} ${name}`);
    this.#exports ??= this.#exported();
    const found = this.#exports.get(`${environmentKey(importer)} ${name}`);
    if (!found) return undefined;
    return this.evaluate(found.raw, {
      stack: found.stack,
      scope: found.scope,
      depth: 0,
      inCondition: false,
      run: this,
    });
  }

  exportNames(): readonly string[] {
    this.#exports ??= this.#exported();
    return [...this.#exports.keys()];
  }

  #exported(): Map<string, { stack: Stack; raw: Raw; scope: Scope }> {
    const out = new Map<string, { stack: Stack; raw: Raw; scope: Scope }>();
    this.#exports = out;
    for (const stack of this.stacks) {
      for (const { raw, scope } of this.#entriesOf(stack.template.outputs, stack).values()) {
        const name = member(mapAt(raw, 'Export'), 'Name');
        if (name === undefined) continue;
        const condition = member(raw, 'Condition');
        if (isScalar(condition) && this.condition(stack, String(condition), scope) !== 'yes') continue;
        const called = textOf(this.evaluate(name, { stack, scope, depth: 0, inCondition: false, run: this }));
        if (called !== undefined)
          out.set(`${environmentKey(stack)} ${called}`, { stack, raw: member(raw, 'Value') ?? null, scope });
      }
    }
    return out;
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
      throw new InputError('the template unfolds to more than CloudFormation takes', {
        hint: 'write it without nested aliases or loops',
      });
  }
}

/** Whether a stack, or one that nests it, is made of a template. */
function isInside(stack: Stack, { file }: Pick<Template, 'file'>): boolean {
  return stack.template.file === file || (stack.parent !== null && isInside(stack.parent.stack, { file }));
}

/** Where resources that are stacks name their template. */
const NESTED: Readonly<Record<string, string>> = table({
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
});

function environmentKey({ environment: { account, region } }: Stack): string {
  return `${account} ${region}`;
}

function symbolOf(stack: Stack, name: string): string {
  return `parameter ${stack.key === '' ? '' : `${stack.key}.`}${name}`;
}

function defaultText({ noEcho, default: own }: Declared, symbol: string): string {
  return `the ${symbol} has its default${noEcho ? '' : `, ${own === '' ? 'an empty text' : own}`}`;
}

function trimmed(value: Value): Value {
  if (value.k !== 'list') return value;
  return { k: 'list', items: value.items.map((item) => (item.k === 'lit' ? lit(text(item).trim(), item) : item)) };
}
