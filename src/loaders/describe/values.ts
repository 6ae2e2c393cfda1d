/** Values with a shape of their own: tags, times, ranges. */
import { type Fact, known, map, unknown } from '../../model/fact.ts';
import { field, isObject, missing, placeOf, type Row } from './row.ts';

export function lowerCase(text: Fact<string>): Fact<string> {
  return map(text, (value) => value.toLowerCase());
}

/** `[{Key, Value}]` as a record. A key twice: the last wins. */
export function tagsOf(row: Row, name: string): Fact<Readonly<Record<string, string>>> {
  const value = field(row, name);
  const at = placeOf(row, name);
  if (value === undefined) return unknown(missing(row, name), at);
  if (!Array.isArray(value)) return unknown(`\`${name}\` is not a list in this ${row.call} output`, at);
  const tags: [string, string][] = [];
  for (const tag of value) {
    if (!isObject(tag) || typeof tag.Key !== 'string') continue;
    tags.push([tag.Key, typeof tag.Value === 'string' ? tag.Value : '']);
  }
  return known(Object.fromEntries(tags), at);
}

/** A time as ISO 8601 text: printed so, as seconds since 1970, or as the parts botocore recordings write. */
export function timeOf(row: Row, name: string): Fact<string> {
  const value = field(row, name);
  const at = placeOf(row, name);
  if (value === undefined) return unknown(missing(row, name), at);
  if (typeof value === 'string') return known(value, at);
  const date =
    typeof value === 'number' ? new Date(value * 1000) : isObject(value) ? dateOfParts(value) : new Date(Number.NaN);
  return Number.isNaN(date.getTime())
    ? unknown(`\`${name}\` is not a time in this ${row.call} output`, at)
    : known(date.toISOString(), at);
}

function dateOfParts(parts: Readonly<Record<string, unknown>>): Date {
  const [year, month, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map((part) =>
    typeof parts[part] === 'number' ? (parts[part] as number) : Number.NaN,
  ) as [number, number, number, number, number, number];
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}
