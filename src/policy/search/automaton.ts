import { lazy } from '../../base/memo.ts';
import {
  ANY,
  inSet,
  isFold,
  isLiteral,
  isMany,
  many,
  matches,
  type Pattern,
  setOf,
  takes,
} from '../document/pattern.ts';

/**
 * A union of patterns as a lazily determinised automaton. Search walks the product of several, breadth first, so the
 * first text found is a shortest one.
 */
export interface Lang {
  readonly id: number;
  readonly patterns: readonly Pattern[];
  automaton: Automaton | null;
  /** How many texts it was asked about before it had an automaton. */
  looks: number;
}

let nextLang = 0;

/** The language of all texts that one of the patterns takes. */
export function lang(patterns: readonly Pattern[]): Lang {
  return { id: nextLang++, patterns, automaton: null, looks: 0 };
}

/** Languages that many analyses ask for: forms of ARNs, ids. Their automata, once walked, serve all of them. */
const shared = new Map<string, Lang>();
const MOST_SHARED = 2_000;

/** The language of a name, made when it is first asked for; equal names are equal languages. */
export function sharedLang(name: string, patterns: () => readonly Pattern[]): Lang {
  let known = shared.get(name);
  if (known === undefined) {
    if (shared.size >= MOST_SHARED) shared.clear();
    known = lang(patterns());
    shared.set(name, known);
  }
  return known;
}

const ANYTHING = lang([{ tokens: [many(ANY)] }]);

/** How many states a search may still make; below zero it gives up. */
export interface Budget {
  left: number;
}

interface State {
  readonly positions: readonly number[];
  readonly accepts: boolean;
  /** Takes every text from here on. */
  readonly universal: boolean;
  readonly next: Map<number, number>;
  /** Characters some position waits for by name. */
  readonly literals: readonly number[];
  /** Sets of the wildcards in sight. */
  readonly sets: readonly number[];
}

interface Automaton {
  readonly tokens: readonly number[];
  /** Where the pattern of each token begins. */
  readonly begins: readonly number[];
  readonly states: State[];
  readonly byKey: Map<string, number>;
  start: number;
  /** For each position the last round it was entered in. */
  readonly seen: Int32Array;
  round: number;
}

/** After the last token of each pattern. */
const END = -1;
const DEAD = 0;

function automatonOf(language: Lang): Automaton {
  if (language.automaton !== null) return language.automaton;
  const tokens: number[] = [];
  const starts: number[] = [];
  const begins: number[] = [];
  for (const pattern of language.patterns) {
    const begin = tokens.length;
    starts.push(begin);
    for (const token of pattern.tokens) {
      tokens.push(token);
      begins.push(begin);
    }
    tokens.push(END);
    begins.push(begin);
  }
  const automaton: Automaton = {
    tokens,
    begins,
    states: [],
    byKey: new Map(),
    start: DEAD,
    seen: new Int32Array(tokens.length),
    round: 0,
  };
  stateAt(automaton, []);
  automaton.start = stateAt(automaton, starts);
  language.automaton = automaton;
  return automaton;
}

function stateAt(automaton: Automaton, entering: readonly number[]): number {
  const { tokens } = automaton;
  const { seen } = automaton;
  const round = ++automaton.round;
  const entered: number[] = [];
  for (const start of entering) {
    let position = start;
    while (seen[position] !== round) {
      seen[position] = round;
      entered.push(position);
      if (tokens[position] === END || !isMany(tokens[position]!)) break;
      position++;
    }
  }
  const positions = withoutOvertaken(automaton, entered);
  const key = positions.join();
  const known = automaton.byKey.get(key);
  if (known !== undefined) return known;
  const literals: number[] = [];
  const sets: number[] = [];
  const add = (list: number[], value: number): void => {
    if (!list.includes(value)) list.push(value);
  };
  let accepts = false;
  let universal = false;
  for (const position of positions) {
    const token = tokens[position]!;
    if (token === END) accepts = true;
    else if (isLiteral(token)) add(literals, token);
    else if (isFold(token)) {
      const folded = token & 0xffff;
      add(literals, folded);
      add(literals, String.fromCharCode(folded).toUpperCase().charCodeAt(0));
    } else {
      add(sets, setOf(token));
      if (isMany(token) && setOf(token) === 0 && tokens[position + 1] === END) universal = true;
    }
  }
  automaton.states.push({ positions, accepts, universal, next: new Map(), literals, sets });
  automaton.byKey.set(key, automaton.states.length - 1);
  return automaton.states.length - 1;
}

/**
 * Sorts the positions and removes each position that a later loop over any character in the same pattern has overtaken.
 * The loop also matches everything that such a position matches. For a pattern with many stars, only the positions from
 * the last reached star on remain.
 */
function withoutOvertaken({ tokens, begins }: Automaton, entered: number[]): number[] {
  if (entered.length < 2) return entered;
  entered.sort((a, b) => b - a);
  const kept: number[] = [];
  let overtaken = -1;
  for (const position of entered) {
    const begin = begins[position]!;
    if (begin === overtaken) continue;
    kept.push(position);
    const token = tokens[position]!;
    if (token !== END && isMany(token) && setOf(token) === ANY) overtaken = begin;
  }
  return kept.reverse();
}

/** Positions looked at since the program began: what searches cost. */
let work = 0;

