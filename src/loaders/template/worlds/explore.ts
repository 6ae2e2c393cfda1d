/** The ways a template's open ends can come out, each with the network it makes. */
import type { Network } from '../../../model/index.ts';
import { networkOf } from '../network.ts';
import type { Program } from '../stack/program.ts';
import { namedIn } from './named.ts';
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
