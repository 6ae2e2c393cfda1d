/** Bytes to a parsed template: JSON, else YAML. */
import { ANY_MARK, InputError } from '../../../model/index.ts';
import { toUtf8 } from '../../../text/encoding.ts';
import { readJson } from '../../../text/json/index.ts';
import { TextError } from '../../../text/text-error.ts';
import { readYaml, type YamlDocument } from '../../../text/yaml/index.ts';
import { isList, isMap, longForm, type Raw } from './raw.ts';
import type { ParsedFile } from './template.ts';

/** @throws InputError with the place */
export function parse(bytes: Uint8Array, path: string | null, full: string | null): ParsedFile {
  try {
    const utf8 = toUtf8(bytes).bytes;
    return /^\s*\{/.test(
      Buffer.from(utf8.subarray(0, 200))
        .toString('latin1')
        .replace(/^\u00ef\u00bb\u00bf/, ''),
    )
      ? jsonFile(utf8, path, full)
      : yamlFile(utf8, path, full);
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    throw new InputError(error.message, {
      file: path,
      place: `line ${error.line}, column ${error.column}`,
      hint: error.hint,
    });
  }
}

function jsonFile(bytes: Uint8Array, path: string | null, full: string | null): ParsedFile {
  const document = readJson(bytes);
  return {
    path,
    full,
    value: document.value as Raw,
    yaml: false,
    aliased: false,
    repeated: [],
    locate: (pointer) => document.locate(pointer),
    comments: () => [],
  };
}

/** So many values no template holds: it has at most a megabyte. */
const MOST_NODES = 250_000;

/** How many values it has with aliases written out: lists of lists of lists make a file of a page endless. */
function sizeOf(value: Raw): number {
  const known = new Map<Raw, number>();
  const size = (each: Raw): number => {
    if (!isList(each) && !isMap(each)) return 1;
    const before = known.get(each);
    if (before !== undefined) return before;
    let sum = 1;
    for (const child of isList(each) ? each : Object.values(each)) sum += size(child);
    known.set(each, sum);
    return sum;
  };
  return size(value);
}

/** @throws TextError with the place */
export function yamlFile(bytes: Uint8Array, path: string | null, full: string | null): ParsedFile {
  const text = textOf(bytes);
  const document = yamlOf(text);
  if (document.aliased && sizeOf(document.value as Raw) > MOST_NODES) {
    const { line = 1, column = 1 } = document.locate('') ?? {};
    throw new TextError('with its aliases replaced, the template is larger than CloudFormation accepts', {
      offset: 0,
      line,
      column,
    });
  }
  return {
    path,
    full,
    value: document.value as Raw,
    yaml: true,
    aliased: document.aliased,
    repeated: document.repeated,
    locate: (pointer) => document.locate(pointer),
    comments: () => document.comments(ANY_MARK),
  };
}

function yamlOf(text: string): YamlDocument {
  try {
    return readYaml(text, { tagged: longForm });
  } catch (error) {
    if (!(error instanceof TextError) || !error.message.includes('at most one tag')) throw error;
    const { line, column, offset } = error;
    throw new TextError('a short form cannot follow another short form', {
      line,
      column,
      offset,
      hint: 'Write the first one as `Fn::Name:`',
    });
  }
}

/** UTF-8 as text, without its mark. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}
