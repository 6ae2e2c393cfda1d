import type { Expression, Step } from './ast.ts';
import type { Cursor } from './cursor.ts';

/** What follows a term: `.name`, `.0`, `.*`, `[key]`, `[*]`. */
export function parseSteps(cursor: Cursor, expression: (cursor: Cursor) => Expression): Step[] {
  const steps: Step[] = [];
  for (;;) {
    const { type, start } = cursor.peek();
    if (type === '.') {
      cursor.next();
      if (cursor.take('*')) {
        const range = cursor.since(start);
        steps.push({ kind: 'splat', style: 'attribute', each: attributeSteps(cursor), range });
      } else steps.push(dotStep(cursor, start));
    } else if (type === '[') {
      cursor.next();
      if (cursor.take('*')) {
        cursor.expect(']', 'There is no `]` after the star');
        const range = cursor.since(start);
        cursor.enter();
        const each = parseSteps(cursor, expression);
        cursor.leave();
        steps.push({ kind: 'splat', style: 'full', each, range });
        return steps;
      }
      cursor.setNewlines(false);
      const key = expression(cursor);
      cursor.expect(']', 'There is no `]` after the index');
      cursor.restoreNewlines();
      steps.push({ kind: 'index', key, range: cursor.since(start) });
    } else return steps;
  }
}

/** The steps that belong to a `.*` splat: names and legacy indexes. */
function attributeSteps(cursor: Cursor): Step[] {
  const steps: Step[] = [];
  for (let { type, start } = cursor.peek(); type === '.'; { type, start } = cursor.peek()) {
    cursor.next();
    steps.push(dotStep(cursor, start));
  }
  return steps;
}

/** The step after a dot that is already read. */
function dotStep(cursor: Cursor, start: number): Step {
  const token = cursor.next();
  const name = cursor.slice(token);
  const range = cursor.since(start);
  if (token.type === 'number') {
    // `a.0.1` contains the number 0.1: HCL rejects it and does not guess.
    if (name.includes('.')) cursor.fail('Two legacy indexes in a row: write them in brackets', token);
    return {
      kind: 'index',
      key: { kind: 'literal', value: Number(name), range: cursor.range(token.start, token.end) },
      range,
    };
  }
  if (token.type !== 'identifier') cursor.fail(token.reason ?? 'An attribute name is required after a dot', token);
  return { kind: 'attribute', name, range };
}
