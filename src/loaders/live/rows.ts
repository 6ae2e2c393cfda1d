/** Looking into answers. */
import type { Document } from './document.ts';

/** The objects of a list. Empty if the value is not a list. */
export function objects(list: unknown): readonly Document[] {
  return Array.isArray(list) ? list.filter((row) => typeof row === 'object' && row !== null) : [];
}

/** The texts of a list. */
export function texts(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((text) => typeof text === 'string' && text !== '') : [];
}

/** The values of a field, from each row that has it. */
export function ids(rows: readonly Document[], name: string): readonly string[] {
  return texts(rows.map((row) => row[name]));
}

/** What stands behind the last slash of an ARN. */
export function lastOf(arn: string): string {
  return arn.split('/').at(-1)!;
}

export function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  const out: (readonly T[])[] = [];
  for (let i = 0; i < list.length; i += size) out.push(list.slice(i, i + size));
  return out;
}