function step(automaton: Automaton, from: number, code: number): number {
  const state = automaton.states[from]!;
  const known = state.next.get(code);
  if (known !== undefined) return known;
  work += state.positions.length;
  const entering: number[] = [];
  for (const position of state.positions) {
    const token = automaton.tokens[position]!;
    if (token === END) continue;
    if (isMany(token)) {
      if (inSet(setOf(token), code)) entering.push(position);
    } else if (takes(token, code)) entering.push(position + 1);
  }
  const to = stateAt(automaton, entering);
  state.next.set(code, to);
  return to;
}

/** Characters tried first where any will do: they read well in names, keys and ids of every kind. */
const PREFERRED = 'xz9k7qw5vj3abcdefghilmnoprstuy012468XZKQWVJABCDEFGHILMNOPRSTUY-_.'
  .split('')
  .map((char) => char.charCodeAt(0));

/** A character of the set that no pattern names in this round; null if every member of the set is named. */
function freshIn(set: number, { seen, round }: Marks): number | null {
  for (const code of PREFERRED) if (seen[code] !== round && inSet(set, code)) return code;
  for (let code = 0x21; code < 0x3000; code++) if (seen[code] !== round && inSet(set, code)) return code;
  return null;
}

/** States of each search that cost nothing: a policy of many small questions is not an intricate one. */
const FREE_STATES = 100;
/** Positions that weigh as much as one state: states of a union of hundreds of patterns are dear. */
const POSITIONS = 200;

interface Node {
  readonly states: readonly number[];
  readonly parent: Node | null;
  readonly code: number;
}

/**
 * A shortest text that every language of `asked` matches and no language of `none` matches. Null if there is none,
 * `budget` if the search gave up. The search is exact: only characters that a language of `asked` names, and for each
 * wildcard one unnamed character, can lead to a new state.
 */
export function search(asked: readonly Lang[], none: readonly Lang[], budget: Budget): string | null | 'budget' {
  // Where nothing is asked of a text any text will do: without a wildcard in sight no character would be tried.
  const all = asked.length === 0 ? [ANYTHING] : asked;
  const automata = [...all, ...none].map(automatonOf);
  const wanted = all.length;
  const hopeless = (states: readonly number[]): boolean =>
    states.some((state, index) => (index < wanted ? state === DEAD : automata[index]!.states[state]!.universal));
  const accepted = (states: readonly number[]): boolean =>
    states.every((state, index) => automata[index]!.states[state]!.accepts === index < wanted);
  const root: Node = { states: automata.map(({ start }) => start), parent: null, code: 0 };
  if (hopeless(root.states)) return null;
  if (accepted(root.states)) return '';
  let made = 0;
  let spent = work;
  const free = budget.left > 0 ? FREE_STATES : 0;
  const seen = new Set<string>([root.states.join()]);
  let layer: Node[] = [root];
  while (layer.length > 0) {
    const following: Node[] = [];
    for (const node of layer) {
      budget.left -= (work - spent) / POSITIONS;
      spent = work;
      if (budget.left < 0 && made > 0) return 'budget';
      for (const code of codesFrom(node.states, automata, wanted)) {
        const states = node.states.map((state, index) => step(automata[index]!, state, code));
        if (hopeless(states)) continue;
        const key = states.join();
        if (seen.has(key)) continue;
        seen.add(key);
        if (++made > free && --budget.left < 0) return 'budget';
        const next: Node = { states, parent: node, code };
        if (accepted(states)) return textOf(next);
        following.push(next);
      }
    }
    layer = following;
  }
  return null;
}

/** Marks characters met in one round without a set of its own for each. */
interface Marks {
  readonly seen: Int32Array;
  round: number;
}

const marks = (): Marks => ({ seen: new Int32Array(0x10000), round: 0 });
/** Half a megabyte, and not every run searches. */
const searchMarks = lazy(() => ({ named: marks(), codes: marks() }));

/** The characters worth trying from a product state. */
function codesFrom(states: readonly number[], automata: readonly Automaton[], wanted: number): number[] {
  const codes: number[] = [];
  const names: number[] = [];
  let sets = 0;
  const { named, codes: tried } = searchMarks();
  const round = ++tried.round;
  const namedRound = ++named.round;
  const add = (code: number): void => {
    if (tried.seen[code] === round) return;
    tried.seen[code] = round;
    codes.push(code);
  };
  for (let index = 0; index < states.length; index++) {
    const state = automata[index]!.states[states[index]!]!;
    for (const code of state.literals) {
      if (named.seen[code] !== namedRound) names.push(code);
      named.seen[code] = namedRound;
      if (index < wanted) add(code);
    }
    if (index < wanted) for (const set of state.sets) sets |= 1 << set;
  }
  for (let set = 0; sets >> set !== 0; set++) {
    if ((sets & (1 << set)) === 0) continue;
    const fresh = freshIn(set, named);
    if (fresh !== null) add(fresh);
    else for (const code of names) if (inSet(set, code)) add(code);
  }
  return codes;
}

function textOf(node: Node): string {
  const codes: number[] = [];
  for (let each: Node | null = node; each !== null && each.parent !== null; each = each.parent) codes.push(each.code);
  return String.fromCharCode(...codes.reverse());
}

/** An automaton pays from this many texts on. */
const LOOKS = 4;

/** Whether a language takes a text. */
export function accepts(language: Lang, text: string): boolean {
  if (language.automaton === null && ++language.looks <= LOOKS)
    return language.patterns.some((pattern) => matches(pattern, text));
  const automaton = automatonOf(language);
  let state = automaton.start;
  for (let index = 0; index < text.length && state !== DEAD; index++)
    state = step(automaton, state, text.charCodeAt(index));
  return automaton.states[state]!.accepts;
}
