import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Trust } from '../../src/model/index.ts';
import { type Analysis, analyze, type EndpointFacts, evaluate, type Tri } from '../../src/policy/index.ts';

const folder = new URL('../../fixtures/policies/', import.meta.url);

interface Case {
  readonly name: string;
  readonly service: string;
  readonly endpoint: { id: string; vpcId: string; ownerId: string; region: string; type: 'Gateway' | 'Interface' };
  readonly policy: object;
  readonly trust?: Trust;
  readonly expect: Record<string, unknown>;
}

const asJson = ({ is }: Tri): boolean | 'unknown' => (is === 'unknown' ? is : is === 'yes');

function verdicts(analysis: Analysis): Record<string, unknown> {
  return {
    fullAccess: asJson(analysis.fullAccess),
    unboundedPrincipal: asJson(analysis.unboundedPrincipal),
    unboundedResource: asJson(analysis.unboundedResource),
    overlyBroad: asJson(analysis.overlyBroad),
    actionsBroad: asJson(analysis.actionsBroad),
    grantsNothing: asJson(analysis.grantsNothing),
    vacuousConditions: analysis.vacuousConditions.map(({ statement, operator, key, kind }) => ({
      statement,
      operator,
      key,
      kind,
    })),
    deadStatements: analysis.deadStatements.map(({ statement }) => statement),
  };
}

const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): Case => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

describe('the corpus', () => {
  test.each(cases.map((each) => [each.name, each] as const))(
    '%s',
    (_, { policy, service, endpoint, trust, expect: wanted }) => {
      const facts: EndpointFacts = { service, ...endpoint };
      const analysis = analyze(policy as never, facts, trust);
      const found = verdicts(analysis);
      const { invalid: _invalid, foreignActions: _foreign, unknownActions: _unknown, ...rest } = wanted;
      expect(found).toEqual({ deadStatements: [], ...rest });
      for (const tri of [
        analysis.unboundedPrincipal,
        analysis.unboundedResource,
        analysis.overlyBroad,
        analysis.actionsBroad,
      ]) {
        if (tri.is === 'yes') expect(evaluate(analysis.policy, tri.witness!, facts).decision).toBe('allow');
      }
    },
  );
});
