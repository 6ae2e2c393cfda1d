/** Conditions in three values, and `Fn::If`. */
import type { Tri } from '../../../model/index.ts';
import { isList, isMap, isScalar, type Raw } from '../document/raw.ts';
import { type Context, inScope, within } from './context.ts';
import { ACCOUNT, REGION } from './stand-ins.ts';
import { NONE, symbolOf, text, unknownValue, type Value } from './value.ts';

export function not(tri: Tri): Tri {
  return tri === 'unknown' ? tri : tri === 'yes' ? 'no' : 'yes';
}

/** Whether a condition's expression holds. */
export function holds(raw: Raw, context: Context): Tri {
  context.run.step();
  if (context.depth > 100) return 'unknown';
  if (typeof raw === 'boolean') return raw ? 'yes' : 'no';
  if (raw === 'true' || raw === 'false') return raw === 'true' ? 'yes' : 'no';
  if (!isMap(raw)) return 'unknown';
  const [entry, more] = Object.entries(raw);
  if (!entry || more) return 'unknown';
  const [name, argument] = entry;
  const inner = within(context);
  const all = () => (isList(argument) ? argument.map((each) => holds(each, inner)) : []);
  switch (name) {
    case 'Condition':
      return isScalar(argument)
        ? context.run.condition(context.stack, inScope(String(argument), context.scope), context.scope)
        : 'unknown';
    case 'Fn::Equals':
      return equals(argument, inner);
    case 'Fn::Not':
      return not(all()[0] ?? 'unknown');
    case 'Fn::And': {
      const each = all();
      return each.includes('no') ? 'no' : each.includes('unknown') || each.length === 0 ? 'unknown' : 'yes';
    }
    case 'Fn::Or': {
      const each = all();
      return each.includes('yes') ? 'yes' : each.includes('unknown') || each.length === 0 ? 'unknown' : 'no';
    }
    default: {
      const value = context.run.evaluate(raw, { ...inner, inCondition: true });
      return value.k === 'lit'
        ? text(value) === 'true'
          ? 'yes'
          : text(value) === 'false'
            ? 'no'
            : 'unknown'
        : 'unknown';
    }
  }
}

function equals(argument: Raw, context: Context): Tri {
  if (!isList(argument) || argument.length !== 2) return 'unknown';
  const [one, two] = argument.map((each) => context.run.evaluate(each, { ...context, inCondition: true }));
  return same(one!, two!, context);
}

function same(one: Value, two: Value, context: Context): Tri {
  const [a, b] = [symbolOf(one), symbolOf(two)];
  if (a !== undefined && a === b) return 'yes';
  if (one.k === 'lit' && two.k === 'lit') {
    if (!one.standIn && !two.standIn) return text(one) === text(two) ? 'yes' : 'no';
    const [standing, plain] = one.standIn ? [one, two] : [two, one];
    if (plain.standIn || !STAND_INS.test(text(standing))) return 'unknown';
    return compare(/^\d/.test(text(standing)) ? 'AWS::AccountId' : 'AWS::Region', text(plain), context);
  }
  const [open, plain] = two.k === 'lit' ? [a, two] : one.k === 'lit' ? [b, one] : [undefined, undefined];
  if (open !== undefined && plain && !plain.standIn) return compare(open, text(plain), context);
  if (a === undefined || b === undefined) return 'unknown';
  const answer = compare(`${a} equals ${b}`, 'yes', context);
  return answer;
}

/** A stand-in that is nothing else: the Region's or the account's own. */
const STAND_INS = new RegExp(`^(?:${REGION}|${ACCOUNT})$`);

function compare(symbol: string, wanted: string, { run }: Context): Tri {
  const taken = run.taken(symbol);
  if (taken?.is !== undefined) return taken.is === wanted ? 'yes' : 'no';
  if (taken?.not.includes(wanted)) return 'no';
  run.ask({ symbol, label: labelOf(symbol), options: [wanted], rest: true });
  return 'unknown';
}

/** The name of an unknown value for a person. */
function labelOf(symbol: string): string {
  if (symbol === 'AWS::Region') return 'the Region (--region)';
  if (symbol === 'AWS::AccountId') return 'the account (--account)';
  return symbol;
}

/** `Fn::If`: the chosen branch. Unknown if the condition is unknown. */
export function choose(argument: Raw, context: Context): Value {
  if (!isList(argument) || argument.length !== 3 || !isScalar(argument[0]))
    return unknownValue('`Fn::If` is written with a condition and two values');
  const name = inScope(String(argument[0]), context.scope);
  const which = context.run.condition(context.stack, name, context.scope);
  if (which === 'unknown') {
    const branches = argument.slice(1).map((each) => context.run.evaluate(each!, within(context)));
    const [a, b] = branches.map(symbolOf);
    if (a !== undefined && a === b) return branches[0]!;
    return unknownValue(`it depends on the condition ${name}, which is not known`);
  }
  return context.run.evaluate(argument[which === 'yes' ? 1 : 2] ?? null, within(context)) ?? NONE;
}
