import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Trust } from '../../src/model/index.ts';
import { type Analysis, analyze, evaluate, type Tri } from '../../src/policy/index.ts';
import { FACTS, requests, statement, statements, TRUSTS } from './grammar.ts';
import { oracleAllows } from './oracle.ts';
import { type PlainStatement, simpleAllows } from './simple.ts';

/** How many random policies; CI raises it. */
const RUNS = Number(process.env.VPCE_LINT_POLICY_RUNS ?? 120);
const SEED = Number(process.env.VPCE_LINT_POLICY_SEED ?? 20_260_115);
const options = { numRuns: RUNS, seed: SEED, verbose: 0 } as const;

const all = requests();
const document = (list: readonly PlainStatement[]) => ({ Version: '2012-10-17', Statement: list });
const judge = (list: readonly PlainStatement[], trust?: Trust): Analysis =>
  analyze(document(list) as never, FACTS, trust);

function witnesses(analysis: Analysis): Tri[] {
  const { fullAccess, unboundedPrincipal, unboundedResource, overlyBroad, overlyBroadWrite } = analysis;
  return [fullAccess, unboundedPrincipal, unboundedResource, overlyBroad, overlyBroadWrite];
}

test('every allowed crossing found by enumeration is found, every witness is allowed by both other evaluators', () => {
  fc.assert(
    fc.property(statements, fc.constantFrom(...TRUSTS), (list, trust) => {
      const analysis = judge(list, trust);
      const allowed = all.filter((request) => simpleAllows(list, request));
      // Names the policy itself lets in are inside unless a boundary says otherwise.
      const text = JSON.stringify(list);
      const named = trust === undefined && /o-outsider99/.test(text);
      const crossings = {
        unboundedPrincipal: allowed.some(({ outsideCaller }) => outsideCaller),
        unboundedResource: allowed.some(({ outsideOwner }) => outsideOwner),
        overlyBroad: allowed.some(({ outsideCaller, outsideOwner }) => outsideCaller && outsideOwner),
      };
      // What a negated element makes of a variable without a value AWS does not say: there `unknown` is right.
      const doubtful = list.some(
        ({ NotResource, Condition }) =>
          JSON.stringify(NotResource ?? '').includes('${') ||
          Object.entries(Condition ?? {}).some(
            ([operator, keys]) => /Not/.test(operator) && JSON.stringify(keys).includes('${'),
          ),
      );
      // A key that is both a condition and a variable is tried with a few values only.
      const tangled = text.includes('${aws:PrincipalTag') && text.includes('"aws:PrincipalTag/team"');
      const certain = doubtful || tangled ? ['yes', 'unknown'] : ['yes'];
      if (!named) {
        for (const [question, found] of Object.entries(crossings)) {
          if (found) expect(certain, question).toContain(analysis[question as keyof typeof crossings].is);
        }
      }
      if (allowed.length > 0) expect(analysis.grantsNothing.is).not.toBe('yes');
      if (allowed.length < all.length) expect(analysis.fullAccess.is).not.toBe('yes');
      for (const tri of witnesses(analysis)) {
        if (!doubtful && !tangled) expect(tri.is).not.toBe('unknown');
        if (tri.is !== 'yes' || tri.witness === null) continue;
        expect(evaluate(analysis.policy, tri.witness, FACTS).decision).toBe('allow');
        expect(simpleAllows(list, tri.witness), JSON.stringify(tri.witness)).toBe(true);
        if (tri.witness.resource !== '*')
          expect(oracleAllows(document(list), tri.witness), JSON.stringify(tri.witness)).toBe(true);
      }
    }),
    options,
  );
});

test('the three evaluators agree on concrete requests', () => {
  fc.assert(
    fc.property(statements, fc.nat(all.length - 1), (list, start) => {
      const policy = judge(list).policy;
      for (let step = 0; step < 12; step++) {
        const request = all[(start + step * 97) % all.length]!;
        const { decision } = evaluate(policy, request, FACTS);
        // A variable without a value in a negated element: AWS does not say, and the others differ.
        if (decision === 'unknown') continue;
        expect(decision === 'allow').toBe(simpleAllows(list, request));
        expect(decision === 'allow').toBe(oracleAllows(document(list), request));
      }
    }),
    options,
  );
});

const verdicts = (analysis: Analysis): Record<string, string> => ({
  fullAccess: analysis.fullAccess.is,
  unboundedPrincipal: analysis.unboundedPrincipal.is,
  unboundedResource: analysis.unboundedResource.is,
  overlyBroad: analysis.overlyBroad.is,
  actionsBroad: analysis.actionsBroad.is,
  grantsNothing: analysis.grantsNothing.is,
});

test('reordering and splitting statements, and the case of actions, change nothing', () => {
  fc.assert(
    fc.property(statements, (list) => {
      const wanted = verdicts(judge(list));
      expect(verdicts(judge([...list].reverse()))).toEqual(wanted);
      const split = list.flatMap((each) => {
        if (each.Resource === undefined || typeof each.Resource === 'string') return [each];
        return each.Resource.map((Resource): PlainStatement => ({ ...each, Resource }));
      });
      expect(verdicts(judge(split))).toEqual(wanted);
      const shouted = list.map((each) =>
        each.Action === undefined ? each : { ...each, Action: [each.Action].flat().map((one) => one.toUpperCase()) },
      );
      expect(verdicts(judge(shouted))).toEqual(wanted);
      const marked = list.map((each) => (each.Action === '*' ? { ...each, Action: '?*' } : each));
      expect(verdicts(judge(marked))).toEqual(wanted);
    }),
    { ...options, numRuns: Math.ceil(RUNS / 3) },
  );
});

test('a further Deny never widens, a further Allow never narrows', () => {
  fc.assert(
    fc.property(statements, statement, fc.constantFrom(...TRUSTS.slice(1)), (list, extra, trust) => {
      const before = judge(list, trust);
      const after = judge([...list, extra], trust);
      const [narrow, wide] = extra.Effect === 'Deny' ? [after, before] : [before, after];
      for (const question of [
        'fullAccess',
        'unboundedPrincipal',
        'unboundedResource',
        'overlyBroad',
        'actionsBroad',
      ] as const) {
        if (narrow[question].is === 'yes') expect(wide[question].is, question).toBe('yes');
      }
      if (wide.grantsNothing.is === 'yes') expect(narrow.grantsNothing.is).toBe('yes');
    }),
    { ...options, numRuns: Math.ceil(RUNS / 3) },
  );
});
