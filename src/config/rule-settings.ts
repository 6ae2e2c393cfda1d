import { didYouMean } from '../base/nearest.ts';
import { inSentences, oneOf } from '../base/sentences.ts';
import { table } from '../base/table.ts';
import type { Rule } from '../engine/index.ts';
import { narrowness, type RuleInfo } from '../findings/index.ts';
import type { Level } from '../model/index.ts';
import { patternFault } from './choices.ts';
import { RULE_LEVELS, type RuleSetting, type RuleSettings } from './config.ts';
import { asText, pathName } from './issue.ts';
import type { Path, Source } from './source.ts';

export type Known = readonly (Rule | RuleInfo)[];

/** Reads a map of rules: `off|note|warning|error`, or `{level, ...options}` for a single rule. */
export function readRules(
  map: Readonly<Record<string, unknown>>,
  path: Path,
  known: Known,
  source: Source,
): RuleSettings {
  return Object.entries(map).map(([pattern, value]) => {
    const here = [...path, pattern];
    readPattern(pattern, here, known, source);
    const from = `${source.file}:${source.yaml.place(here, 'key').line}`;
    return [pattern, { ...readSetting(pattern, value, here, known, source), from }] as const;
  });
}

/** Throws where a pattern covers no rule. */
export function readPattern(pattern: string, path: Path, known: Known, source: Source): void {
  const fault = patternFault(
    pattern,
    known.map(({ id }) => id),
  );
  if (fault !== null) throw source.fault(path, fault, path.at(-1) === pattern ? 'key' : 'value');
}

function readSetting(pattern: string, value: unknown, path: Path, known: Known, source: Source): RuleSetting {
  if (typeof value === 'string') return { level: readLevel(value, path, source) };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw source.fault(
      path,
      `${pattern}: ${asText(value)} is not a setting. Use ${oneOf(RULE_LEVELS)}, or a map of level and options`,
    );
  }
  const { level, ...options } = value as Record<string, unknown>;
  return {
    ...(level === undefined ? {} : { level: readLevel(level, [...path, 'level'], source) }),
    options: readOptions(pattern, options, path, known, source),
  };
}

function readLevel(value: unknown, path: Path, source: Source): Level | 'off' {
  if (RULE_LEVELS.includes(value as Level)) return value as Level | 'off';
  const given = asText(value);
  const message = `"${given}" is not a level${didYouMean(given, RULE_LEVELS)}`;
  throw source.fault(path, inSentences(message, `Use ${oneOf(RULE_LEVELS)}`));
}

function readOptions(
  pattern: string,
  options: Readonly<Record<string, unknown>>,
  path: Path,
  known: Known,
  source: Source,
): Readonly<Record<string, unknown>> {
  const [given] = Object.keys(options);
  if (given === undefined) return {};
  if (narrowness(pattern) < 2) throw source.fault([...path, given], 'a family has no options. Name one rule', 'key');
  const rule = known.find(({ id }) => id === pattern);
  const schema = rule && 'check' in rule ? rule.options : undefined;
  const names = optionNames(schema);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const near = names.length === 0 ? '' : didYouMean(unknown, names);
    const which = names.length === 0 ? 'The rule has no options' : `Its options are ${names.join(', ')}`;
    throw source.fault([...path, unknown], inSentences(`${pattern}: unknown option "${unknown}"${near}`, which), 'key');
  }
  const parsed = schema!.safeParse(options);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const inner = (issue?.path ?? []) as Path;
    throw source.fault([...path, ...inner], `${pathName(inner)} of ${pattern}: ${issueText(issue)}`);
  }
  return options;
}

/** Names of a rule's options. */
function optionNames(schema: Rule['options']): readonly string[] {
  const shape = (schema as { shape?: object } | undefined)?.shape;
  return Object.keys(shape ?? {});
}

const TYPES: Readonly<Record<string, string>> = table({
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
});

function issueText(issue: { readonly code?: string; readonly message: string } | undefined): string {
  const { code, message, ...more } = (issue ?? { message: 'not valid' }) as Record<string, unknown>;
  switch (code) {
    case 'invalid_type':
      return `must be ${TYPES[String(more.expected)] ?? more.expected}`;
    case 'too_small':
      return `must be at least ${more.minimum}`;
    case 'too_big':
      return `must be at most ${more.maximum}`;
    case 'invalid_value':
      return `must be ${oneOf((more.values as unknown[]).map(String))}`;
    default:
      return String(message);
  }
}
