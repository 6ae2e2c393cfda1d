/** Mutants of a TypeScript file: each a small change of its meaning, all in one text, switched on by number. */
import { parseSync } from 'oxc-parser';

/** What an operator is changed to. */
const OPERATORS = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  '*': '/',
  '&&': '||',
  '||': '&&',
  '??': '&&',
};

/** What a method of lists is changed to; '' leaves the call out. */
const METHODS = {
  some: 'every',
  every: 'some',
  filter: '',
  map: '',
  flatMap: '',
  sort: '',
  reverse: '',
  find: 'findLast',
};

/** Parts of a syntax tree that are not code: types, names, messages. */
const SKIPPED = /^(?:TS|Import|ExportAll|TemplateElement)/;
/** TypeScript around an expression, which is code. */
const AROUND = new Set(['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression']);

/**
 * @param before how many mutants other files have: numbers go on from there
 * @returns {{ code: string, mutants: { line: number, was: string, is: string }[] }} the text that holds all of them
 */
export function mutantsOf(file, source, before = 0) {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const mutants = [];
  /** What runs once, when a file is loaded, is not changed: tables, examples. */
  let inside = 0;
  const text = (node) => source.slice(node.start, node.end);
  const add = (node, is) => {
    const line = source.slice(0, node.start).split('\n').length;
    mutants.push({ line, was: short(text(node)), is: short(is) });
    return before + mutants.length;
  };

  /** The text of a node with the mutants in it. */
  const print = (node) => {
    if (/Function/.test(node.type)) {
      inside += 1;
      const out = splice(node, childrenOf(node));
      inside -= 1;
      return out;
    }
    if (node.type === 'Literal' || SKIPPED.test(node.type) !== AROUND.has(node.type)) return leafOf(node);
    const inner = splice(node, childrenOf(node));
    let out = inner;
    for (const is of inside > 0 ? changesOf(node) : []) out = `(M(${add(node, is)})?(${is}):${out})`;
    return out;
  };

  const leafOf = (node) => {
    if (inside === 0 || typeof node.value !== 'boolean') return text(node);
    const is = String(!node.value);
    return `(M(${add(node, is)})?${is}:${text(node)})`;
  };

  const splice = (node, children) => {
    let out = '';
    let at = node.start;
    for (const child of children) {
      out += source.slice(at, child.start) + (child.isCondition ? tested(child) : print(child));
      at = child.end;
    }
    const rest = out + source.slice(at, node.end);
    // A body that does nothing.
    return node.isBody
      ? rest.replace('{', `{if(M(${add({ start: node.start, end: node.start + 1 }, 'no body')}))return;`)
      : rest;
  };

  /** A condition: also always true and always false. */
  const tested = (node) => {
    const inner = print(node);
    if (inside === 0) return inner;
    const no = add(node, 'false');
    if (node.isLoop) return `(M(${no})?false:${inner})`;
    return `(M(${no})?false:M(${add(node, 'true')})?true:${inner})`;
  };

  const changesOf = (node) => {
    if (node.type === 'BinaryExpression' || node.type === 'LogicalExpression') {
      const operator = OPERATORS[node.operator];
      if (operator === undefined || isText(node)) return [];
      return [`(${text(node.left)}) ${operator} (${text(node.right)})`];
    }
    if (node.type === 'UnaryExpression' && node.operator === '!') return [text(node.argument)];
    if (node.type === 'ArrayExpression' && node.elements.length > 0) return ['[]'];
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
      const method = METHODS[node.callee.property.name];
      if (method === undefined || node.callee.optional) return [];
      const of = text(node.callee.object);
      return [method === '' ? of : `${of}.${method}(${node.arguments.map(text).join(', ')})`];
    }
    return [];
  };

  const isText = ({ operator, left, right }) =>
    operator === '+' && [left, right].some((side) => side.type === 'TemplateLiteral' || typeof side.value === 'string');

  return { code: splice(program, childrenOf(program)), mutants };
}

/** The nodes in a node in their order, marked with what they are there for. */
function childrenOf(node) {
  const out = [];
  for (const [key, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type !== 'string') continue;
      if (isName(node, key) || (/^TS/.test(child.type) && !AROUND.has(child.type))) continue;
      if (key === 'test' && child.type !== 'Literal' && node.type !== 'SwitchCase') child.isCondition = true;
      if (child.isCondition && /^(?:While|DoWhile|For)/.test(node.type)) child.isLoop = true;
      if (key === 'body' && child.type === 'BlockStatement' && /Function/.test(node.type)) child.isBody = true;
      out.push(child);
    }
  }
  const shorthand = node.type === 'Property' && node.shorthand;
  return (shorthand ? [] : out).sort((a, b) => a.start - b.start);
}

/** Names, targets of assignments, and callees, which keep their `this`. */
function isName(node, key) {
  if ((key === 'key' && !node.computed) || key === 'id' || key === 'label' || key === 'params') return true;
  if (node.type === 'MemberExpression' && key === 'property' && !node.computed) return true;
  if (node.type === 'AssignmentExpression' && key === 'left') return true;
  return node.type === 'UpdateExpression' || key === 'typeAnnotation' || key === 'decorators' || key === 'superClass';
}

function short(code) {
  const line = code.replace(/\s+/g, ' ');
  return line.length > 70 ? `${line.slice(0, 67)}...` : line;
}
