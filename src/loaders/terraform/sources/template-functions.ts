/** `templatefile` and `templatestring`: texts that are templates of their own. */
import { type Expression, parseTemplate } from '../../../text/hcl/index.ts';
import { failure, type Value } from '../values/value.ts';
import { entriesOf } from './collections.ts';
import { fileText } from './file-functions.ts';
import type { Frame } from './frame.ts';

export function isTemplateFunction(name: string): boolean {
  return name === 'templatefile' || name === 'templatestring';
}

/** The text of a template with the values it is given. */
export function callTemplate(
  name: string,
  [source, variables]: readonly Value[],
  frame: Frame,
  evaluate: (expression: Expression, frame: Frame) => Value,
): Value {
  if (!source || !variables) return failure('it needs a template and its variables');
  const template = name === 'templatefile' ? fileText(source, frame.graph) : source;
  if (template.k !== 'lit') return template;
  const entries = entriesOf(variables);
  if (!entries) return variables.k === 'unknown' ? variables : failure('its variables must be an object');
  if (frame.template) return failure('a template cannot call another');
  const names = new Map<string, Value>();
  for (const { key, value } of entries.items) if (key.k === 'lit') names.set(String(key.v), value);
  const text = String(template.v);
  const expression = parseTemplate({ text, range: { start: 0, end: text.length }, place: (offset) => offset });
  if (expression.kind === 'invalid') return failure(expression.reason);
  const value = evaluate(expression, { ...frame, names, template: true });
  return value.k === 'lit' && template.sensitive ? { ...value, sensitive: true } : value;
}
