/** `Rules`: combinations of parameters that CloudFormation rejects. */
import type { Tri } from '../../../model/index.ts';
import { isList, isMap, isScalar, member, type Raw, textAt } from '../document/raw.ts';
import { NO_SCOPE, type Stack } from '../stack/types.ts';
import { holds, not } from '../values/conditions.ts';
import type { Context, Run } from '../values/context.ts';
import { textOf, type Value } from '../values/value.ts';

/** Why CloudFormation rejects the values of a stack's parameters. Null if no known rule rejects them. */
export function refusedByRules(stack: Stack, run: Run): string | null {
  return run.quietly(() => refusal(stack, run));
}

function refusal(stack: Stack, run: Run): string | null {
  const context: Context = { stack, scope: NO_SCOPE, depth: 0, inCondition: true, run };
  for (const [name, rule] of Object.entries(stack.template.rules)) {
    const condition = member(rule, 'RuleCondition');
    if (condition !== undefined && check(condition, context) !== 'yes') continue;
    const assertions = member(rule, 'Assertions');
    for (const each of isList(assertions) ? assertions : []) {
      const assert = member(each, 'Assert');
      if (assert === undefined || check(assert, context) !== 'no') continue;
      return `the rule ${name} of the template rejects these parameters${describe(textAt(each, 'AssertDescription'))}`;
    }
  }
  return null;
}

function describe(text: string | undefined): string {
  return text === undefined ? '' : `: ${text}`;
}

function check(raw: Raw, context: Context): Tri {
  if (!isMap(raw)) return holds(raw, context);
  const [entry, more] = Object.entries(raw);
  if (!entry || more) return 'unknown';
  const [name, argument] = entry;
  const list = isList(argument) ? argument : [];
  const each = () => list.map((one) => check(one, context));
  switch (name) {
    case 'Fn::And':
      return all(each());
    case 'Fn::Or':
      return not(all(each().map(not)));
    case 'Fn::Not':
      return not(each()[0] ?? 'unknown');
    case 'Fn::Contains': {
      const [inside, wanted] = list;
      return isIn(value(wanted ?? null, context), items(inside ?? null, context));
    }
    case 'Fn::EachMemberIn': {
      const allowed = items(list[1] ?? null, context);
      return all(items(list[0] ?? null, context)?.map((one) => isIn(one, allowed)) ?? ['unknown']);
    }
    case 'Fn::EachMemberEquals': {
      const wanted = value(list[1] ?? null, context);
      return all(items(list[0] ?? null, context)?.map((one) => isIn(one, [wanted])) ?? ['unknown']);
    }
    default:
      return holds(raw, context);
  }
}

function all(answers: readonly Tri[]): Tri {
  return answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes';
}

function value(raw: Raw, context: Context): Value {
  return isScalar(raw) || isMap(raw) ? context.run.evaluate(raw, context) : { k: 'none' };
}

function items(raw: Raw, context: Context): readonly Value[] | undefined {
  const found = isList(raw) ? raw.map((each) => value(each, context)) : undefined;
  if (found) return found;
  const evaluated = value(raw, context);
  return evaluated.k === 'list' ? evaluated.items : undefined;
}

function isIn(one: Value, list: readonly Value[] | undefined): Tri {
  const wanted = textOf(one);
  if (wanted === undefined || !list) return 'unknown';
  const texts = list.map(textOf);
  if (texts.includes(wanted)) return 'yes';
  return texts.includes(undefined) ? 'unknown' : 'no';
}
