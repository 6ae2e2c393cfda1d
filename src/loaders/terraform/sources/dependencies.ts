/** The references of source blocks, for the order of an apply. */
import { attribute, type Block, type Body, type Expression } from '../../../text/hcl/index.ts';
import type { Dependencies } from '../document/dependencies.ts';
import { traversalsOf } from './references.ts';
import type { SourceModule, SourceTree } from './tree.ts';

export function dependenciesIn(tree: SourceTree): Dependencies {
  const of = (calls: readonly string[], read: (module: SourceModule) => Iterable<string> | undefined) => {
    const module = tree.module(calls);
    const found = module && read(module);
    return found && [...found];
  };
  const inBlock = (block: Block | undefined) => block && [...inBody(block.body)];
  return {
    ofResource: (calls, name) => of(calls, ({ resources }) => inBlock(resources.get(name)?.node)),
    ofOutput: (calls, name) => of(calls, ({ outputs }) => inBlock(outputs.get(name)?.node)),
    ofLocal: (calls, name) => of(calls, ({ locals }) => inExpression(locals.get(name)?.node.expression)),
    ofArgument: (calls, call, name) =>
      of(calls, ({ calls: made }) => {
        const body = made.get(call)?.node.body;
        return body && inExpression(attribute(body, name)?.expression, []);
      }),
    ofCall: (calls, call) =>
      of(calls, ({ calls: made }) => {
        const body = made.get(call)?.node.body;
        return body && META.flatMap((name) => inAttribute(body, name));
      }),
    content: (calls) => {
      const module = tree.module(calls);
      return module && { resources: [...module.resources.keys()], calls: [...module.calls.keys()] };
    },
  };
}

/** Arguments of a call that all of its module waits for. */
const META = ['depends_on', 'count', 'for_each'];

function inExpression(expression: Expression | undefined, otherwise?: readonly string[]): Iterable<string> | undefined {
  return expression ? traversalsOf(expression) : otherwise;
}

function inAttribute(body: Body, name: string): readonly string[] {
  const expression = attribute(body, name)?.expression;
  if (!expression) return [];
  if (name !== 'depends_on' || expression.kind !== 'tuple') return [...traversalsOf(expression)];
  // In JSON, and in old code, they are texts.
  return expression.elements.flatMap((element) => textOf(element) ?? [...traversalsOf(element)]);
}

function textOf(expression: Expression): string | undefined {
  return expression.kind === 'literal' && typeof expression.value === 'string' ? expression.value : undefined;
}

function* inBody(body: Body): Generator<string> {
  for (const { name } of body.attributes) yield* inAttribute(body, name);
  for (const block of body.blocks) yield* inBody(block.body);
}
