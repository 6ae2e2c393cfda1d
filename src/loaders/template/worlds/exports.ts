/** What stacks of a run export to each other. */
import { isScalar, mapAt, member, type Raw } from '../document/raw.ts';
import type { Scope, Stack } from '../stack/types.ts';
import type { Context, Run } from '../values/context.ts';
import { textOf } from '../values/value.ts';

/** An expression where it stands. */
export interface Exported {
  readonly stack: Stack;
  readonly raw: Raw;
  readonly scope: Scope;
}

type Outputs = ReadonlyMap<string, { readonly raw: Raw; readonly scope: Scope }>;

/** Adds exports of stacks by environment and name. Names that hang on imports find what was added before. */
export function addExports(
  out: Map<string, Exported>,
  stacks: readonly Stack[],
  outputsOf: (stack: Stack) => Outputs,
  run: Run,
): void {
  for (const stack of stacks) {
    for (const { raw, scope } of outputsOf(stack).values()) {
      const name = member(mapAt(raw, 'Export'), 'Name');
      if (name === undefined) continue;
      const condition = member(raw, 'Condition');
      if (isScalar(condition) && run.condition(stack, String(condition), scope) !== 'yes') continue;
      const called = textOf(run.evaluate(name, expressionOf({ stack, scope }, run)));
      if (called !== undefined)
        out.set(`${environmentKey(stack)} ${called}`, { stack, raw: member(raw, 'Value') ?? null, scope });
    }
  }
}

/** Where an expression of an output stands. */
export function expressionOf({ stack, scope }: Pick<Exported, 'stack' | 'scope'>, run: Run): Context {
  return { stack, scope, depth: 0, inCondition: false, run };
}

/** Exports reach stacks of their own account and Region. */
export function environmentKey({ environment: { account, region } }: Stack): string {
  return `${account} ${region}`;
}
