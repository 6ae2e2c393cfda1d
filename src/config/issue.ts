import type * as z from 'zod/mini';
import { didYouMean } from '../base/nearest.ts';
import { inSentences, oneOf } from '../base/sentences.ts';
import { table } from '../base/table.ts';
import type { InputError } from '../model/index.ts';
import { keysAt } from './schema.ts';
import type { Path, Source } from './source.ts';

type Issue = z.core.$ZodIssue;

/** The first mistake in the file, with line and column. */
export function firstIssue(issues: readonly Issue[], source: Source): InputError {
  const faults = issues.map((issue) => faultOf(issue, source));
  return faults.sort((a, b) => order(a) - order(b))[0]!;
}

function order({ place }: InputError): number {
  const [line = 0, column = 0] = (place?.match(/\d+/g) ?? []).map(Number);
  return line * 1e6 + column;
}

function faultOf(issue: Issue, source: Source): InputError {
  const path = issue.path as Path;
  const name = pathName(path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const key = issue.keys[0]!;
      const where = name === '' ? '' : ` in ${name}`;
      return source.fault([...path, key], `unknown key "${key}"${where}${didYouMean(key, keysAt(path))}`, 'key');
    }
    case 'invalid_value': {
      const given = asText(valueAt(source, path));
      const allowed = issue.values.map(String);
      const message = `${name}: unknown value "${given}"${didYouMean(given, allowed)}`;
      return source.fault(path, inSentences(message, `Use ${oneOf(allowed)}`));
    }
    case 'invalid_type':
      return source.fault(path, wrongType(issue.expected, path, name, source));
    case 'invalid_union':
      return source.fault(path, wrongType('text or a list of texts', path, name, source));
    default:
      return source.fault(path, `${name}: ${issue.message}`);
  }
}

const EXPECTED: Readonly<Record<string, string>> = table({
  string: 'text',
  array: 'a list',
  object: 'a map',
  record: 'a map',
});

/** A number in place of text is most often an account ID that YAML has read as a number, without its leading zeros. */
function wrongType(expected: string, path: Path, name: string, source: Source): string {
  const value = valueAt(source, path);
  if (value === undefined) return `${name} is missing`;
  if (typeof value === 'number') {
    const written = source.yaml.source(path) ?? value;
    return `${name} must be ${EXPECTED[expected] ?? expected}, but YAML reads a number. Quote it: "${written}"`;
  }
  return `${name} must be ${EXPECTED[expected] ?? expected}`;
}

function valueAt(source: Source, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<string | number, unknown> | null)?.[step],
    source.yaml.value,
  );
}

/** What was given, in one line: a map may have a `toString` of its own. */
export function asText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** `overrides[0].match.address` */
export function pathName(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}
