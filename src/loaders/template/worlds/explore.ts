/** The ways a template's open ends can come out, each with the network it makes. */
import type { Network } from '../../../model/index.ts';
import { isList, isMap, type Raw } from '../document/raw.ts';
import { networkOf } from '../network.ts';
import type { Program } from '../stack/program.ts';
import { answered, type Question, type State } from './state.ts';
import { type Omit, World } from './world.ts';

export interface Way {
  readonly world: World;
  readonly network: Network;
  /** The assumption about each open question, by its name for a person. */
  readonly taken: ReadonlyMap<string, string>;
}

export interface Explored {
  readonly ways: readonly Way[];
  /** Why some ways never come about. */
  readonly refused: readonly string[];
  /** Parameters whose default is taken in some way, by symbol, with what that is called. */
  readonly defaults: ReadonlyMap<string, string>;
}

/** The most ways that we try: fewer if a template is large. */
const MOST_WAYS = 64;
const LEAST_WAYS = 8;
const WORK = 6000;

/** Every way, up to a maximum number. What is open beyond that stays unknown. */
export function explore(program: Program, without: ReadonlySet<string> = new Set()): Explored {
  const { questions, opaque } = namedIn(program);
  const omit: Omit = { defaults: without, opaque };
  const size = program.roots.reduce((sum, { template }) => sum + Object.keys(template.resources).length, 0);
  const most = Math.max(LEAST_WAYS, Math.min(MOST_WAYS, Math.floor(WORK / Math.max(size, 1))));
  const waiting: State[] = questions.reduce<State[]>(
    (states, question) =>
      states.flatMap((state) => answers(question).map((answer) => answered(state, question.symbol, answer))),
    [new Map()],
  );
  const labels = new Map(questions.map(({ symbol, label }) => [symbol, label]));
  const ways: Way[] = [];
  const refused = new Set<string>();
  const defaults = new Map<string, string>();
  for (let state = waiting.shift(); state; state = waiting.shift()) {
    const world = new World(program, state, omit);
    const network = world.refused === null ? networkOf(world) : undefined;
    for (const [symbol, text] of world.defaults) defaults.set(symbol, text);
    if (world.refused !== null || !network) {
      refused.add(world.refused ?? '');
      continue;
    }
    const question = [...world.questions.values()].find(
      (each) => ways.length + waiting.length + options(each, state!) <= most,
    );
    if (!question) {
      ways.push({ world, network, taken: named(state, labels) });
      continue;
    }
    labels.set(question.symbol, question.label);
    const before = state.get(question.symbol)?.not ?? [];
    for (const answer of answers(question))
      waiting.push(answered(state, question.symbol, { ...answer, not: [...before, ...answer.not] }));
  }
  return { ways, refused: [...refused], defaults };
}

function options({ options: all, rest }: Question, _: State): number {
  return all.length + (rest ? 1 : 0);
}

function answers({ options: all, rest }: Question): { is?: string; not: readonly string[] }[] {
  const given = all.map((is) => ({ is, not: [] as string[] }));
  return rest ? [{ not: all }, ...given] : given;
}

function named(state: State, labels: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...state].map(([symbol, { is, not }]) => [labels.get(symbol) ?? symbol, is ?? `not ${not.join(', ')}`]),
  );
}

const REGIONS = /(?<![a-z0-9-])(?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov|-iso[a-z]?)?-(?:[a-z]+)-\d(?![0-9-])/g;
const ACCOUNTS = /(?<!\d)\d{12}(?!\d)/g;
/** More of them, and neither is compared with any. */
const MOST_NAMED = 6;

/** Regions and accounts that templates name in so many words: that of the stack may be one of them. */
function namedIn({ roots }: Program): { questions: Question[]; opaque: Set<'AWS::Region' | 'AWS::AccountId'> } {
  const opaque = new Set<'AWS::Region' | 'AWS::AccountId'>();
  const questions: Question[] = [];
  const open = roots.filter(({ environment }) => environment.region === null || environment.account === null);
  if (open.length === 0) return { questions, opaque };
  const regions = new Set<string>();
  const accounts = new Set<string>();
  for (const { template } of roots) {
    for (const resource of Object.values(template.resources)) {
      if (!isNetworked(resource)) continue;
      for (const text of texts(resource)) {
        for (const [name] of text.matchAll(REGIONS)) regions.add(name);
        for (const [name] of text.matchAll(ACCOUNTS)) accounts.add(name);
      }
    }
  }
  const ask = (symbol: 'AWS::Region' | 'AWS::AccountId', label: string, names: Set<string>, isOpen: boolean) => {
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
