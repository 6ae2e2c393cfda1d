/** Expressions of a template to values. */
import { reason } from '../../../model/index.ts';
import { functionOf, isList, isScalar, mapAt, type Raw, type RawMap, textAt } from '../document/raw.ts';
import { PROCESSED } from '../stack/processed.ts';
import { choose } from './conditions.ts';
import { type Context, inScope, within } from './context.ts';
import { loopItems } from './loops.ts';
import { findInMap, getAtt, getAzs, importValue, ref } from './references.ts';
import { base64, cidr, join, length, select, settled, split, sub, toJson } from './texts.ts';
import { list, lit, type MapValue, NONE, unknownValue, type Value } from './value.ts';

const FUNCTIONS: Readonly<Record<string, (argument: Raw, context: Context) => Value>> = {
  Ref: ref,
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Split': split,
  'Fn::Select': select,
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
  'Fn::GetAZs': getAzs,
  'Fn::Cidr': cidr,
  'Fn::ImportValue': importValue,
  'Fn::Base64': base64,
  'Fn::Length': length,
  'Fn::ToJsonString': toJson,
  'Fn::Transform': (argument) => unknownValue(transformed(argument)),
};

export function isFunction(name: string): boolean {
  return Object.hasOwn(FUNCTIONS, name) || name.startsWith('Fn::ForEach::');
}

/** Functions nest no deeper in what people and tools write. */
const DEEPEST = 100;

/** The value of an expression. */
export function evaluate(raw: Raw, context: Context): Value {
  context.run.step();
  if (context.depth > DEEPEST) return unknownValue(`functions are nested deeper than ${DEEPEST} levels`);
  if (raw === null || raw === undefined) return NONE;
  if (isScalar(raw)) {
    if (typeof raw !== 'string') return lit(raw);
    return context.run.dummy(raw, context.stack) ?? settled(lit(inScope(raw, context.scope)));
  }
  if (isList(raw))
    return (
      dummyIn(raw, context) ??
      list(raw.map((each) => evaluate(each, within(context))).filter((value) => value.k !== 'none'))
    );
  const call = functionOf(raw);
  if (!call) return mapOf(raw, context);
  const known = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
  return known ? known(call.argument, context) : unknownValue(`CloudFormation has no function ${call.name}`);
}

/** A list with a dummy in it is one of another length. */
function dummyIn(raw: readonly Raw[], { run, stack }: Context): Value | undefined {
  for (const each of raw) {
    const dummy = typeof each === 'string' ? run.dummy(each, stack) : undefined;
    if (dummy) return dummy;
  }
  return undefined;
}

function mapOf(raw: RawMap, context: Context): MapValue {
  const members = new Map<string, Value>();
  let open: string | null = null;
  for (const [key, each] of Object.entries(raw)) {
    if (key === 'Fn::Transform') {
      open = transformed(each);
      continue;
    }
    if (key.startsWith('Fn::ForEach::')) {
      const loop = loopItems(key, each, context);
      if (typeof loop === 'string') open = loop;
      else for (const { name, body, scope } of loop) members.set(name, evaluate(body, { ...within(context), scope }));
      continue;
    }
    const value = evaluate(each, within(context));
    if (value.k !== 'none') members.set(inScope(key, context.scope), value);
  }
  return { k: 'map', members, open };
}

/** Why the content beside `Fn::Transform` is not known. */
export function transformed(argument: Raw): string {
  const name = textAt(argument, 'Name') ?? 'a macro';
  const location = textAt(mapAt(argument, 'Parameters'), 'Location');
  return reason(
    `the transform ${name} adds what is not in the template${location === undefined ? '' : ` (${location})`}`,
    PROCESSED,
  );
}
