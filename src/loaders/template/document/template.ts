/** One template file: its content, and where each part is. */

import type { FilePosition } from '../../../model/index.ts';
import { InputError } from '../../../model/index.ts';
import { isMap, mapAt, member, type Raw, type RawMap, textAt } from './raw.ts';

/** A parsed document of any syntax. */
export interface ParsedFile {
  /** The path as shown to people. Null for standard input. */
  readonly path: string | null;
  /** Its place on disk. Null if it is only in memory. */
  readonly full: string | null;
  readonly value: Raw;
  readonly yaml: boolean;
  /** Whether it has YAML aliases, which CloudFormation itself rejects. */
  readonly aliased: boolean;
  /** Keys that their map has already. */
  readonly repeated: readonly { readonly line: number; readonly column: number }[];
  locate(pointer: string): FilePosition | undefined;
  comments(): readonly (FilePosition & { readonly text: string; readonly alone: boolean })[];
}

export interface Template {
  readonly file: ParsedFile;
  /** Index of its input. */
  readonly input: number;
  readonly parameters: RawMap;
  readonly mappings: RawMap;
  readonly conditions: RawMap;
  readonly rules: RawMap;
  readonly resources: RawMap;
  readonly outputs: RawMap;
  readonly globals: RawMap;
  /** Names of the transforms at its top, in order. */
  readonly transforms: readonly string[];
}

/** Whether a document looks like a template. */
export function isTemplate(value: unknown): boolean {
  if (!isMap(value as Raw)) return false;
  const raw = value as RawMap;
  if (Object.hasOwn(raw, 'AWSTemplateFormatVersion')) return true;
  const { Resources } = raw;
  if (Resources === undefined) return false;
  if (!isMap(Resources)) return Resources === null;
  return Object.entries(Resources).some(
    ([key, each]) => key.startsWith('Fn::') || /^[\w-]+::/.test(textAt(each, 'Type') ?? ''),
  );
}

/** Whether a text begins like a template in YAML. */
export function looksLikeTemplate(head: string): boolean {
  return /^(?:AWSTemplateFormatVersion|Resources)['"]?\s*:/m.test(head);
}

/** @throws InputError for a template without resources, or with sections of another form */
export function templateOf(file: ParsedFile, input: number): Template {
  const { value, path } = file;
  const fault = (message: string, pointer: string, hint?: string) => {
    const at = file.locate(pointer);
    return new InputError(message, {
      file: path,
      ...(at ? { place: `line ${at.line}, column ${at.column}` } : {}),
      hint,
    });
  };
  if (!isMap(value)) throw fault('a template must be a map with `Resources`', '');
  const resources = member(value, 'Resources');
  if (!isMap(resources) || Object.keys(resources).length === 0)
    throw fault('`Resources` of the template is empty', '/Resources', 'A template needs at least one resource');
  for (const section of ['Parameters', 'Mappings', 'Conditions', 'Outputs', 'Rules']) {
    const found = member(value, section);
    if (found !== undefined && found !== null && !isMap(found))
      throw fault(`\`${section}\` must be a map`, `/${section}`);
  }
  for (const [id, each] of Object.entries(resources)) {
    if (id.startsWith('Fn::')) continue;
    if (!isMap(each) || textAt(each, 'Type') === undefined)
      throw fault(`\`Resources/${id}\` has no \`Type\``, `/Resources/${id}`);
  }
  return {
    file,
    input,
    parameters: mapAt(value, 'Parameters'),
    mappings: mapAt(value, 'Mappings'),
    conditions: mapAt(value, 'Conditions'),
    rules: mapAt(value, 'Rules'),
    resources,
    outputs: mapAt(value, 'Outputs'),
    globals: mapAt(value, 'Globals'),
    transforms: transformsOf(member(value, 'Transform')),
  };
}

function transformsOf(raw: Raw | undefined): string[] {
  const all = Array.isArray(raw) ? (raw as readonly Raw[]) : raw === undefined || raw === null ? [] : [raw];
  return all.map((each) => (isMap(each) ? (textAt(each, 'Name') ?? 'a transform without a name') : String(each)));
}
