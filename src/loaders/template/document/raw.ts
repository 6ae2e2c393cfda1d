/** A template as written: JSON, or YAML with its short forms written out. */
export type Raw = null | boolean | number | string | readonly Raw[] | RawMap;
export interface RawMap {
  readonly [key: string]: Raw;
}

export function isMap(raw: Raw | undefined): raw is RawMap {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

export function isList(raw: Raw | undefined): raw is readonly Raw[] {
  return Array.isArray(raw);
}

export function isScalar(raw: Raw | undefined): raw is string | number | boolean {
  return typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean';
}

/** A member of a map, own members only. Undefined if there is none. */
export function member(raw: Raw | undefined, name: string): Raw | undefined {
  return isMap(raw) && Object.hasOwn(raw, name) ? raw[name] : undefined;
}

export function mapAt(raw: Raw | undefined, name: string): RawMap {
  const found = member(raw, name);
  return isMap(found) ? found : {};
}

export function textAt(raw: Raw | undefined, name: string): string | undefined {
  const found = member(raw, name);
  return isScalar(found) ? String(found) : undefined;
}

/** `!GetAtt A.B` and its like as the long form that JSON has. */
export function longForm(tag: string, value: unknown): unknown {
  if (tag === 'Ref' || tag === 'Condition') return { [tag]: value };
  if (tag === 'GetAtt' && typeof value === 'string') {
    const dot = value.indexOf('.');
    return { 'Fn::GetAtt': dot < 0 ? [value] : [value.slice(0, dot), value.slice(dot + 1)] };
  }
  return { [tag.includes('::') ? tag : `Fn::${tag}`]: value };
}

/** The function that a map stands for, with its argument. Undefined for a map of data. */
export function functionOf(map: RawMap): { readonly name: string; readonly argument: Raw } | undefined {
  let name: string | undefined;
  for (const key in map) {
    if (name !== undefined) return undefined;
    name = key;
  }
  if (name !== 'Ref' && (!name?.startsWith('Fn::') || name.startsWith('Fn::ForEach::'))) return undefined;
  return { name, argument: map[name]! };
}
