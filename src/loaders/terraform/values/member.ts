/** A member, attribute or element of a value. */
import type { Evaluator } from './evaluator.ts';
import { elements, failure, lit, unknowable, type Value } from './value.ts';

export function member(graph: Evaluator, value: Value, key: string | number): Value {
  switch (value.k) {
    case 'instance':
      return graph.refer(value.of, String(key));
    case 'instances': {
      const found = value.of.find((i) => i.key === key);
      if (found) return { k: 'instance', of: found };
      return value.open ?? failure(`\`${value.block}[${JSON.stringify(key)}]\` is not in the plan`);
    }
    case 'module':
      return graph.output(value.of, String(key));
    case 'modules':
      return memberOfModules(graph, value, key);
    case 'attribute':
      return { k: 'attribute', of: value.of, path: [...value.path, key] };
    case 'lit':
      return literalMember(value, key);
    case 'list':
      return typeof key === 'number' && value.items[key] ? value.items[key] : failure(`there is no element ${key}`);
    case 'object':
      return value.members.get(String(key)) ?? failure(`there is no member \`${key}\``);
    case 'mix':
      return memberOfMix(graph, value.parts, key);
    case 'one':
      return { ...value, options: value.options.map((o) => member(graph, o, key)) };
    case 'some':
      return typeof key === 'number'
        ? { k: 'one', options: elements(value) }
        : { k: 'one', options: elements(value).map((e) => member(graph, e, key)) };
    case 'text':
    case 'json':
      return failure('a string has no members');
    case 'error':
      return value;
    case 'unknown':
      return value.symbol === undefined ? value : { ...value, symbol: stepInto(value.symbol, key) };
  }
}

function stepInto(name: string, key: string | number): string {
  return typeof key === 'string' && /^[A-Za-z_][\w-]*$/.test(key)
    ? `${name}.${key}`
    : `${name}[${JSON.stringify(key)}]`;
}

/** An instance of a repeated call, else an output of all of them (`module.net[*].ids` keeps only `module.net`). */
function memberOfModules(graph: Evaluator, value: Value & { k: 'modules' }, key: string | number): Value {
  const found = value.of.find((m) => m.key === key);
  if (found) return { k: 'module', of: found };
  if (value.whole) return failure(`\`module.${value.call}[${JSON.stringify(key)}]\` is not in the plan`);
  if (value.of.length === 0)
    return unknowable(`module.${value.call}`, `which instances \`module.${value.call}\` has is not in the plan`);
  return { k: 'mix', parts: value.of.map((of) => graph.output(of, String(key))) };
}

export function literalMember(value: Value & { k: 'lit' }, key: string | number): Value {
  const v = value.v;
  if (typeof v === 'object' && v !== null && Object.hasOwn(v, key))
    return lit((v as Record<string | number, unknown>)[key], value.sensitive);
  return failure(`there is no member \`${key}\``);
}

/** A member of something of which only the references are known: an element of it, or the same member of its parts. */
function memberOfMix(graph: Evaluator, parts: readonly Value[], key: string | number): Value {
  const only = parts.length === 1 ? parts[0]! : undefined;
  if (only && passesThrough(only, key)) return member(graph, only, key);
  if (typeof key === 'string' && parts.every((p) => p.k === 'instance'))
    return { k: 'mix', parts: parts.map((p) => member(graph, p, key)) };
  return { k: 'one', options: elements({ k: 'mix', parts }) };
}

/** Whether a member of a single reference is that of the value it was handed on from. */
function passesThrough(value: Value, key: string | number): boolean {
  switch (value.k) {
    case 'instances':
    case 'modules':
      return typeof key === 'string' && value.of.some((i) => i.key === key);
    case 'instance':
    case 'module':
    case 'object':
    case 'mix':
    case 'unknown':
      return true;
    case 'lit':
      return typeof value.v === 'object' && value.v !== null && Object.hasOwn(value.v, key);
    default:
      return false;
  }
}
