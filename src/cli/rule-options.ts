import type * as z from 'zod/mini';
import type { Rule } from '../engine/index.ts';

/**
 * The options of a rule, one line each: `minZones: a whole number, at least 2; default 2`. They are read from the schemas
 * directly, because zod's JSON Schema would add 20 KB to every run.
 */
export function describeOptions(schema: Rule['options']): string[] {
  const shape = (schema as Partial<z.ZodMiniObject> | undefined)?.shape ?? {};
  return Object.entries(shape).map(([name, option]) => `${name}: ${describe(option)}`);
}

type Schema = z.core.$ZodType;

function describe(schema: Schema): string {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case 'default':
      return `${describe(def.innerType)}; default ${JSON.stringify(def.defaultValue)}`;
    case 'optional':
      return describe(def.innerType);
    case 'number':
      return [isInteger(schema) ? 'a whole number' : 'a number', ...bounds(schema)].join(', ');
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'text';
    case 'enum':
      return Object.values(def.entries).join(' or ');
    case 'array':
      return `a list of ${describe(def.element)}`;
    default:
      return `a ${def.type}`;
  }
}

function isInteger(schema: Schema): boolean {
  return (schema._zod.def as z.core.$ZodNumberFormatDef).format === 'safeint';
}

function bounds(schema: Schema): string[] {
  return (schema._zod.def.checks ?? []).flatMap((check) => {
    const { check: kind, value } = check._zod.def as z.core.$ZodCheckGreaterThanDef | z.core.$ZodCheckLessThanDef;
    if (kind === 'greater_than') return `at least ${value}`;
    return kind === 'less_than' ? `at most ${value}` : [];
  });
}
