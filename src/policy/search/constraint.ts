import type { BaseOperator } from '../document/document.ts';
import { formatAddress, parseAddress, parseDate, parseNumber, parseRange, typedMatch } from '../document/operators.ts';
import { exemplar, matches, readable } from '../document/pattern.ts';
import { accepts, type Budget, type Lang, lang, search } from './automaton.ts';

/** What a condition asks of one value. */
export type Test =
  | { readonly kind: 'lang'; readonly language: Lang }
  | { readonly kind: 'typed'; readonly base: BaseOperator; readonly values: readonly string[] };

/** A condition on a key whose value is still to be chosen. */
export interface Literal {
  /** Equal ids are equal conditions. */
  readonly id: string;
  /** Lower case; `resource` for the resource ARN. */
  readonly key: string;
  readonly set: 'all' | 'any' | null;
  readonly test: Test;
  readonly negated: boolean;
  /** Its truth when the request has no such key. */
  readonly absent: boolean;
}

/** A condition over a class of requests: settled, or a choice still to be made. */
export type Clause = boolean | Literal;

/**
 * How statements are read over one class of requests. In `must` mode a condition holds only if it holds however unknown
 * parts and undocumented corners turn out; in `may` mode if it can hold.
 */
export type Mode = 'must' | 'may';

/** A value the request may choose: what it may look like, and whether the key may be left out. */
export interface Slot {
  readonly id: string;
  readonly key: string;
  /** Null: any text. */
  readonly shape: Lang | null;
  /** Never one of these. */
  readonly never: Lang | null;
  readonly optional: boolean;
  readonly multi: boolean;
  /** Values that read well; tried first. */
  readonly samples: readonly string[];
}

/** A literal that must come out true, or false. */
export interface Wanted {
  readonly literal: Literal;
  readonly is: boolean;
}

/** What a slot is set to: absent (null), one value, or several. */
export type Choice = string | readonly string[] | null;

/** Whether one value passes a test. */
export function passes(test: Test, value: string): boolean {
  if (test.kind === 'lang') return takenBy(test.language, value);
  return test.values.some((wanted) => typedMatch(test.base, wanted, value));
}

/** From this many patterns on, the automaton of a language is faster than one pattern after the other. */
const FEW = 8;

function takenBy(language: Lang, value: string): boolean {
  if (language.patterns.length > FEW) return accepts(language, value);
  return language.patterns.some((pattern) => matches(pattern, value));
}

/** Finds a choice for a slot that makes every literal come out as wanted; null when there is none. */
export function choose(
  slot: Slot,
  wanted: readonly Wanted[],
  budget: Budget,
): { readonly choice: Choice } | null | 'budget' {
  if (slot.optional && wanted.every(({ literal, is }) => literal.absent === is)) return { choice: null };
  const every: Requirement[] = [];
  const someOf: Requirement[] = [];
  for (const { literal, is } of wanted) {
    if (slot.multi && literal.set === null) {
      // A key with several values never satisfies an operator without ForAllValues or ForAnyValue.
      if (is) return null;
      continue;
    }
    const each = { test: literal.test, is: is !== literal.negated };
    const forAll = literal.set === 'all' ? is : literal.set === 'any' ? !is : true;
    if (forAll || !slot.multi) every.push(each);
    else someOf.push(each);
  }
  if (someOf.length === 0) {
    const value = chooseValue(slot, every, budget);
    return value === null || value === 'budget' ? value : { choice: slot.multi ? [value] : value };
  }
  const values = new Set<string>();
  for (const requirement of someOf) {
    const value = chooseValue(slot, [...every, requirement], budget);
    if (value === null || value === 'budget') return value;
    values.add(value);
  }
  return { choice: [...values] };
}

interface Requirement {
  readonly test: Test;
  readonly is: boolean;
}

