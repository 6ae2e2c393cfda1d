/** Small readers for JSON that others wrote: wrong shapes read as nothing. */

export type JsonRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether a resource says which it is. */
export function isNamed({ address, type, name }: JsonRecord): boolean {
  return typeof address === 'string' && typeof type === 'string' && typeof name === 'string';
}

export function records(value: unknown): readonly JsonRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A member by a name from the input: what every object has by birth (`constructor`) is none. */
export function memberOf<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Whether a mark structure (`after_unknown`, `after_sensitive`) has a `true` anywhere. */
export function anyMark(mark: unknown): boolean {
  if (mark === true) return true;
  if (typeof mark !== 'object' || mark === null) return false;
  if (Array.isArray(mark)) return mark.some(anyMark);
  // Asked for every resource: a list of the members would take longer than looking at them.
  for (const name in mark) if (anyMark((mark as JsonRecord)[name])) return true;
  return false;
}

/** The mark of a part: `true` covers everything below it. */
export function markAt(mark: unknown, key: string | number): unknown {
  if (mark === true) return true;
  if (typeof mark !== 'object' || mark === null) return undefined;
  return Object.hasOwn(mark, key) ? (mark as Record<string | number, unknown>)[key] : undefined;
}
