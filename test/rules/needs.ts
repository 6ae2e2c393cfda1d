/**
 * What rules need: the facts they ask for in their examples, and what they say when one of them is unknown. `npm run gen`
 * writes `rules/needs.generated.ts` from it.
 */
import { oncePer, remembered } from '../../src/base/memo.ts';
import { type Rule, subjectsOf } from '../../src/engine/index.ts';
import type { Network } from '../../src/model/index.ts';
import { SCENE_INPUTS } from '../../src/scene/print.ts';
import type { SceneInput } from '../../src/scene/scene.ts';
import { everything } from '../scene/everything.ts';
import { guard } from './guard.ts';
import { type Case, casesOf, judge, keyIn, subjectOf } from './judge.ts';
import { loadScene } from './load-scene.ts';
import { brokenIn, type Look, looksOf } from './promise.ts';
import { reader } from './reader.ts';

/** What losing a fact does to what a rule says of the subject of an example. */
type Effect = 'undecided' | 'other' | 'none';

/** The strongest first. */
const EFFECTS: readonly Effect[] = ['undecided', 'other', 'none'];

/** A fact that was asked for, by its name in the model, and the file that asked: the rule's own, or a question of `src/ask`. */
interface Reading {
  readonly fact: string;
  readonly by: string;
  readonly effect: Effect;
}

/** What one input of an example shows of a rule when what it asks for is made unknown. */
interface Shown {
  /** Promises it breaks: one line each. */
  readonly broken: readonly string[];
  readonly readings: readonly Reading[];
}

