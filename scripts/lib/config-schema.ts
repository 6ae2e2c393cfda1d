import * as z from 'zod';
import type { Rule } from '../../src/engine/index.ts';
import type { RuleInfo } from '../../src/findings/index.ts';
import { KEYS, MATCH, OPTIONS } from './config-words.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;
type AnyRule = Rule | RuleInfo;

/**
 * The JSON Schema of vpce-lint.yaml, for editors. The shape comes from the zod schema that reads the file. The rules and
 * their options come from the rules, including the rules about suppressions.
 */
export function configJsonSchema(schema: z.core.$ZodType, rules: readonly AnyRule[]): JsonSchema {
  const shape = z.toJSONSchema(schema, { io: 'input' });
  const level = { enum: ['off', 'note', 'warning', 'error'] };
  const ruleMap = () => ({ $ref: '#/$defs/rules' });
  within(shape, 'rules', ruleMap());
  within(items(shape, 'overrides'), 'rules', ruleMap());
  within(items(shape, 'suppressions'), 'rule', { $ref: '#/$defs/rule' });
  describeKeys(shape, '');
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    ...shape,
    title: 'vpce-lint.yaml',
    description: 'Which rules run and at what level, which accounts are trusted, and what is suppressed.',
    $defs: {
      level,
      rule: {
        description: 'A rule, or a family such as dns/*.',
        anyOf: [{ enum: sorted.map(({ id }) => id) }, { type: 'string', pattern: '^[a-z-]+/\\*$' }],
      },
      rules: {
        type: 'object',
        properties: Object.fromEntries(sorted.map((rule) => [rule.id, ruleSchema(rule)])),
        patternProperties: { '^(?:[a-z-]+/)?\\*$': setting({}) },
        additionalProperties: false,
      },
    },
  };
}

function within(schema: JsonSchema, key: string, value: JsonSchema): void {
  if (schema.properties?.[key] === undefined) throw new Error(`the config's schema has no ${key}`);
  schema.properties[key] = value;
}

function items(schema: JsonSchema, key: string): JsonSchema {
  const list = schema.properties?.[key];
  if (typeof list !== 'object' || typeof list.items !== 'object')
    throw new Error(`the config's schema has no list ${key}`);
  return list.items as JsonSchema;
}

function ruleSchema(rule: AnyRule): JsonSchema {
  const options = 'check' in rule && rule.options ? z.toJSONSchema(rule.options, { io: 'input' }).properties : {};
  for (const [name, option] of Object.entries(options ?? {}))
    describe(option as JsonSchema, OPTIONS[rule.id]?.[name], `${rule.id} ${name}`);
  return { description: rule.summary, ...setting(options ?? {}) };
}

/** Gives every key below a path its description. */
function describeKeys(schema: JsonSchema, path: string): void {
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    const here = path === '' ? key : `${path}.${key}`;
    const own = value as JsonSchema;
    describe(own, path.endsWith('.match') ? MATCH[key] : KEYS[here], here);
    describeKeys(own, here);
    if (typeof own.items === 'object') describeKeys(own.items as JsonSchema, `${here}[]`);
  }
}

function describe(schema: JsonSchema, text: string | undefined, what: string): void {
  if (text === undefined) throw new Error(`scripts/lib/config-words.ts does not describe ${what}`);
  schema.description = text;
}

/** A level, or a level and options. */
function setting(options: NonNullable<JsonSchema['properties']>): JsonSchema {
  const level = { $ref: '#/$defs/level' };
  return { anyOf: [level, { type: 'object', properties: { level, ...options }, additionalProperties: false }] };
}