function chooseValue(slot: Slot, requirements: readonly Requirement[], budget: Budget): string | null | 'budget' {
  const fits = (value: string, but?: Requirement): boolean =>
    (slot.never === null || !takenBy(slot.never, value)) &&
    requirements.every((each) => each === but || passes(each.test, value) === each.is);
  for (const sample of slot.samples) if (fits(sample)) return sample;
  const all: Lang[] = slot.shape === null ? [] : [slot.shape];
  const none: Lang[] = slot.never === null ? [] : [slot.never];
  let typed = false;
  for (const { test, is } of requirements) {
    if (test.kind === 'typed') typed = true;
    else (is ? all : none).push(test.language);
  }
  const shaped = (value: string): boolean => slot.shape === null || takenBy(slot.shape, value);
  if (!typed) {
    for (const each of requirements) {
      if (!each.is || each.test.kind !== 'lang') continue;
      for (const pattern of each.test.language.patterns.slice(0, EXEMPLARS)) {
        for (const value of [...slot.samples.map((sample) => readable(pattern, sample)), exemplar(pattern)]) {
          if (shaped(value) && fits(value, each)) return value;
        }
      }
    }
    return searchPiecewise(all, none, budget);
  }
  for (const value of representatives(requirements, budget)) if (fits(value) && shaped(value)) return value;
  return null;
}

/** Patterns of one language that are tried by a plain example before any search. */
const EXEMPLARS = 64;

/** How many states one search over a whole union may create before its patterns are tried one by one. */
const UNION_STATES = 3_000;

/** Searches the union at once. If that grows too large, searches the patterns of the largest union one after the other. */
function searchPiecewise(all: readonly Lang[], none: readonly Lang[], budget: Budget): string | null | 'budget' {
  const largest = all.reduce<Lang | null>(
    (a, b) => (a === null || b.patterns.length > a.patterns.length ? b : a),
    null,
  );
  if (largest === null || largest.patterns.length < 2) return search(all, none, budget);
  const first: Budget = { left: Math.min(UNION_STATES, budget.left) };
  const before = first.left;
  const found = search(all, none, first);
  budget.left -= before - Math.max(first.left, 0);
  if (found !== 'budget') return found;
  let gaveUp = false;
  for (const pattern of largest.patterns) {
    const one = search(
      all.map((language) => (language === largest ? lang([pattern]) : language)),
      none,
      budget,
    );
    if (one === 'budget') gaveUp = true;
    else if (one !== null) return one;
  }
  return gaveUp ? 'budget' : null;
}

/** One value of every cell that numeric, date, address and truth tests cut the values of a key into. */
function representatives(requirements: readonly Requirement[], budget: Budget): string[] {
  const out = ['true', 'false', 'x', '0'];
  const points = new Map<string, number[]>();
  for (const { test } of requirements) {
    if (test.kind === 'lang') {
      const text = search([test.language], [], budget);
      if (text !== null && text !== 'budget') out.push(text);
      continue;
    }
    if (test.base === 'IpAddress') {
      out.push(...addresses(test.values));
      continue;
    }
    const dates = test.base.startsWith('Date');
    const parsed = test.values.map(dates ? parseDate : parseNumber).filter((value) => value !== null);
    const kind = dates ? 'date' : 'number';
    points.set(kind, [...(points.get(kind) ?? []), ...parsed]);
  }
  for (const [kind, values] of points) {
    const sorted = [...new Set(values)].sort((a, b) => a - b);
    const unit = kind === 'date' ? 1000 : 1;
    const cells = sorted.flatMap((value, index) => [value, (value + (sorted[index + 1] ?? value + 2 * unit)) / 2]);
    for (const value of [(sorted[0] ?? 0) - unit, ...cells]) {
      out.push(kind === 'date' ? new Date(value).toISOString() : String(value));
    }
  }
  return out;
}

/** The ends of each range and their neighbors: every cell of the ranges' differences has one of them. */
function addresses(values: readonly string[]): string[] {
  const out = ['198.51.100.77', '2001:db8::77'];
  for (const value of values) {
    const range = parseRange(value);
    if (range === null) continue;
    const top = (1n << BigInt(range.bits)) - 1n;
    for (const point of [range.first, range.last, range.first - 1n, range.last + 1n]) {
      if (point >= 0n && point <= top) out.push(formatAddress({ bits: range.bits, value: point }));
    }
  }
  return out.filter((address) => parseAddress(address) !== null);
}
