import * as z from 'zod/mini';
import type { Rule } from '../engine/index.ts';

/** The options of a rule, one line each: `minZones: a whole number, at least 2; default 2`. */
export function describeOptions(schema: Rule['options']): string[] {
  if (!schema) return [];
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, about]) =>
    typeof about === 'object' ? `${name}: ${describe(about)}` : name,
  );
}

type Schema = z.core.JSONSchema.BaseSchema;

function describe(schema: Schema): string {
  const bounds = [
    ...(schema.minimum === undefined ? [] : [`at least ${schema.minimum}`]),
    ...(schema.maximum === undefined || schema.maximum >= Number.MAX_SAFE_INTEGER ? [] : [`at most ${schema.maximum}`]),
  ];
  const kind = [typeName(schema), ...bounds].join(', ');
  const usual = schema.default === undefined ? '' : `; default ${JSON.stringify(schema.default)}`;
  return `${schema.description === undefined ? '' : `${schema.description} `}${kind}${usual}`;
}

function typeName(schema: Schema): string {
  if (schema.enum) return schema.enum.join(', ');
  switch (schema.type) {
    case 'integer':
      return 'a whole number';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'array':
      return `a list of ${typeof schema.items === 'object' && !Array.isArray(schema.items) ? `${schema.items.type ?? 'value'}s` : 'values'}`;
    default:
      return schema.type === undefined ? 'a value' : `a ${schema.type}`;
  }
}
