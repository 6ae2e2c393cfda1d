/** Functions that make texts of values that are not all known. */
import { keyText } from '../../values/stand-in.ts';
import { failure, lit, NULL, textOf, unknowable, type Value } from '../../values/value.ts';
import { whyUnknown } from '../../values/why-unknown.ts';
import { TEXTS } from '../pure/texts.ts';
import { exact, type Fn, isNeverEmpty, later, list } from './fn.ts';

export const join: Fn = ([separator, ...lists]) => {
  const items = lists.length === 1 ? exact(lists[0]) : undefined;
  if (!items || separator?.k !== 'lit') return later('join', separator, ...lists);
  return textOf(items.flatMap((item, i) => (i === 0 ? [item] : [separator, item])));
};

/** `%s`, `%d` and `%v` without flags; anything more particular is left unknown. */
export const format: Fn = ([pattern, ...args]) => {
  if (pattern?.k !== 'lit' || typeof pattern.v !== 'string') return later('format', pattern);
  const parts: Value[] = [];
  let next = 0;
  for (const piece of pattern.v.split(/(%%|%[a-zA-Z]|%[^%a-zA-Z]*[a-zA-Z])/)) {
    if (piece === '%%') parts.push(lit('%'));
    else if (/^%[sdv]$/.test(piece)) {
      const arg = args[next];
      next += 1;
      if (!arg) return failure('`format` has too few arguments');
      parts.push(arg);
    } else if (piece.startsWith('%')) return later('format');
    else if (piece !== '') parts.push(lit(piece));
  }
  return textOf(parts);
};

export const jsonencode: Fn = ([value]) => {
  if (!value) return NULL;
  return value.k === 'lit' ? lit(JSON.stringify(value.v), value.sensitive) : { k: 'json', of: value };
};

export const jsondecode: Fn = ([value]) =>
  value?.k === 'json' ? value.of : (value ?? NULL).k === 'unknown' ? value! : later('jsondecode');

/** The first that is neither null nor empty. One of several if that is not known for those before it. */
export const coalesce: Fn = (args) => {
  const options: Value[] = [];
  for (const arg of args) {
    if (arg.k === 'lit' && (arg.v === null || arg.v === '')) continue;
    options.push(arg);
    if (arg.k === 'lit' || isNeverEmpty(arg)) break;
  }
  const [first] = options;
  if (!first) return failure('every argument is null or empty');
  return options.length === 1 ? first : { k: 'one', options, because: whyUnknown(first) };
};

/** Names of zones, of all the forms they have. */
const ZONES = ['us-east-1a', 'eu-central-1b', 'us-gov-west-1c', 'us-west-2-lax-1a', 'us-east-1-wl1-bos-wlz-1'];

/** Matches in the name of a zone that is not known yet: as many as in the name of any zone. */
export const regexall: Fn = ([pattern, text]) => {
  const name = text && text.k !== 'lit' ? keyText(text) : undefined;
  if (name === undefined || pattern?.k !== 'lit') return later('regexall', text);
  const counts = new Set(ZONES.map((zone) => matchesIn(zone, pattern.v)));
  const [count] = counts;
  if (count === undefined || counts.size > 1) return later('regexall', text);
  return list(Array.from({ length: count }, () => unknowable('a match', whyUnknown(text!))));
};

function matchesIn(zone: string, pattern: unknown): number | undefined {
  try {
    return (TEXTS.regexall!(pattern, zone) as readonly unknown[]).length;
  } catch {
    return undefined;
  }
}
