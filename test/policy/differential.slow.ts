import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze, evaluate } from '../../src/policy/index.ts';
import { FACTS, requests, statements, TRUSTS } from './grammar.ts';
import { oracleAllows } from './oracle.ts';
import { simpleAllows } from './simple.ts';

/** Random policies against both other evaluators; how many can be set, and where they begin. */
const POLICIES = Number(process.env.VPCE_LINT_DIFFERENTIAL ?? 20_000);
const SEED = Number(process.env.VPCE_LINT_POLICY_SEED ?? 23);
/** Requests each policy is asked about, out of a thousand: other ones for each policy. */
const ASKED = 60;
/** Share of verdicts that may be unknown. */
const MOST_UNKNOWN = 0.03;

const QUESTIONS = [
  'fullAccess',
  'unboundedPrincipal',
  'unboundedResource',
  'overlyBroad',
  'actionsBroad',
  'grantsNothing',
] as const;

const all = requests();

test(`${POLICIES} random policies: no verdict is contradicted, and few are unknown`, { timeout: 1_800_000 }, () => {
  let verdicts = 0;
  let unknown = 0;
  const disagreements: string[] = [];
  const list = fc.sample(fc.tuple(statements, fc.constantFrom(...TRUSTS)), { numRuns: POLICIES, seed: SEED });
  list.forEach(([statements, trust], index) => {
    const document = { Version: '2012-10-17', Statement: statements };
    const analysis = analyze(document as never, FACTS, trust);
    const wrong = (what: string): void => void disagreements.push(`${what}: ${JSON.stringify(document)}`);
    for (const question of QUESTIONS) {
      verdicts++;
      if (analysis[question].is === 'unknown') unknown++;
    }
    // Names that the policy itself lets in are inside where no boundary is configured.
    const named = trust === undefined && /o-outsider99/.test(JSON.stringify(statements));
    for (let asked = 0; asked < ASKED; asked++) {
      const request = all[(index * 7 + asked * 17) % all.length]!;
      const { decision } = evaluate(analysis.policy, request, FACTS);
      if (decision === 'unknown') continue;
      const allowed = simpleAllows(statements, request);
      if ((decision === 'allow') !== allowed) wrong(`the evaluators differ on ${JSON.stringify(request)}`);
      if (!allowed) {
        if (analysis.fullAccess.is === 'yes') wrong('full access, but one request is refused');
        continue;
      }
      if (analysis.grantsNothing.is === 'yes') wrong('grants nothing, but one request passes');
      if (named) continue;
      if (request.outsideCaller && analysis.unboundedPrincipal.is === 'no') wrong('an outside caller passes');
      if (request.outsideOwner && analysis.unboundedResource.is === 'no') wrong('an outside resource is reached');
      if (request.outsideCaller && request.outsideOwner && analysis.overlyBroad.is === 'no') wrong('both pass at once');
    }
    for (const question of QUESTIONS) {
      const answer = analysis[question];
      if (answer.is !== 'yes' || answer.witness === null || answer.witness.resource === '*') continue;
      if (!simpleAllows(statements, answer.witness)) wrong(`${question}: the plain evaluator refuses the witness`);
      if (!oracleAllows(document, answer.witness)) wrong(`${question}: the simulator refuses the witness`);
    }
  });
  expect(disagreements.slice(0, 5)).toEqual([]);
  expect(unknown / verdicts).toBeLessThan(MOST_UNKNOWN);
  console.log(`${verdicts} verdicts, ${unknown} unknown (${((unknown / verdicts) * 100).toFixed(2)} %)`);
});
