/**
 * The JSON form of HCL (json/spec.md of hashicorp/hcl): `.tf.json`, `.tfvars.json`. Without the schema of a resource it
 * does not show what is a nested block and what is an object. Inside the blocks of the file, every member is therefore an
 * attribute, and members that may be blocks are also blocks. A look-up by name finds the form that it expects.
 */

import { table } from '../../base/table.ts';
import {
  type JsonFault,
  type JsonFaultKind,
  type JsonMember,
  type JsonNode,
  type JsonObject,
  type JsonScalar,
  parseJson,
  stringPlaces,
} from '../json/nodes.ts';
import { positions, type Range } from '../lines.ts';
import type { Expression, ObjectItem } from './ast.ts';
import { nestedBlocks, topLevelBlocks } from './block-types.ts';
import { LazyAttribute } from './lazy-attribute.ts';
import { maxDepth } from './lexer.ts';
import { parseTemplate } from './parse-expression.ts';
import type { Attribute, Block, Body, Comment, Fault, HclFile, Label } from './structure.ts';

/** A file in JSON. Never fails: what is wrong is in `faults`, what was read before it is there. */
export function parseHclJson(text: string): HclFile {
  const { root, fault } = parseJson(text, maxDepth);
  const faults: Fault[] = fault === undefined ? [] : [faultOf(fault, text)];
  const objects = objectsOf(root);
  if (fault === undefined && objects === undefined) {
    faults.push({ reason: 'An object is required here', range: root.range });
  }
  const members = (objects ?? []).flatMap((object) => object.members).filter(({ name }) => name.value !== '//');
  const isBlock = ({ name }: JsonMember) => Object.hasOwn(topLevelBlocks, name.value);
  return {
    text,
    attributes: members.filter((member) => !isBlock(member)).map((member) => attributeOf(text, member)),
    blocks: members.filter(isBlock).flatMap((member) => blocksOf(text, member, topLevelBlocks)),
    range: { start: 0, end: text.length },
    comments: commentsOf(root),
    faults,
    position: positions(text),
  };
}

const REASONS: Readonly<Record<Exclude<JsonFaultKind, 'separator'>, string>> = table({
  value: 'A value is required here',
  name: 'A member begins with its name in quotes',
  colon: 'A name needs `:` and a value',
  'unclosed-string': 'The string is not closed',
  'control-character': 'The string is not closed',
  escape: 'This string has a bad escape',
  depth: 'Nested too deeply',
  rest: 'Nothing may follow the value',
});

function faultOf({ kind, at, closer }: JsonFault, text: string): Fault {
  const reason = kind === 'separator' ? `\`,\` or \`${closer}\` is required here` : REASONS[kind];
  return { reason, range: { start: at, end: Math.min(at + 1, text.length) } };
}

/** The objects of a body or a level of labels: one, or those of an array; undefined for anything else. */
function objectsOf(node: JsonNode): readonly JsonObject[] | undefined {
  if (node.kind === 'object') return [node];
  if (node.kind === 'scalar') return node.value === null ? [] : undefined;
  return node.elements.every((element) => element.kind === 'object') ? node.elements : undefined;
}

function blocksOf(text: string, { name, value }: JsonMember, types: Readonly<Record<string, number>>): Block[] {
  const count = Object.hasOwn(types, name.value) ? types[name.value]! : 0;
  const blocks: Block[] = [];
  const descend = (node: JsonNode, labels: readonly Label[]) => {
    for (const object of objectsOf(node) ?? []) {
      if (labels.length === count) blocks.push(blockOf(text, name, labels, object));
      else {
        for (const member of object.members) {
          descend(member.value, [...labels, { text: member.name.value, range: member.name.range }]);
        }
      }
    }
  };
  descend(value, []);
  return blocks;
}

function blockOf(text: string, name: JsonMember['name'], labels: readonly Label[], object: JsonObject): Block {
  return {
    type: name.value,
    typeRange: name.range,
    labels,
    header: labels[labels.length - 1]?.range ?? name.range,
    body: new JsonBody(text, object),
    range: object.range,
    closed: true,
  };
}

class JsonBody implements Body {
  readonly range: Range;
  readonly #text: string;
  readonly #members: readonly JsonMember[];
  #attributes: readonly Attribute[] | undefined;
  #blocks: readonly Block[] | undefined;

  constructor(text: string, object: JsonObject) {
    this.#text = text;
    this.#members = object.members.filter(({ name }) => name.value !== '//');
    this.range = { start: object.range.start + 1, end: object.range.end - 1 };
  }

  get attributes(): readonly Attribute[] {
    this.#attributes ??= this.#members.map((member) => attributeOf(this.#text, member));
    return this.#attributes;
  }

  get blocks(): readonly Block[] {
    this.#blocks ??= this.#members.flatMap((member) => blocksOf(this.#text, member, nestedBlocks));
    return this.#blocks;
  }
}

function attributeOf(text: string, { name, value }: JsonMember): Attribute {
  return new LazyAttribute(name.value, name.range, value.range, () => expressionOf(text, value));
}

/** Strings are templates, and so are names of members. If one of them is invalid, the whole expression is. */
function expressionOf(text: string, node: JsonNode): Expression {
  if (node.kind === 'scalar') return scalar(text, node);
  if (node.kind === 'array') {
    const elements: Expression[] = [];
    for (const element of node.elements) {
      const expression = expressionOf(text, element);
      if (expression.kind === 'invalid') return expression;
      elements.push(expression);
    }
    return { kind: 'tuple', elements, range: node.range };
  }
  const items: ObjectItem[] = [];
  for (const member of node.members) {
    const key = scalar(text, member.name);
    if (key.kind === 'invalid') return key;
    const value = expressionOf(text, member.value);
    if (value.kind === 'invalid') return value;
    items.push({ key, value });
  }
  return { kind: 'object', items, range: node.range };
}

function scalar(text: string, node: JsonScalar): Expression {
  const { value, range } = node;
  if (typeof value !== 'string') return { kind: 'literal', value, range };
  return parseTemplate({ text: value, range: { start: 0, end: value.length }, place: stringPlaces(text, node) });
}

/** `"//"` members, wherever they are: their strings. */
function commentsOf(root: JsonNode): Comment[] {
  const comments: Comment[] = [];
  const visit = (node: JsonNode) => {
    if (node.kind === 'array') node.elements.forEach(visit);
    if (node.kind !== 'object') return;
    for (const { name, value } of node.members) {
      if (name.value === '//' && value.kind === 'scalar' && typeof value.value === 'string') {
        comments.push({ marker: '//', text: value.value, range: value.range });
      } else visit(value);
    }
  };
  visit(root);
  return comments;
}
