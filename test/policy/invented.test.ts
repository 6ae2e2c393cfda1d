import { describe, expect, test } from 'vitest';
import { type Analysis, analyze, type EndpointFacts } from '../../src/policy/index.ts';
import { FACTS } from './grammar.ts';
import { INVENTED, type Invented } from './invented.ts';
import { oracleAllows } from './oracle.ts';

function answer(analysis: Analysis): string {
  const { fullAccess, unboundedPrincipal, unboundedResource, overlyBroad, actionsBroad, grantsNothing } = analysis;
  const letters = [fullAccess, unboundedPrincipal, unboundedResource, overlyBroad, actionsBroad, grantsNothing].map(
    ({ is }) => (is === 'unknown' ? '?' : is[0]),
  );
  const dead = analysis.deadStatements.map(({ statement }) => statement);
  const vacuous = analysis.vacuousConditions.map(
    ({ statement, operator, key, kind }) => `${statement}:${operator} ${key} ${kind}`,
  );
  return [
    letters.join(''),
    ...(dead.length > 0 ? [`dead ${dead.join()}`] : []),
    ...(vacuous.length > 0 ? [`vacuous ${vacuous.join(', ')}`] : []),
  ].join(' ');
}

function documentOf({ version, statements }: Invented): { Version?: string; Statement: readonly object[] } {
  const list = JSON.parse(JSON.stringify(statements));
  return version === null ? { Statement: list } : { Version: version ?? '2012-10-17', Statement: list };
}

describe('policies made up after real ones', () => {
  test.each(INVENTED.map((each) => [each.name, each] as const))('%s', (_, each) => {
    const facts: EndpointFacts = { ...FACTS, service: each.service ?? 's3', type: each.type ?? 'Interface' };
    const document = documentOf(each);
    const analysis = analyze(document as never, facts, each.trust);
    expect(answer(analysis)).toBe(each.is);
    const { unboundedPrincipal, unboundedResource, overlyBroad } = analysis;
    for (const tri of [unboundedPrincipal, unboundedResource, overlyBroad]) {
      if (tri.is !== 'yes' || tri.witness!.resource === '*' || tri.witness!.principal === 'federated') continue;
      expect(oracleAllows(document, tri.witness!), JSON.stringify(tri.witness)).toBe(true);
    }
  });
});
