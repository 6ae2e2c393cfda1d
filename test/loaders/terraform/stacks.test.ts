import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/judge.ts';
import {
  DOCUMENTS,
  type DocumentName,
  expectedOf,
  networkOf,
  readJson,
  readOptional,
  themes,
  verdictsOf,
} from './fixtures.ts';

const built = new Set(rules.map((rule) => rule.id));

describe.each(themes)('%s', (theme) => {
  const expected = expectedOf(theme).filter((e) => built.has(e.rule));
  const names = (Object.keys(DOCUMENTS) as DocumentName[]).filter(
    (name) => readOptional(`${theme}/${DOCUMENTS[name]}`) !== undefined,
  );

  it.each(names)('%s', (name) => {
    const document = readJson(`${theme}/${DOCUMENTS[name]}`);
    const said = verdictsOf(networkOf(document, name === 'plan-nosource' ? undefined : theme, DOCUMENTS[name]));
    const wrong: string[] = [];
    for (const one of expected) {
      const right = one[name] === undefined ? one.truth : one[name];
      if (right === null) continue;
      const got = said.get(`${one.rule} ${one.subject}`)?.verdict ?? 'not-applicable';
      const spoken = got === 'not-applicable' ? 'pass' : got;
      if (!right.split('|').includes(spoken))
        wrong.push(`${one.rule} ${one.subject}: ${spoken}, but ${right} is right`);
    }
    expect(wrong).toEqual([]);
  });
});
