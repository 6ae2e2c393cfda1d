import { inSet, isFold, isLiteral, isMany, type Pattern, setOf, takes } from '../document/pattern.ts';

/**
 * A union of patterns as a lazily determinised automaton. Search walks the product of several, breadth first, so the
 * first text found is a shortest one.
 */
export interface Lang {
  readonly id: number;
  readonly patterns: readonly Pattern[];
  automaton: Automaton | null;
}

let nextLang = 0;

/** The language of all texts that one of the patterns takes. */
export function lang(patterns: readonly Pattern[]): Lang {
  return { id: nextLang++, patterns, automaton: null };
}

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
  for (const pattern of language.patterns) {
    starts.push(tokens.length);
    tokens.push(...pattern.tokens, END);
  }
  const automaton: Automaton = {
    tokens,
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
  const positions: number[] = [];
  for (const start of entering) {
    let position = start;
    while (seen[position] !== round) {
      seen[position] = round;
      positions.push(position);
      if (tokens[position] === END || !isMany(tokens[position]!)) break;
      position++;
    }
  }
  positions.sort((a, b) => a - b);
  const key = positions.join();
  const known = automaton.byKey.get(key);
  if (known !== undefined) return known;
  const literals = new Set<number>();
  const sets = new Set<number>();
  let accepts = false;
  let universal = false;
  for (const position of positions) {
    const token = tokens[position]!;
    if (token === END) accepts = true;
    else if (isLiteral(token)) literals.add(token);
    else if (isFold(token)) {
      const folded = token & 0xffff;
      literals.add(folded).add(String.fromCharCode(folded).toUpperCase().charCodeAt(0));
    } else {
      sets.add(setOf(token));
      if (isMany(token) && setOf(token) === 0 && tokens[position + 1] === END) universal = true;
    }
  }
  automaton.states.push({ positions, accepts, universal, next: new Map(), literals: [...literals], sets: [...sets] });
  automaton.byKey.set(key, automaton.states.length - 1);
  return automaton.states.length - 1;
}

function step(automaton: Automaton, from: number, code: number): number {
  const state = automaton.states[from]!;
  const known = state.next.get(code);
  if (known !== undefined) return known;
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

/** A character of the set that nobody waits for by name; null when every member of the set is named. */
function freshIn(set: number, named: ReadonlySet<number>): number | null {
  for (const code of PREFERRED) if (!named.has(code) && inSet(set, code)) return code;
  for (let code = 0x21; code < 0x3000; code++) if (!named.has(code) && inSet(set, code)) return code;
  return null;
}

/** States of each search that cost nothing: a policy of many small questions is not an intricate one. */
const FREE_STATES = 100;

interface Node {
  readonly states: readonly number[];
  readonly parent: Node | null;
  readonly code: number;
}

/**
 * A shortest text that every language of `all` takes and none of `none` does; null when there is none, `budget` when
 * the search gave up. Exact: only characters that a language of `all` names, and for each wildcard one that nobody
 * names, can lead anywhere new.
 */
export function search(all: readonly Lang[], none: readonly Lang[], budget: Budget): string | null | 'budget' {
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
  const seen = new Set<string>([root.states.join()]);
  let layer: Node[] = [root];
  while (layer.length > 0) {
    const following: Node[] = [];
    for (const node of layer) {
      for (const code of codesFrom(node.states, automata, wanted)) {
        const states = node.states.map((state, index) => step(automata[index]!, state, code));
        if (hopeless(states)) continue;
        const key = states.join();
        if (seen.has(key)) continue;
        seen.add(key);
        if (++made > FREE_STATES && --budget.left < 0) return 'budget';
        const next: Node = { states, parent: node, code };
        if (accepted(states)) return textOf(next);
        following.push(next);
      }
    }
    layer = following;
  }
  return null;
}

function codesFrom(states: readonly number[], automata: readonly Automaton[], wanted: number): Set<number> {
  const codes = new Set<number>();
  const named = new Set<number>();
  const sets = new Set<number>();
  states.forEach((id, index) => {
    const state = automata[index]!.states[id]!;
    for (const code of state.literals) named.add(code);
    if (index >= wanted) return;
    for (const code of state.literals) codes.add(code);
    for (const set of state.sets) sets.add(set);
  });
  for (const set of sets) {
    const fresh = freshIn(set, named);
    if (fresh !== null) codes.add(fresh);
    else for (const code of named) if (inSet(set, code)) codes.add(code);
  }
  return codes;
}

function textOf(node: Node): string {
  const codes: number[] = [];
  for (let each: Node | null = node; each !== null && each.parent !== null; each = each.parent) codes.push(each.code);
  return String.fromCharCode(...codes.reverse());
}

/** Whether a language takes a text. */
export function accepts(language: Lang, text: string): boolean {
  const automaton = automatonOf(language);
  let state = automaton.start;
  for (let index = 0; index < text.length && state !== DEAD; index++)
    state = step(automaton, state, text.charCodeAt(index));
  return automaton.states[state]!.accepts;
}
