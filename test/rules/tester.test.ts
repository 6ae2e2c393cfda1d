import { describe, expect, it } from 'vitest';
import { defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import type { Rule } from '../../src/engine/rule.ts';
import { guard } from './guard.ts';
import { judge } from './judge.ts';
import { loadScene } from './load-scene.ts';
import { brokenPromises } from './promise.ts';

/** A rule that judges as it is told: is the tester strict enough to see what is wrong with it? */
function ruleThat(check: Rule<'endpoint'>['check']): Rule {
  return defineRule({
    id: 'test/rule',
    level: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    summary: '',
    why: '',
    fix: '',
    sources: [],
    bad: {},
    good: {},
    check,
  }) as unknown as Rule;
}

const scene = { endpoints: { sqs: { privateDns: false } } };
const net = loadScene(scene, 'state', 'tester');
const sqs = 'aws_vpc_endpoint.sqs';
const off = fail({ message: 'sqs has private DNS off' });

describe('the promises', () => {
  it('are kept by a rule that asks', () => {
    const rule = ruleThat(({ privateDns }) =>
      !privateDns.known ? undecided(privateDns) : privateDns.value ? pass : off,
    );
    expect(brokenPromises(rule, net, sqs)).toEqual([]);
  });

  it('see an unknown taken for a pass', () => {
    const rule = ruleThat(({ privateDns }) => (privateDns.known && !privateDns.value ? off : pass));
    expect(brokenPromises(rule, net, sqs)).toContainEqual(
      expect.stringMatching(/^endpoint aws_vpc_endpoint\.sqs: privateDns made unknown: .*unknown is never a pass/),
    );
  });

  it('see an unknown taken for an excuse', () => {
    const rule = ruleThat(({ privateDns }) => (privateDns.known && !privateDns.value ? off : notApplicable));
    expect(brokenPromises(rule, net, sqs).join()).toContain('unknown does not excuse');
  });

  it('see an unknown taken for a fault, unless the finding says what it assumed', () => {
    const strict = (assumed: readonly string[]) =>
      ruleThat(({ privateDns }) => (privateDns.known && !privateDns.value ? pass : fail({ message: 'sqs', assumed })));
    expect(brokenPromises(strict([]), net, sqs).join()).toContain('unknown is never an alarm');
    expect(brokenPromises(strict(['a hosted zone elsewhere']), net, sqs)).toEqual([]);
  });

  it('reach into what an endpoint refers to, and into completeness', () => {
    const byGroup = ruleThat(({ groups }) => {
      const [group] = groups.sure;
      const [rule] = group?.is === 'entity' ? group.to.ingress.sure : [];
      return rule?.protocol.known && rule.protocol.value === 'tcp' ? off : pass;
    });
    const lines = brokenPromises(byGroup, net, sqs);
    for (const thing of ['groups.sure.0', 'ingress.sure.0.protocol']) expect(lines.join('\n')).toContain(thing);
    const plan = loadScene(scene, 'plan', 'tester');
    const byAbsence = ruleThat(({ vpc }, network) => (network.complete('subnet', vpc).complete ? off : pass));
    expect(brokenPromises(byAbsence, plan, sqs).join()).toContain('complete subnet');
  });
});

describe('the model', () => {
  it.each([
    ['a list', (list: unknown) => (list as { sort(): void }).sort()],
    ['a fact', (_: unknown, fact: unknown) => Object.assign(fact as object, { value: true })],
  ])('refuses to be changed: %s', (_, change) => {
    const rule = ruleThat((endpoint) => {
      change(endpoint.subnets.sure, endpoint.privateDns);
      return pass;
    });
    expect(() => judge(rule, guard(net).network)).toThrow(/may not change the model|read only|Cannot assign/);
  });
});
