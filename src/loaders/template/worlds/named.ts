/** Regions and accounts that templates name in so many words: that of the stack may be one of them. */
import { isRegion } from '../../../aws/index.ts';
import { isList, isMap, member, type Raw, textAt } from '../document/raw.ts';
import type { Template } from '../document/template.ts';
import { declared, type Given } from '../stack/parameters.ts';
import type { Program } from '../stack/program.ts';
import { isStackType } from './nested.ts';
import type { Question } from './state.ts';
import { World } from './world.ts';

const REGIONS = /(?<![a-z0-9-])(?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov|-iso[a-z]?)?-(?:[a-z]+)-\d(?![0-9-])/g;
const ACCOUNTS = /(?<!\d)\d{12}(?!\d)/g;
/** More of them, and neither is compared with any. */
const MOST_NAMED = 6;

type Pseudo = 'AWS::Region' | 'AWS::AccountId';

export interface Named {
  readonly questions: Question[];
  /** What is not compared with anything, because too many are named. */
  readonly opaque: Set<Pseudo>;
}

export function namedIn(program: Program): Named {
  const { roots } = program;
  const opaque = new Set<Pseudo>();
  const questions: Question[] = [];
  const open = roots.filter(({ environment }) => environment.region === null || environment.account === null);
  if (open.length === 0) return { questions, opaque };
  const regions = new Set<string>();
  const accounts = new Set<string>();
  for (const [template, given] of templatesOf(program)) {
    for (const text of told(template, given)) {
      for (const [name] of text.matchAll(REGIONS)) regions.add(name);
      for (const [name] of text.matchAll(ACCOUNTS)) accounts.add(name);
    }
  }
  const ask = (symbol: Pseudo, label: string, names: Set<string>, isOpen: boolean) => {
    if (!isOpen || names.size === 0) return;
    if (names.size > MOST_NAMED) opaque.add(symbol);
    else questions.push({ symbol, label, options: [...names].sort(), rest: true });
  };
  ask(
    'AWS::Region',
    'the Region (--region)',
    regions,
    roots.some(({ environment }) => environment.region === null),
  );
  ask(
    'AWS::AccountId',
    'the account (--account)',
    accounts,
    roots.some(({ environment }) => environment.account === null),
  );
  return { questions, opaque };
}

const NOTHING_GIVEN: Given = new Map();

/** All templates, also nested ones, with the values that the user gives. A nested stack has its values from its parent. */
function templatesOf(program: Program): readonly (readonly [Template, Given])[] {
  const roots = program.roots.map(({ template, given }) => [template, given] as const);
  const nests = roots.some(([{ resources }]) =>
    Object.values(resources).some((each) => isStackType(textAt(each, 'Type'))),
  );
  if (!nests) return roots;
  const { stacks } = new World(program, new Map(), { defaults: new Set(), opaque: new Set() });
  return [...roots, ...stacks.filter(({ parent }) => parent).map(({ template }) => [template, NOTHING_GIVEN] as const)];
}

/** Texts of networked resources, and of the parameters and mappings that these name. */
function* told(template: Template, given: Given): Generator<string> {
  const names = new Set<string>();
  for (const resource of Object.values(template.resources)) {
    if (!isNetworked(resource)) continue;
    for (const text of texts(resource)) {
      yield text;
      names.add(text);
      for (const [, name] of text.matchAll(/\$\{(\w+)\}/g)) names.add(name!);
    }
  }
  for (const name of names) {
    const parameter = member(template.parameters, name);
    if (parameter !== undefined) yield* valuesOf(name, parameter, given);
    const mapping = member(template.mappings, name);
    if (mapping !== undefined) yield* mapped(mapping);
  }
}

/** The first that exists of: the user's value, the default, the allowed values. */
function valuesOf(name: string, raw: Raw, given: Given): readonly string[] {
  const { default: own, allowed = [] } = declared(name, raw);
  const value = given.get(name) ?? own;
  return value === undefined ? allowed : [value];
}

/** What a mapping holds. A Region that is the key of its own values is looked up, not compared. */
function* mapped(mapping: Raw): Generator<string> {
  if (!isMap(mapping)) return;
  for (const [key, values] of Object.entries(mapping)) {
    const own = isRegion(key) ? key : null;
    for (const text of texts(Object.values(isMap(values) ? values : {})))
      yield own === null ? text : text.replaceAll(own, '');
  }
}

const NETWORKED = /^AWS::(?:EC2|ElasticLoadBalancingV2|Route53|Route53Resolver|Route53Profiles|CloudFormation::Stack)/;

function isNetworked(resource: Raw): boolean {
  const type = isMap(resource) ? resource.Type : undefined;
  return typeof type !== 'string' || NETWORKED.test(type);
}

function* texts(raw: Raw): Generator<string> {
  const waiting: Raw[] = [raw];
  const seen = new Set<unknown>();
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    if (typeof each === 'string') yield each;
    else if (typeof each === 'number') yield String(each);
    else if ((isList(each) || isMap(each)) && !seen.has(each)) {
      seen.add(each);
      waiting.push(
        ...(isList(each)
          ? each
          : Object.entries(each).flatMap(([key, value]) =>
              key === 'Metadata' || key === 'UserData' ? [] : [key, value],
            )),
      );
    }
  }
}
