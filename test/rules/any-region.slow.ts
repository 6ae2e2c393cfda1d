/** The promise about unknown facts where only the Region in a service name is unknown: `com.amazonaws.${var.region}.sqs`. */
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { serviceInAnyRegion, withoutRegion } from '../../src/aws/index.ts';
import { type Endpoint, is, type Network, unknown } from '../../src/model/index.ts';
import { changed } from './changed.ts';
import { type Case, casesOf, judge } from './judge.ts';
import { brokenIn } from './promise.ts';

const BECAUSE = '`var.region` has no value';

/** The facts of an endpoint without the Region in its service name, as a loader gives them. */
function inAnyRegion({ serviceName, serviceRegion, at }: Endpoint): object {
  const pattern = serviceName.known ? withoutRegion(serviceName.value ?? '') : undefined;
  if (!is(serviceRegion, null) || pattern === undefined || !serviceInAnyRegion(pattern)) return {};
  return { serviceName: unknown(BECAUSE, at), serviceInAnyRegion: pattern };
}

/** Whose Regions are unknown. */
const WAYS: Readonly<Record<string, (endpoint: Endpoint, index: number) => object>> = {
  'every service name': inAnyRegion,
  'every service name and every endpoint': (endpoint) => ({
    ...inAnyRegion(endpoint),
    region: unknown(BECAUSE, endpoint.at),
  }),
  'the first service name': (endpoint, index) => (index === 0 ? inAnyRegion(endpoint) : {}),
  'all service names but the first': (endpoint, index) => (index === 0 ? {} : inAnyRegion(endpoint)),
};

function broken({ rule, example, inputs, name }: Case): string[] {
  return inputs
    .filter((input) => input === 'plan' || input === 'describe')
    .flatMap((input) => {
      const before = judge(rule, changed(example.scene, input, {}), example);
      return Object.entries(WAYS).flatMap(([way, hide]) => {
        const after = judge(rule, hidden(example.scene, input, hide), example);
        const looks = [...before].map(([subject, was]) => ({
          thing: `Region of ${way}`,
          subject,
          was,
          is: after.get(subject),
        }));
        return brokenIn(rule, looks).map((line) => `${name} (${input}): ${line}`);
      });
    });
}

function hidden(
  scene: Case['example']['scene'],
  input: 'plan' | 'describe',
  hide: (endpoint: Endpoint, index: number) => object,
): Network {
  let index = 0;
  return changed(scene, input, { endpoints: (endpoint) => hide(endpoint, index++) });
}

it.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  expect(casesOf(rule).flatMap(broken)).toEqual([]);
});
