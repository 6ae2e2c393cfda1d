/** Functions that make texts and lists of others. */
import { isList, isMap, isScalar, type Raw, type RawMap } from '../document/raw.ts';
import { subRanges } from './cidr.ts';
import { type Context, inScope, within } from './context.ts';
import { attributeOf, referTo } from './references.ts';
import {
  because,
  concat,
  isSecret,
  list,
  lit,
  NONE,
  numberOf,
  symbolOf,
  text,
  textOf,
  unknownValue,
  type Value,
} from './value.ts';

export function sub(argument: Raw, context: Context): Value {
  const [template, given] = isList(argument) ? argument : [argument, undefined];
  if (!isScalar(template)) return unknownValue('`Fn::Sub` is written with a text');
  const own = isMap(given) ? given : {};
  const pieces = inScope(String(template), context.scope).split(/\$\{([^}]*)\}/);
  const parts = pieces.map((piece, i): Value => {
    if (i % 2 === 0) return lit(piece);
    const name = piece.trim();
    if (name.startsWith('!')) return lit(`\${${name.slice(1)}}`);
    return named(name, own, context);
  });
  return settled(concat(parts.filter((part) => part.k !== 'lit' || part.v !== '')) ?? notText(parts));
}

function named(name: string, own: RawMap, context: Context): Value {
  if (Object.hasOwn(own, name)) return context.run.evaluate(own[name]!, within(context));
  const dot = name.indexOf('.');
  // `${Network.SubnetA}` of a module is a name with a dot, and found as such first.
  if (dot < 0 || context.stack.resources.has(name)) return referTo(name, context);
  return attributeOf(name.slice(0, dot), name.slice(dot + 1), context);
}

function notText(parts: readonly Value[]): Value {
  const odd = parts.find((part) => part.k !== 'lit');
  return unknownValue(odd ? because(odd) : 'it is no text', { secret: parts.some(isSecret) });
}

export function join(argument: Raw, context: Context): Value {
  if (!isList(argument) || argument.length !== 2)
    return unknownValue('`Fn::Join` is written with a delimiter and a list');
  const [delimiter, items] = argument.map((each) => context.run.evaluate(each, within(context)));
  const between = textOf(delimiter!);
  if (between === undefined) return unknownValue(because(delimiter!));
  if (items!.k !== 'list') {
    const symbol = symbolOf(items!);
    return items!.k === 'lit'
      ? items!
      : unknownValue(because(items!), {
          ...(symbol === undefined ? {} : { symbol: `Join ${JSON.stringify(between)} ${symbol}` }),
          form: 'one',
          secret: isSecret(items!),
        });
  }
  const parts = items!.items.flatMap((item, i) => (i === 0 || between === '' ? [item] : [lit(between), item]));
  return settled(concat(parts) ?? notText(items!.items));
}

export function split(argument: Raw, context: Context): Value {
  if (!isList(argument) || argument.length !== 2)
    return unknownValue('`Fn::Split` is written with a delimiter and a text');
  const [delimiter, source] = argument.map((each) => context.run.evaluate(each, within(context)));
  const at = textOf(delimiter!);
  if (at === undefined || at === '') return unknownValue(because(delimiter!));
  return splitBy(at, source!);
}

/** A text with unknown parts is split at what is known of it: ids, ARNs and names of resources hold no comma. */
export function splitBy(delimiter: string, source: Value): Value {
  if (source.k === 'lit')
    return list(
      text(source)
        .split(delimiter)
        .map((piece) => lit(piece, source)),
    );
  if (source.k === 'ref' && isPlain(delimiter, source.attribute)) return list([source]);
  const open = source.k === 'mix' ? source.parts.find((part) => !isWhole(part, delimiter)) : source;
  if (source.k !== 'mix' || open) {
    const symbol = symbolOf(source);
    return unknownValue(because(open ?? source), {
      ...(symbol === undefined ? {} : { symbol: `Split ${JSON.stringify(delimiter)} ${symbol}` }),
      form: 'list',
      secret: isSecret(source),
    });
  }
  const items: Value[][] = [[]];
  for (const part of source.parts) {
    if (part.k !== 'lit') {
      items.at(-1)!.push(part);
      continue;
    }
    const [first = '', ...rest] = text(part).split(delimiter);
    if (first !== '') items.at(-1)!.push(lit(first, part));
    for (const piece of rest) items.push(piece === '' ? [] : [lit(piece, part)]);
  }
  return list(items.map((parts) => concat(parts) ?? NONE));
}

/** Whether no delimiter can be inside a part. */
function isWhole(part: Value, delimiter: string): boolean {
  if (part.k === 'lit') return true;
  if (part.k === 'ref') return isPlain(delimiter, part.attribute);
  return (
    part.k === 'unknown' && part.form === 'one' && delimiter === ',' && part.symbol?.startsWith('import ') !== true
  );
}

function isPlain(delimiter: string, attribute: string | null): boolean {
  return delimiter === ',' || (delimiter === '|' && (attribute === null || !/Dns|Cidr/.test(attribute)));
}

