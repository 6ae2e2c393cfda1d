/**
 * `AWS::Include` of a file beside the template, which `aws cloudformation package` uploads.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-include.html
 */
import { escapeStep } from '../../../base/pointer.ts';
import { isList, isMap, mapAt, type Raw, type RawMap, textAt } from './raw.ts';
import type { ParsedFile } from './template.ts';

/** The value of a local file. Undefined if it does not exist or cannot be read. */
export type ReadIncluded = (location: string) => Raw | undefined;

/** Deeper than any template nests. */
const DEEPEST = 150;

/** A file with what it includes written into it; its places are those of the includes. */
export function withIncludes<T extends ParsedFile>(file: T, read: ReadIncluded): T {
  if (!mentionsInclude(file.value, 0)) return file;
  /** Pointers of what is included, with those of the transforms. */
  const places = new Map<string, string>();
  const value = included(file.value, '', read, places);
  if (places.size === 0) return file;
  return { ...file, value, locate: (pointer) => file.locate(writtenAt(pointer, places)) };
}

function mentionsInclude(raw: Raw, depth: number): boolean {
  if (depth > DEEPEST) return false;
  if (isList(raw)) return raw.some((each) => mentionsInclude(each, depth + 1));
  if (!isMap(raw)) return false;
  if (depth === 0 && listOf(raw.Transform).some((each) => locationOf(each) !== undefined)) return true;
  for (const key of Object.keys(raw)) {
    const each = raw[key]!;
    if (typeof each !== 'object' || each === null) continue;
    if ((key === 'Fn::Transform' && locationOf(each) !== undefined) || mentionsInclude(each, depth + 1)) return true;
  }
  return false;
}

/** The location of an include. Undefined if it is not an include, or not local. */
function locationOf(transform: Raw | undefined): string | undefined {
  if (!isMap(transform) || textAt(transform, 'Name') !== 'AWS::Include') return undefined;
  const location = textAt(mapAt(transform, 'Parameters'), 'Location');
  return location === undefined || /^(?:s3|https?):/.test(location) ? undefined : location;
}

function included(raw: Raw, pointer: string, read: ReadIncluded, places: Map<string, string>, depth = 0): Raw {
  if (depth > DEEPEST) return raw;
  const below = (each: Raw, step: string | number) =>
    included(each, `${pointer}/${escapeStep(step)}`, read, places, depth + 1);
  if (isList(raw)) return raw.map(below);
  if (!isMap(raw)) return raw;
  const out = new Map<string, Raw>();
  const isInclude = (key: string) => key === 'Fn::Transform' || (depth === 0 && key === 'Transform');
  const entries = Object.entries(raw);
  for (const [key, each] of entries) if (!isInclude(key)) out.set(key, below(each, key));
  for (const [key, each] of entries) {
    if (!isInclude(key)) continue;
    const left = listOf(each).filter((one) => {
      const location = locationOf(one);
      const found = location === undefined ? undefined : read(location);
      if (!isMap(found)) return true;
      merge(out, found, pointer, `${pointer}/${escapeStep(key)}`, places);
      return false;
    });
    if (left.length > 0) out.set(key, isList(each) ? left : left[0]!);
  }
  return Object.fromEntries(out);
}

/** Joins sections that both have. Otherwise the template's own content stays. */
function merge(into: Map<string, Raw>, found: RawMap, pointer: string, at: string, places: Map<string, string>): void {
  for (const [key, value] of Object.entries(found)) {
    const own = into.get(key);
    if (own === undefined) {
      into.set(key, value);
      places.set(`${pointer}/${escapeStep(key)}`, at);
    } else if (pointer === '' && isMap(own) && isMap(value)) {
      const both = new Map(Object.entries(own));
      merge(both, value, `/${escapeStep(key)}`, at, places);
      into.set(key, Object.fromEntries(both));
    }
  }
}

/** The place of the include that brings what a pointer leads to; the pointer where none does. */
function writtenAt(pointer: string, places: ReadonlyMap<string, string>): string {
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) {
    const at = places.get(pointer.slice(0, end));
    if (at !== undefined) return at;
  }
  return pointer;
}

function listOf(raw: Raw | undefined): readonly Raw[] {
  return raw === undefined ? [] : isList(raw) ? raw : [raw];
}
