/** Policies as trees with unknown leaves, also out of a policy document data source that is read only during apply. */
import { type Fact, known, type Origin, TemplateLeaf, type Tree, UnknownLeaf, unknown } from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { jsonTemplate } from '../values/json-template.ts';
import { elements, type Value } from '../values/value.ts';
import { valueTree } from '../values/value-tree.ts';
import { whyUnknown } from '../values/why-unknown.ts';
import { type BlockView, blockViews } from './blocks.ts';
import type { Registry } from './registry.ts';

/** The policy an attribute holds: null where none is given, text where it is known, else a tree. */
export function toTree(value: Value, at: Origin, registry: Registry): Fact<Tree | null> {
  if (value.k === 'lit') {
    if (value.v === null || value.v === '') return known(null, at, value.sensitive);
    return typeof value.v === 'string'
      ? known(value.v, at, value.sensitive)
      : unknown('the policy is not a string', at);
  }
  const tree = treeOf(value, registry);
  return tree === undefined ? unknown(whyUnknown(value), at) : known(tree, at);
}

/** The JSON that a value will be, with unknown leaves. Undefined if not even its form is known. */
function treeOf(value: Value, registry: Registry): Tree | undefined {
  switch (value.k) {
    case 'lit':
      return typeof value.v === 'string' ? parsed(value.v) : undefined;
    case 'mix':
      return value.parts.length === 1 ? treeOf(value.parts[0]!, registry) : undefined;
    case 'json':
      return valueTree(value.of);
    case 'text':
      return jsonTemplate(value.parts);
    case 'attribute': {
      const isDocument = value.of.type === 'aws_iam_policy_document';
      const isJson = value.path.length === 1 && (value.path[0] === 'json' || value.path[0] === 'minified_json');
      return isDocument && isJson ? documentTree(value.of, registry) : undefined;
    }
    default:
      return undefined;
  }
}

function parsed(json: string): Tree | undefined {
  try {
    return JSON.parse(json) as Tree;
  } catch {
    return undefined;
  }
}

function documentTree(instance: Instance, registry: Registry): Tree {
  const read = (name: string) => registry.graph.read(instance, name);
  const whole = new UnknownLeaf(
    `the statements of ${instance.address} are known only after apply`,
    `${instance.address}.json`,
  );
  const blocks = blockViews(read('statement'));
  if (!blocks) return whole;
  const version = read('version');
  // Later documents replace statements of the same `sid`: in this order.
  const layers = [
    ...documentsOf([read('source_policy_documents'), read('source_json')], registry),
    blocks.map(statementTree),
    ...documentsOf([read('override_policy_documents'), read('override_json')], registry),
  ];
  const statements = layers.includes(undefined) ? undefined : overlaid(layers as readonly (readonly Tree[])[]);
  if (!statements) return whole;
  return {
    Version: version.k === 'lit' && version.v === null ? '2012-10-17' : valueTree(version),
    Statement: statements,
  };
}

/** The statements of each of the documents that lists of JSON texts hold; undefined for one that is not known. */
function documentsOf(lists: readonly Value[], registry: Registry): (readonly Tree[] | undefined)[] {
  return lists.flatMap((list) => {
    if (isNone(list)) return [];
    if (list.k !== 'lit' && list.k !== 'list') return [undefined];
    return elements(list)
      .filter((item) => !isNone(item))
      .map((item) => statementsOf(treeOf(item, registry)));
  });
}

function statementsOf(document: Tree | undefined): readonly Tree[] | undefined {
  if (!isObject(document)) return undefined;
  const statement = document.Statement ?? [];
  if (Array.isArray(statement)) return statement as readonly Tree[];
  return isObject(statement) ? [statement] : undefined;
}

/** Statements one layer over the other; undefined where a `sid` that decides is not known. */
function overlaid(layers: readonly (readonly Tree[])[]): readonly Tree[] | undefined {
  const out: Tree[] = [];
  const places = new Map<string, number>();
  for (const statement of layers.flat()) {
    const sid = isObject(statement) ? (statement.Sid ?? '') : undefined;
    if (typeof sid !== 'string') return undefined;
    const place = sid === '' ? undefined : places.get(sid);
    if (place !== undefined) out[place] = statement;
    else if (out.push(statement) && sid !== '') places.set(sid, out.length - 1);
  }
  return out;
}

function isObject(tree: Tree | undefined): tree is { readonly [key: string]: Tree } {
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) return false;
  return !(tree instanceof UnknownLeaf) && !(tree instanceof TemplateLeaf);
}

function isNone(value: Value): boolean {
  return value.k === 'lit' && (value.v === null || value.v === '' || (Array.isArray(value.v) && value.v.length === 0));
}

function statementTree(block: BlockView): Tree {
  const out: Record<string, Tree> = {};
  const put = (name: string, key: string) => {
    const value = block.member(name);
    if (!isNone(value)) out[key] = valueTree(value);
  };
  put('sid', 'Sid');
  const effect = block.member('effect');
  out.Effect = isNone(effect) ? 'Allow' : valueTree(effect);
  put('actions', 'Action');
  put('not_actions', 'NotAction');
  put('resources', 'Resource');
  put('not_resources', 'NotResource');
  principals(block.member('principals'), 'Principal', out);
  principals(block.member('not_principals'), 'NotPrincipal', out);
  conditions(block.member('condition'), out);
  return out;
}

function principals(value: Value, key: string, out: Record<string, Tree>): void {
  const blocks = blockViews(value);
  if (!blocks) {
    out[key] = new UnknownLeaf(whyUnknown(value));
    return;
  }
  if (blocks.length === 0) return;
  const types: Record<string, Tree[]> = Object.create(null);
  for (const block of blocks) {
    const type = block.member('type');
    const identifiers = valueTree(block.member('identifiers'));
    if (type.k !== 'lit' || typeof type.v !== 'string') {
      out[key] = new UnknownLeaf(whyUnknown(type));
      return;
    }
    types[type.v] = [
      ...(types[type.v] ?? []),
      ...(Array.isArray(identifiers) ? (identifiers as Tree[]) : [identifiers]),
    ];
  }
  // The provider writes principal `*` of type `*` as the plain string.
  out[key] = types['*']?.length === 1 && types['*'][0] === '*' && Object.keys(types).length === 1 ? '*' : { ...types };
}

function conditions(value: Value, out: Record<string, Tree>): void {
  const blocks = blockViews(value);
  if (!blocks) {
    out.Condition = new UnknownLeaf(whyUnknown(value));
    return;
  }
  if (blocks.length === 0) return;
  const tests: Record<string, Record<string, Tree>> = Object.create(null);
  for (const block of blocks) {
    const test = block.member('test');
    const variable = block.member('variable');
    if (test.k !== 'lit' || variable.k !== 'lit') {
      out.Condition = new UnknownLeaf(whyUnknown(test.k === 'lit' ? variable : test));
      return;
    }
    const values = valueTree(block.member('values'));
    const keys = tests[String(test.v)] ?? (Object.create(null) as Record<string, Tree>);
    tests[String(test.v)] = keys;
    const before = keys[String(variable.v)];
    keys[String(variable.v)] = before === undefined ? values : [...asList(before), ...asList(values)];
  }
  out.Condition = Object.fromEntries(Object.entries(tests).map(([test, keys]) => [test, { ...keys }]));
}

function asList(tree: Tree): readonly Tree[] {
  return Array.isArray(tree) ? (tree as readonly Tree[]) : [tree];
}
