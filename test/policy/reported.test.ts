import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Analysis, analyze, type EndpointFacts } from '../../src/policy/index.ts';

const folder = new URL('../../fixtures/reported-policies/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

function answer(analysis: Analysis, question: string): unknown {
  if (question === 'vacuousConditions') return analysis.vacuousConditions;
  const { is } = analysis[question as 'overlyBroad'];
  return is === 'unknown' ? is : is === 'yes';
}

describe('policies that were judged wrong', () => {
  test.each(names)('%s', (name) => {
    const {
      policy,
      service,
      endpoint,
      trust,
      expect: wanted,
    } = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    const facts: EndpointFacts = { service, ...endpoint, now: new Date('2026-11-29T12:00:00Z') };
    const analysis = analyze(policy, facts, trust);
    for (const [question, right] of Object.entries(wanted)) {
      const found = answer(analysis, question);
      if (!Array.isArray(right)) expect(found, question).toBe(right);
      else {
        expect(found, question).toHaveLength(right.length);
        expect(found, question).toMatchObject(right);
      }
    }
  });
});
