/** `Fn::ForEach`. Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html */
import { isList, isMap, isScalar, type Raw } from '../document/raw.ts';
import type { Scope } from '../stack/types.ts';
import { type Context, inScope, within } from './context.ts';
import { because, textOf } from './value.ts';

export interface LoopItem {
  /** The key as it comes out. */
  readonly name: string;
  /** Keys inside the loop's map: where it is written. */
  readonly written: string;
  readonly body: Raw;
  readonly scope: Scope;
}

const DEEPEST = 5;
/** CloudFormation accepts 500 resources per template. */
const MOST = 2000;

/** The result of a loop, with its inner loops laid out. If it is not known, the reason. */
export function loopItems(key: string, raw: Raw, context: Context, level = 1): readonly LoopItem[] | string {
  if (!isList(raw) || raw.length !== 3 || !isScalar(raw[0]) || !isMap(raw[2]))
    return `\`${key}\` is written with an identifier, a list and a map`;
  if (level > DEEPEST) return `\`${key}\` is nested deeper than ${DEEPEST} loops`;
  const [identifier, collection, body] = raw;
  const items = context.run.evaluate(collection!, within(context));
  if (items.k !== 'list') return `the list of \`${key}\`: ${because(items)}`;
  const out: LoopItem[] = [];
  for (const item of items.items) {
    const text = textOf(item);
    if (text === undefined) return `the list of \`${key}\`: ${because(item)}`;
    const scope = new Map(context.scope).set(String(identifier), text);
    for (const [name, inner] of Object.entries(body)) {
      if (name.startsWith('Fn::ForEach::')) {
        const nested = loopItems(name, inner, { ...context, scope }, level + 1);
        if (typeof nested === 'string') return nested;
        out.push(...nested.map((each) => ({ ...each, written: `${name}/2/${each.written}` })));
      } else out.push({ name: inScope(name, scope), written: name, body: inner, scope });
      if (out.length > MOST) return `\`${key}\` makes more than ${MOST} items`;
    }
  }
  return out;
}
