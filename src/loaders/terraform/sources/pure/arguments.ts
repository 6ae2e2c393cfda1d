/** Arguments of Terraform's functions as plain values: scalars are converted as Terraform converts them. */

import { keyOf } from '../../values/key-of.ts';

/** A function of known arguments. @throws FunctionError for what Terraform rejects */
export type Pure = (...args: readonly unknown[]) => unknown;

export type Functions = Readonly<Record<string, Pure>>;

export class FunctionError extends Error {}

/** A result without order and duplicates. */
export class SetResult {
  readonly items: readonly unknown[];
  constructor(items: readonly unknown[]) {
    this.items = distinct(items);
  }
}

/** No real configuration has texts or collections larger than this. */
export const LARGEST = 1_000_000;

export function refuse(reason: string): never {
  throw new FunctionError(reason);
}

export function str(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return refuse(value === null || value === undefined ? 'a string is required, not null' : 'a string is required');
}

export function num(value: unknown): number {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  return Number.isNaN(number) ? refuse('a number is required') : number;
}

export function int(value: unknown): number {
  const number = num(value);
  return Number.isInteger(number) ? number : refuse('a whole number is required');
}

export function bool(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : refuse('a bool is required');
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : refuse('a list is required');
}

export function strings(value: unknown): readonly string[] {
  return list(value).map(str);
}

export type Members = Readonly<Record<string, unknown>>;

export function members(value: unknown): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  return refuse('a map or an object is required');
}

/** Whether two values are one to Terraform. */
export function same(a: unknown, b: unknown): boolean {
  return keyOf(a) === keyOf(b);
}

export function distinct(items: readonly unknown[]): readonly unknown[] {
  const seen = new Map<string, unknown>();
  for (const item of items) {
    const key = keyOf(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}

/** An object of keys that others chose. */
export function record(entries: Iterable<readonly [string, unknown]>): Members {
  return Object.fromEntries(entries);
}
