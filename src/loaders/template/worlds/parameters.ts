/** The values of a stack's parameters under one set of assumptions. */
import { type Declared, givenValue, openValue } from '../stack/parameters.ts';
import type { Root } from '../stack/program.ts';
import type { Resource, Stack } from '../stack/types.ts';
import type { Run } from '../values/context.ts';
import { splitBy } from '../values/texts.ts';
import { because, lit, text, unknownValue, type Value } from '../values/value.ts';
import type { State } from './state.ts';

interface Giving {
  readonly root: Root | undefined;
  readonly state: State;
  /** Parameters whose default is not used, by symbol. */
  readonly withoutDefault: ReadonlySet<string>;
  readonly inCondition: boolean;
  readonly run: Run;
  tellDefault(text: string): void;
}

/** The first that exists of: the parent's value, the user's value, the default, the allowed values. */
export function parameterOf(stack: Stack, parameter: Declared, symbol: string, giving: Giving): Value {
  const { root, state, run } = giving;
  const handed = stack.parent === null ? undefined : handedBy(stack.parent, parameter, run);
  if (handed && handed.k !== 'none') return handed;
  const given = stack.parent === null ? root?.given.get(parameter.name) : undefined;
  if (given !== undefined) {
    const stored = parameter.stored ? root?.changes?.resolved.get(parameter.name) : undefined;
    if (stored !== undefined) return givenValue({ ...parameter, stored: false }, stored, symbol);
    return givenValue(parameter, given, symbol);
  }
  if (parameter.default !== undefined) {
    if (parameter.stored) return givenValue(parameter, parameter.default, symbol);
    if (!giving.withoutDefault.has(symbol)) {
      giving.tellDefault(defaultText(parameter, symbol));
      return givenValue(parameter, parameter.default, symbol);
    }
  }
  const taken = state.get(symbol);
  if (taken?.is !== undefined) return givenValue(parameter, taken.is, symbol);
  const left = parameter.stored ? [] : (parameter.allowed ?? []).filter((each) => !taken?.not.includes(each));
  if (left.length === 1) return givenValue(parameter, left[0]!, symbol);
  if (left.length > 1 && !giving.inCondition) run.ask({ symbol, label: symbol, options: left, rest: false });
  return openValue(parameter, symbol);
}

/** The value that a parent passes to a parameter of a nested stack. */
function handedBy(parent: Resource, { name, isList }: Declared, run: Run): Value | undefined {
  const handed = run.read(parent, 'Parameters');
  if (handed.k !== 'map') return handed.k === 'none' ? undefined : unknownValue(because(handed));
  const value = handed.members.get(name);
  if (value === undefined) return handed.open === null ? undefined : unknownValue(handed.open);
  if (!isList || value.k === 'list') return value;
  return value.k === 'lit' && text(value).trim() === '' ? { k: 'list', items: [] } : trimmed(splitBy(',', value));
}

function trimmed(value: Value): Value {
  if (value.k !== 'list') return value;
  return { k: 'list', items: value.items.map((item) => (item.k === 'lit' ? lit(text(item).trim(), item) : item)) };
}

function defaultText({ noEcho, default: own }: Declared, symbol: string): string {
  return `the ${symbol} has its default${noEcho ? '' : `, ${own === '' ? 'an empty text' : own}`}`;
}
