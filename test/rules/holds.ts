import { expect } from 'vitest';
import { nameOf } from '../../src/engine/name.ts';
import { subjectsOf } from '../../src/engine/rule.ts';
import { inWordsOf } from '../../src/scene/print.ts';
import type { SceneInput } from '../../src/scene/scene.ts';
import { guard } from './guard.ts';
import { type Case, inInput, inWords, isSubject, judge, keyIn, recommended, subjectOf } from './judge.ts';
import { loadScene } from './load-scene.ts';

/** The example gives exactly what it says through the loader of one input. */
export function holds(each: Case, input: SceneInput): void {
  const { rule, example, kind } = each;
  const subject = subjectOf(each);
  const net = guard(loadScene(example.scene, input, each.seed)).network;
  const judged = judge(rule, net, example);
  const mine = judged.get(keyIn(input, subject));
  const unclear = (where: SceneInput) => example.undecidedIn?.includes(where) ?? false;
  // Code may tell what a plan does not: then it tells what the example says.
  const undecided = unclear(input) || (input === 'sources' && unclear('plan') && mine?.verdict !== 'fail');

  if (undecided) {
    expect(inWords(mine)).toMatch(/^undecided: ./);
  } else if (kind === 'bad') {
    const says = inInput(example.saysIn, input) ?? example.says;
    const level = inInput(example.levelIn, input) ?? example.level ?? rule.level;
    const expected = `${level}: ${inWordsOf(input, says ?? '(it has no `says`)', each.objects)}`;
    expect(inWords(mine)).toBe(expected);
  } else {
    expect(mine === undefined || mine.verdict === 'undecided' ? inWords(mine) : mine.verdict).toMatch(
      /^(?:pass|not-applicable)$/,
    );
  }
  for (const { fail } of mine?.fails ?? []) {
    expect(fail.message.length, `${fail.message}: at most 120 characters`).toBeLessThanOrEqual(120);
    expect(
      namesOf(net, each, mine!.key).some((name) => fail.message.includes(name)),
      `${fail.message}: names the resource`,
    ).toBe(true);
    expect(() => JSON.stringify(fail.evidence), 'evidence is plain JSON').not.toThrow();
    for (const assumed of fail.assumed ?? []) {
      expect([...(rule.assumes ?? []), ...assumedComplete(net)], 'what a finding assumes is in `assumes`').toContain(
        assumed,
      );
    }
  }

  const others = [...judged.values()].filter((it) => it.verdict === 'fail' && it !== mine).map((it) => it.key);
  const allowed = (example.alsoOn ?? []).map((name) => {
    const object = each.objects.find((it) => isSubject(rule, it) && it.name === name);
    return object ? keyIn(input, object) : `(no ${rule.subject} ${name})`;
  });
  expect(others.sort(), `the rule fires on other subjects: list them in \`alsoOn\``).toEqual(allowed.sort());
  if (kind === 'bad') silentOthers(each, net);
}

/** What a message may call the subject: its service, its key, a hosted zone by its domain. */
function namesOf(net: Net, { rule }: Case, key: string): string[] {
  const all = {
    endpoint: net.endpoints,
    'endpoint-service': net.endpointServices,
    vpc: net.vpcs,
    'hosted-zone': [],
    'managed-endpoint': net.managedEndpoints,
    'rest-api': net.restApis,
  };
  const subject = subjectsOf(rule)
    .flatMap((kind): readonly Named[] => all[kind])
    .find((it) => it.key === key);
  const zone = net.hostedZones.find((it) => it.key === key);
  return [key, ...(subject ? [nameOf(subject)] : []), ...(zone?.name.known ? [zone.name.value] : [])];
}

type Named = Parameters<typeof nameOf>[0] & { readonly key: string };
type Net = Parameters<typeof judge>[1];

/** No other recommended rule fires, but those the example lists; and these do. */
function silentOthers(each: Case, net: Net): void {
  const fired = new Map<string, string>();
  for (const other of recommended) {
    if (other.id === each.rule.id) continue;
    for (const judged of judge(other, net, each.example.trust ? { trust: each.example.trust } : {}).values()) {
      if (judged.verdict === 'fail') fired.set(other.id, inWords(judged));
    }
  }
  const allowed = new Set(each.example.also ?? []);
  const unexpected = [...fired].filter(([id]) => !allowed.has(id)).map(([id, said]) => `${id}: ${said}`);
  expect(unexpected, `other rules fire: mend the scene, or list them in \`also\``).toEqual([]);
}

/** What completeness rests on anywhere in the network: findings may list it as assumed. */
function assumedComplete(net: Net): string[] {
  const kinds = [
    'endpoint',
    'vpc',
    'subnet',
    'security-group',
    'route-table',
    'prefix-list',
    'endpoint-service',
  ] as const;
  const more = ['load-balancer', 'hosted-zone', 'attachment', 'network-acl', 'dhcp-options', 'gateway'] as const;
  const out: string[] = [];
  for (const kind of [...kinds, ...more]) {
    for (const vpc of [undefined, ...net.vpcs.map((to) => ({ is: 'entity', to, at: to.at }) as const)]) {
      const complete = net.complete(kind, vpc);
      if (complete.complete && complete.assumed !== null) out.push(complete.assumed);
    }
  }
  return out;
}
