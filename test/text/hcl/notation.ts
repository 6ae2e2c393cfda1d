import type { Expression, Step, TemplatePart } from '../../../src/text/hcl/index.ts';

/** An expression's structure in one line, prefix notation: what fixtures/hcl/expressions.json holds of HCL's own parser. */
export function notation(e: Expression): string {
  switch (e.kind) {
    case 'literal':
      return JSON.stringify(e.value);
    case 'template':
      return `(template ${parts(e.parts)})`;
    case 'template-wrap':
      return `(wrap ${notation(e.expression)})`;
    case 'tuple':
      return `(tuple${list(e.elements)})`;
    case 'object':
      return `(object${e.items.map(({ key, value }) => ` (${notation(key)} = ${notation(value)})`).join('')})`;
    case 'for': {
      const key = e.key === null ? '' : ` ${notation(e.key)} =>`;
      const condition = e.condition === null ? '' : ` if ${notation(e.condition)}`;
      const head = `(for ${e.keyVariable ?? ''},${e.valueVariable} ${notation(e.collection)}`;
      return `${head}${key} ${notation(e.value)}${e.grouping ? ' ...' : ''}${condition})`;
    }
    case 'call':
      return `(${e.name}${list(e.arguments)}${e.expandFinal ? ' ...' : ''})`;
    case 'traversal':
      return e.steps.length === 0 ? e.root : `{${e.root}${steps(e.steps)}}`;
    case 'relative-traversal':
      return `{${notation(e.source)}${steps(e.steps)}}`;
    case 'unary':
      return `(${e.operator} ${notation(e.operand)})`;
    case 'binary':
      return `(${e.operator} ${notation(e.left)} ${notation(e.right)})`;
    case 'conditional':
      return `(? ${notation(e.condition)} ${notation(e.whenTrue)} ${notation(e.whenFalse)})`;
    case 'invalid':
      return `(invalid ${e.reason})`;
  }
}

function list(expressions: readonly Expression[]): string {
  return expressions.map((e) => ` ${notation(e)}`).join('');
}

function steps(all: readonly Step[]): string {
  return all
    .map((step) => {
      if (step.kind === 'attribute') return ` .${step.name}`;
      if (step.kind === 'index') return ` [${notation(step.key)}]`;
      return ` [*${steps(step.each)}]`;
    })
    .join('');
}

/** An empty text says nothing; HCL's parser puts one where a branch has no parts. */
function parts(all: readonly TemplatePart[]): string {
  const [first] = all;
  if (all.length === 1 && first?.kind === 'text' && first.value === '') return '';
  return all
    .map((part) => {
      if (part.kind === 'text') return JSON.stringify(part.value);
      if (part.kind === 'interpolation') return `\${${notation(part.expression)}}`;
      if (part.kind === 'if')
        return `(%if ${notation(part.condition)} (${parts(part.whenTrue)}) (${parts(part.whenFalse)}))`;
      const head = `${part.keyVariable ?? ''},${part.valueVariable}`;
      return `(%for ${head} ${notation(part.collection)} (${parts(part.parts)}))`;
    })
    .join(' ');
}