/** Facts whose loss makes the rule undecided in one of its examples: those of the subject first, then by name. */
export function needsOf(rule: Rule): string[] {
  const needs = readingsOf(rule).flatMap(({ fact, effect }) => (effect === 'undecided' ? [fact] : []));
  const rank = (fact: string) => (subjectsOf(rule).some((kind) => fact.startsWith(`${kind}.`)) ? 0 : 1);
  return [...new Set(needs)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/**
 * Facts that the rule's own file asks for, and of which no example shows what they are asked for: losing them changes
 * nothing that the rule says in any of them, or only the scene with everything in it leads there.
 */
export function uncoveredBy(rule: Rule): string[] {
  const own = `rules/${rule.id}.ts`;
  const covered = new Set(readingsOf(rule).flatMap(({ fact, effect }) => (effect === 'none' ? [] : [fact])));
  const asked = readingsOf(rule).flatMap(({ fact, by }) => (by === own ? [fact] : []));
  for (const net of everywhere()) {
    for (const [thing, readers] of askedBy(rule, net)) if (readers.has(own)) asked.push(factOf(thing));
  }
  return [...new Set(asked)].filter((fact) => !covered.has(fact) && !isIdentity(fact)).sort();
}

/** Those of which no example can. */
export function unshownBy(rule: Rule): string[] {
  return Object.keys(UNSHOWN[rule.id] ?? {}).sort();
}

/** What all examples of a rule show: each fact once for each file that asks, with the strongest effect. */
const readingsOf: (rule: Rule) => readonly Reading[] = oncePer((rule) => {
  const all = new Map<string, Reading>();
  for (const each of casesOf(rule)) {
    for (const input of each.inputs) {
      for (const reading of shownIn(each, input).readings) {
        const key = `${reading.fact} ${reading.by}`;
        const before = all.get(key)?.effect ?? 'none';
        if (EFFECTS.indexOf(reading.effect) <= EFFECTS.indexOf(before)) all.set(key, reading);
      }
    }
  }
  return [...all.values()];
});

/** Made once: the test of the promises and that of the needs look at the same. */
export function shownIn(each: Case, input: SceneInput): Shown {
  return remembered(shownOf(each), input, () => {
    const { rule, example } = each;
    const net = loadScene(example.scene, input, each.seed);
    const key = keyIn(input, subjectOf(each));
    const looks = looksOf(rule, net, key, example);
    const asked = askedBy(rule, net, example, key);
    const readings = looks.flatMap((look) =>
      [...(asked.get(look.thing) ?? [])].map((by) => ({ fact: factOf(look.thing), by, effect: effectOf(look) })),
    );
    return { broken: brokenIn(rule, looks), readings };
  });
}

const shownOf = oncePer((_: Case) => new Map<SceneInput, Shown>());

/** What a rule asks for to judge a subject, or all, not what decides whether it is asked at all; and which files ask. */
function askedBy(
  rule: Rule,
  net: Network,
  example: Parameters<typeof judge>[2] = {},
  key?: string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const asked = new Map<string, Set<string>>();
  let listening = false;
  const { network } = guard(net, undefined, (thing) => {
    if (listening) remembered(asked, thing, () => new Set()).add(reader());
  });
  const check: Rule['check'] = (subject, ...given) => {
    if (key !== undefined && subject.key !== key) return [];
    listening = true;
    try {
      return rule.check(subject, ...given);
    } finally {
      listening = false;
    }
  };
  judge({ ...rule, check }, network, example);
  return asked;
}

function effectOf({ was, is }: Look): Effect {
  if (is?.verdict === 'undecided' && was.verdict !== 'undecided') return 'undecided';
  return JSON.stringify(is) === JSON.stringify(was) ? 'none' : 'other';
}

/** The scene with everything in it, in every input. */
const everywhere = () => {
  networks ??= SCENE_INPUTS.map((input) => loadScene(everything, input, 'everything'));
  return networks;
};

let networks: readonly Network[] | undefined;

/** Facts of which no example can show what they are asked for, and why. */
const UNSHOWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'availability/az-not-supported': {
    'endpoint.serviceRegion': 'the service name tells the Region as well',
  },
  'change/endpoint-replaced': {
    'before.endpoint.privateDns': 'no scene has an endpoint that is replaced although nothing of it changes',
    'endpoint.privateDns': 'no scene has an endpoint that is replaced although nothing of it changes',
  },
  'change/immutable': {
    'before.endpoint.addresses.ipv6': 'no scene asks for IPv6 addresses',
    'endpoint.addresses.ipv6': 'no scene asks for IPv6 addresses',
  },
  'coverage/duplicate-endpoint': { 'complete(endpoint)': 'no scene is of an endpoint without a list of the others' },
  'coverage/nat-without-gateway-endpoint': {
    'complete(gateway)': 'no scene has all gateways and not all route tables',
  },
  'endpoint-service/single-az-load-balancer': {
    'endpoint-service.endpointType': 'the load balancers of a scene tell as much',
  },
  'reachability/open-ingress': {
    'gateway.state': 'no scene has a connection to another network without a route to it, which tells as much',
    'gateway.vpc': 'no scene has a connection to another network without a route to it, which tells as much',
  },
  'validity/group-vpc-mismatch': {
    'endpoint.region': 'no scene associates a security group with another VPC',
    'security-group.isDefault': 'no scene associates a security group with another VPC',
    'security-group.region': 'no scene associates a security group with another VPC',
    'vpc.isDefault': 'no scene associates a security group with another VPC',
  },
  'validity/shared-subnet': { 'vpc.account': 'plans know no owners, and on what exists AWS has answered' },
  'routing/gwlb-asymmetric': { 'route-table.edge': 'no scene has a route table of an internet gateway' },
};

/** An id says which object is meant, as a key does: it is compared with references that are ids. */
function isIdentity(fact: string): boolean {
  return fact.endsWith('.id');
}

/**
 * `endpoint aws_vpc_endpoint.sqs: dnsOptions.value.preference` is `endpoint.dnsOptions.preference`, whichever endpoint; the
 * elements of a list go by the list.
 */
function factOf(thing: string): string {
  const [, before = '', kind, path] = /^(before )?([a-z-]+)(?: .*)?: (.*)$/s.exec(thing)!;
  const name = path!.replace(/\.(?:sure|maybe|value)\b|\.\d+/g, '');
  const era = before === '' ? '' : 'before.';
  if (kind !== 'network') return `${era}${kind}.${name}`;
  return `${era}${name.replace(/^complete (.*)$/, 'complete($1)')}`;
}
