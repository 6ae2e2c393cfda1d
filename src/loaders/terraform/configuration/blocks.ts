/** What is written of an argument: an expression, or nested blocks, `dynamic` ones with them. */
import { attribute, type Block, type Body, type Expression } from '../../../text/hcl/index.ts';
import { entriesOf } from '../sources/collections.ts';
import { evaluate } from '../sources/evaluate.ts';
import type { Frame } from '../sources/frame.ts';
import { settle, type Unknowable, unknowable, type Value } from '../values/value.ts';
import { whyUnknown } from '../values/why-unknown.ts';

/** Undefined where nothing is written. */
export function writtenValue(body: Body, name: string, frame: Frame): Value | undefined {
  const found = attribute(body, name);
  if (found) return evaluate(found.expression, frame);
  const blocks = body.blocks.filter((block) => typeOf(block) === name);
  return blocks.length === 0 ? undefined : listOf(blocks, name, frame);
}

function typeOf(block: Block): string | undefined {
  return block.type === 'dynamic' ? block.labels[0]?.text : block.type;
}

function listOf(blocks: readonly Block[], name: string, frame: Frame): Value {
  const sure: Value[] = [];
  const maybe: Value[] = [];
  let open: Unknowable | null = null;
  for (const block of blocks) {
    if (block.type !== 'dynamic') {
      sure.push(objectOf(block.body, frame));
      continue;
    }
    const made = dynamicBlocks(block, name, frame);
    sure.push(...made.sure);
    maybe.push(...made.maybe);
    open ??= made.open;
  }
  return maybe.length === 0 && open === null ? settle({ k: 'list', items: sure }) : { k: 'some', sure, maybe, open };
}

interface Made {
  readonly sure: readonly Value[];
  readonly maybe: readonly Value[];
  readonly open: Unknowable | null;
}

function dynamicBlocks({ body }: Block, name: string, frame: Frame): Made {
  const forEach = attribute(body, 'for_each')?.expression;
  const collection = forEach
    ? evaluate(forEach, frame)
    : unknowable(name, `a dynamic block \`${name}\` has no \`for_each\``);
  const entries = entriesOf(collection);
  if (!entries) {
    const isNone = collection.k === 'lit' && collection.v === null;
    return { sure: [], maybe: [], open: isNone ? null : unknowable(name, whyUnknown(collection)) };
  }
  const iterator = nameOf(attribute(body, 'iterator')?.expression) ?? name;
  const made = entries.items.map(({ key, value, sure }) => {
    const names = new Map(frame.names);
    names.set(iterator, {
      k: 'object',
      members: new Map([
        ['key', key],
        ['value', value],
      ]),
    });
    return { sure, value: contentOf(body, { ...frame, names }) };
  });
  return {
    sure: made.filter(({ sure }) => sure).map(({ value }) => value),
    maybe: made.filter(({ sure }) => !sure).map(({ value }) => value),
    open: entries.open,
  };
}

/** In JSON `content` looks like any other argument. */
function contentOf(body: Body, frame: Frame): Value {
  const content = body.blocks.find(({ type }) => type === 'content');
  if (content) return objectOf(content.body, frame);
  return writtenValue(body, 'content', frame) ?? settle({ k: 'object', members: new Map() });
}

function nameOf(expression: Expression | undefined): string | undefined {
  if (expression?.kind === 'traversal' && expression.steps.length === 0) return expression.root;
  return expression?.kind === 'literal' && typeof expression.value === 'string' ? expression.value : undefined;
}

function objectOf(body: Body, frame: Frame): Value {
  const members = new Map<string, Value>();
  for (const { name, expression } of body.attributes) members.set(name, evaluate(expression, frame));
  for (const block of body.blocks) {
    const name = typeOf(block);
    if (name === undefined || members.has(name)) continue;
    members.set(
      name,
      listOf(
        body.blocks.filter((each) => typeOf(each) === name),
        name,
        frame,
      ),
    );
  }
  return settle({ k: 'object', members });
}