export function select(argument: Raw, context: Context): Value {
  if (!isList(argument) || argument.length !== 2)
    return unknownValue('`Fn::Select` is written with an index and a list');
  const [at, items] = argument.map((each) => context.run.evaluate(each, within(context)));
  const index = numberOf(at!);
  if (index === undefined || !Number.isInteger(index) || index < 0)
    return unknownValue(`the index of \`Fn::Select\`: ${because(at!)}`, { form: 'one' });
  switch (items!.k) {
    case 'list': {
      const item = items!.items[index];
      if (item) return item;
      context.run.refuse(`\`Fn::Select\` wants item ${index} of a list of ${items!.items.length}`);
      return unknownValue(`the list has no item ${index}`, { form: 'one' });
    }
    case 'zones': {
      const { region, standIn } = items!;
      return lit(`zone ${index + 1} of ${region}`, { standIn: true || standIn });
    }
    default: {
      const symbol = symbolOf(items!);
      return unknownValue(because(items!), {
        ...(symbol === undefined ? {} : { symbol: `Select ${index} of ${symbol}` }),
        form: 'one',
        secret: isSecret(items!),
      });
    }
  }
}

export function cidr(argument: Raw, context: Context): Value {
  const all = isList(argument) ? argument.map((each) => context.run.evaluate(each, within(context))) : [];
  const range = all[0] && textOf(all[0]);
  const count = all[1] && numberOf(all[1]);
  const bits = all[2] && all[2].k !== 'none' ? numberOf(all[2]) : 8;
  const unclear = all.find((each) => each.k !== 'lit');
  if (range === undefined || count === undefined || bits === undefined)
    return unknownValue(unclear ? because(unclear) : '`Fn::Cidr` is written with a range, a count and bits', {
      form: 'list',
    });
  const ranges = subRanges(range, count, bits);
  if (ranges) return list(ranges.map((each) => lit(each)));
  context.run.refuse(`\`Fn::Cidr\` finds no ${count} ranges in ${range}`);
  return unknownValue(`there are no ${count} such ranges in ${range}`, { form: 'list' });
}

export function base64(argument: Raw, context: Context): Value {
  const value = context.run.evaluate(argument, within(context));
  return value.k === 'lit'
    ? lit(Buffer.from(text(value)).toString('base64'), value)
    : unknownValue(because(value), { form: 'one', secret: isSecret(value) });
}

export function length(argument: Raw, context: Context): Value {
  const value = context.run.evaluate(argument, within(context));
  return value.k === 'list' ? lit(value.items.length) : unknownValue(because(value), { form: 'one' });
}

/** `Fn::ToJsonString`: a text that holds what its argument holds. */
export function toJson(argument: Raw, context: Context): Value {
  const value = context.run.evaluate(argument, within(context));
  return settled(concat(jsonParts(value)) ?? unknownValue(because(value)));
}

function jsonParts(value: Value): Value[] {
  switch (value.k) {
    case 'lit':
      return [lit(JSON.stringify(value.v), value)];
    case 'list':
      return [
        lit('['),
        ...value.items.flatMap((item, i) => [...(i === 0 ? [] : [lit(',')]), ...jsonParts(item)]),
        lit(']'),
      ];
    case 'map': {
      if (value.open !== null) return [unknownValue(value.open)];
      const members = [...value.members].flatMap(([key, each], i) => [
        lit(`${i === 0 ? '' : ','}${JSON.stringify(key)}:`),
        ...jsonParts(each),
      ]);
      return [lit('{'), ...members, lit('}')];
    }
    case 'mix':
      return [
        lit('"'),
        ...value.parts.map((part) => (part.k === 'lit' ? lit(JSON.stringify(text(part)).slice(1, -1), part) : part)),
        lit('"'),
      ];
    case 'none':
      return [lit('null')];
    default:
      // A value that becomes a list or a map would be here without quotes.
      return value.k === 'ref' || (value.k === 'unknown' && value.form === 'one')
        ? [lit('"'), value, lit('"')]
        : [value];
  }
}

const DYNAMIC = /\{\{resolve:([a-z-]+):([^}]*)\}\}/;

/** A text in which a dynamic reference stands is known in part only: what is stored there comes at deployment. */
export function settled(value: Value): Value {
  if (value.k === 'lit') {
    const plain = String(value.v);
    if (!plain.includes('{{resolve:')) return value;
    const pieces = plain.split(new RegExp(DYNAMIC.source));
    const parts: Value[] = [];
    for (let i = 0; i < pieces.length; i += 3) {
      if (pieces[i] !== '') parts.push(lit(pieces[i]!, value));
      if (i + 1 < pieces.length) parts.push(stored(pieces[i + 1]!, pieces[i + 2]!));
    }
    return concat(parts) ?? value;
  }
  if (value.k !== 'mix' || !value.parts.some((part) => part.k === 'lit' && text(part).includes('{{resolve:')))
    return value;
  return unknownValue('a dynamic reference is resolved at deployment', { form: 'one', secret: true });
}

function stored(store: string, name: string): Value {
  const secret = store !== 'ssm';
  return unknownValue(
    secret
      ? 'a dynamic reference to a secret is resolved at deployment'
      : `the dynamic reference to ${name} is resolved at deployment`,
    { symbol: `resolve ${store} ${name}`, form: 'one', secret },
  );
}
