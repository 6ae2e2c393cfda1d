import type { Expression, Step, TemplatePart } from '../../../text/hcl/index.ts';
import { fullReferences, parseTraversal } from '../document/address.ts';
import type { ConfigExpression } from '../document/configuration.ts';
import { isRecord } from '../document/shapes.ts';

/** The names that an expression refers to: `var.x`, `local.x`, `aws_subnet.a`, `data.aws_vpc.main`, `module.net`. */
export function referencesOf(expression: Expression): ReadonlySet<string> {
  return new Set([...traversalsOf(expression)].map((traversal) => subject(traversal.split('.'))));
}

/** The same with all names that a traversal begins with: `module.net.vpc_id`. */
export function traversalsOf(expression: Expression): ReadonlySet<string> {
  const out = new Set<string>();
  visit(expression, new Set(), out);
  return out;
}

/** Whether `configuration` keeps the same references for an expression. */
export function sameReferences(own: ReadonlySet<string>, written: ConfigExpression): boolean {
  if (!isRecord(written)) return true;
  const references = Array.isArray(written.references)
    ? written.references.filter((r): r is string => typeof r === 'string')
    : [];
  const theirs = new Set<string>();
  for (const reference of fullReferences(references)) {
    const steps = parseTraversal(reference) ?? [];
    theirs.add(subject(steps.map((s) => ('attr' in s ? s.attr : undefined))));
  }
  return own.size === theirs.size && [...own].every((name) => theirs.has(name));
}

function subject(names: readonly (string | undefined)[]): string {
  const length = names[0] === 'data' ? 3 : 2;
  return names.slice(0, length).join('.');
}

function visit(e: Expression, bound: ReadonlySet<string>, out: Set<string>): void {
  switch (e.kind) {
    case 'literal':
    case 'invalid':
      return;
    case 'template':
      visitParts(e.parts, bound, out);
      return;
    case 'template-wrap':
      visit(e.expression, bound, out);
      return;
    case 'tuple':
      for (const element of e.elements) visit(element, bound, out);
      return;
    case 'object':
      for (const item of e.items) {
        visit(item.key, bound, out);
        visit(item.value, bound, out);
      }
      return;
    case 'for': {
      visit(e.collection, bound, out);
      const inner = new Set([...bound, e.valueVariable, ...(e.keyVariable === null ? [] : [e.keyVariable])]);
      for (const part of [e.key, e.value, e.condition]) if (part) visit(part, inner, out);
      return;
    }
    case 'call':
      for (const argument of e.arguments) visit(argument, bound, out);
      return;
    case 'traversal': {
      if (!bound.has(e.root))
        out.add(
          [e.root, ...e.steps.map((s) => (s.kind === 'attribute' ? s.name : undefined))]
            .slice(0, attributesFirst(e.steps) + 1)
            .join('.'),
        );
      visitSteps(e.steps, bound, out);
      return;
    }
    case 'relative-traversal':
      visit(e.source, bound, out);
      visitSteps(e.steps, bound, out);
      return;
    case 'unary':
      visit(e.operand, bound, out);
      return;
    case 'binary':
      visit(e.left, bound, out);
      visit(e.right, bound, out);
      return;
    case 'conditional':
      for (const part of [e.condition, e.whenTrue, e.whenFalse]) visit(part, bound, out);
  }
}

/** How many attribute steps a traversal begins with. */
function attributesFirst(steps: readonly Step[]): number {
  const other = steps.findIndex((s) => s.kind !== 'attribute');
  return other < 0 ? steps.length : other;
}

function visitSteps(steps: readonly Step[], bound: ReadonlySet<string>, out: Set<string>): void {
  for (const step of steps) {
    if (step.kind === 'index') visit(step.key, bound, out);
    else if (step.kind === 'splat') visitSteps(step.each, bound, out);
  }
}

function visitParts(parts: readonly TemplatePart[], bound: ReadonlySet<string>, out: Set<string>): void {
  for (const part of parts) {
    if (part.kind === 'interpolation') visit(part.expression, bound, out);
    else if (part.kind === 'if') {
      visit(part.condition, bound, out);
      visitParts([...part.whenTrue, ...part.whenFalse], bound, out);
    } else if (part.kind === 'for') {
      visit(part.collection, bound, out);
      visitParts(
        part.parts,
        new Set([...bound, part.valueVariable, ...(part.keyVariable === null ? [] : [part.keyVariable])]),
        out,
      );
    }
  }
}
