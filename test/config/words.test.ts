import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { KEYS, OPTIONS } from '../../scripts/lib/config-words.ts';
import { describeOptions } from '../../src/cli/rule-options.ts';

const schema = JSON.parse(readFileSync(new URL('../../schema/config.json', import.meta.url), 'utf8'));

/** Every object with properties in a schema, with the path to it. */
function* keysIn(value: unknown, path: string): Generator<readonly [string, unknown]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === 'properties' && !path.endsWith('properties'))
      yield* Object.entries(child as object).map(([name, each]) => [`${path}.${name}`, each] as const);
    yield* keysIn(child, `${path}.${key}`);
  }
}

describe('descriptions of the config', () => {
  it('editors have one for every key', () => {
    const keys = [...keysIn(schema, '')];
    expect(keys.length).toBeGreaterThan(100);
    const bare = keys.filter(
      ([path, key]) => !path.endsWith('.level') && !(key as { description?: string }).description,
    );
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it('describe no option that does not exist', () => {
    const names = (id: string) =>
      describeOptions(rules.find((rule) => rule.id === id)?.options).map((each) => each.split(':')[0]);
    for (const [id, words] of Object.entries(OPTIONS)) expect(names(id), id).toEqual(Object.keys(words));
  });

  it('describe no key that does not exist', () => {
    const paths = new Set(
      [...keysIn(schema, '')].map(([path]) => path.replaceAll('.properties', '').replaceAll('.items', '[]').slice(1)),
    );
    expect(Object.keys(KEYS).filter((key) => !paths.has(key))).toEqual([]);
  });
});
