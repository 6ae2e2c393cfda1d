/**
 * Completions of what is unknown. A verdict of `undecided` is wrong where every completion of the unknowns gives the same
 * verdict: then what is known decides.
 */
import type { Example, Rule } from '../../src/engine/rule.ts';
import { type Bag, bag, type Fact, known, type Network, type Ref } from '../../src/model/index.ts';
import { type Complete, guard } from './guard.ts';
import { casesOf, type Judged, judge } from './judge.ts';
import { loadScene } from './load-scene.ts';

type Given = Pick<Example, 'options' | 'trust' | 'preset'>;

/** Numbers as they come of a seed: the same seed gives the same completion. */
export interface Choice {
  /** One of so many, the same each time for one thing. */
  of(thing: string, many: number): number;
}

/** The first and the last of everything; then odd seeds go through all that a thing may be, one after the other; even ones choose at random. */
function choiceOf(seed: number): Choice {
  return {
    of(thing, many) {
      if (seed <= 2) return seed === 1 ? 0 : many - 1;
      const start = seed % 2 === 0 ? seed : 0;
      let hash = Math.imul(2166136261 ^ start, 2654435761);
      for (let i = 0; i < thing.length; i += 1) hash = Math.imul(hash ^ thing.charCodeAt(i), 16777619);
      hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
      hash = (hash ^ (hash >>> 13)) >>> 0;
      return (seed % 2 === 0 ? hash : hash + (seed >> 1)) % many;
    },
  };
}

/** Values of attributes, by kind of object and name. */
export type Values = ReadonlyMap<string, readonly unknown[]>;

const seen = new WeakMap<Rule, Values>();

/** To tell values apart; undefined for what holds objects of a network. */
function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** The values that the examples of a rule have: among them are those the rule tells apart. */
function valuesIn(rule: Rule): Values {
  const done = seen.get(rule);
  if (done) return done;
  const values = new Map<string, unknown[]>();
  const note: Complete = (thing, value) => {
    if ('known' in value && value.known === true) {
      const { kind, name } = attributeOf(thing);
      const list = values.get(`${kind} ${name}`) ?? [];
      const { value: one } = value as unknown as { value: unknown };
      const text = textOf(one);
      if (text !== undefined && list.length < 24 && !list.some((other) => textOf(other) === text)) list.push(one);
      values.set(`${kind} ${name}`, list);
    }
    return undefined;
  };
  for (const { example, seed, inputs } of casesOf(rule)) {
    for (const input of inputs)
      judge(rule, guard(loadScene(example.scene, input, seed), undefined, undefined, note).network, example);
  }
  seen.set(rule, values);
  return values;
}

/** What an attribute may be worth, by its name; several stand for those that rules tell apart. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  type: ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork', 'Tunnel'],
  'load-balancer type': ['network', 'gateway'],
  'resolver-rule type': ['FORWARD', 'SYSTEM', 'RECURSIVE'],
  'record type': ['A', 'AAAA', 'CNAME', 'TXT'],
  serviceName: [
    ...[
      'sqs',
      's3',
      'dynamodb',
      'kms',
      'ecr.api',
      'ecr.dkr',
      'ssm',
      'ssmmessages',
      'execute-api',
      'iot.data',
      'sts',
      'ec2',
    ].map((service) => `com.amazonaws.us-east-1.${service}`),
    'com.amazonaws.eu-west-1.sqs',
    'com.amazonaws.us-east-1.nonesuch',
    'com.amazonaws.us-east-1.highlander',
    'com.amazonaws.us-east-1.s3express',
    'com.amazonaws.us-east-1.codeartifact.api',
    'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
    null,
  ],
  serviceRegion: [null, 'us-east-1', 'eu-west-1'],
  region: ['us-east-1', 'eu-west-1', 'cn-north-1'],
  account: ['111122223333', '444455556666'],
  resourceConfigurationArn: [
    null,
    'arn:aws:vpc-lattice:us-east-1:111122223333:resourceconfiguration/rcfg-1',
    'arn:aws-cn:vpc-lattice:cn-north-1:111122223333:resourceconfiguration/rcfg-1',
  ],
  serviceNetworkArn: [
    null,
    'arn:aws:vpc-lattice:us-east-1:111122223333:servicenetwork/sn-1',
    'arn:aws-cn:vpc-lattice:cn-north-1:111122223333:servicenetwork/sn-1',
  ],
  ipAddressType: [null, 'ipv4', 'ipv6', 'dualstack'],
  'load-balancer ipAddressType': ['ipv4', 'dualstack'],
  recordIpType: [null, 'ipv4', 'ipv6', 'dualstack', 'service-defined'],
  preference: [null, 'VERIFIED_DOMAINS_ONLY', 'ALL_DOMAINS', 'SPECIFIED_DOMAINS_ONLY'],
  onlyInboundResolver: [null, true, false],
  state: ['available', 'pendingacceptance', 'rejected', 'failed', 'deleted'],
  failure: [null, 'the service said no'],
  createdAt: ['2026-01-01T00:00:00Z', '2026-05-31T00:00:00Z'],
  zone: ['us-east-1a', 'us-east-1b', 'us-east-1c', 'us-east-1-bos-1a'],
  zoneId: ['use1-az1', 'use1-az2', 'use1-az3', 'use1-bos1-az1'],
  cidr: ['10.0.1.0/24', '10.9.0.0/24', '0.0.0.0/0', '172.31.0.0/20', '10.0.0.0/16', '10.0.0.7/32'],
  'subnet cidr': ['10.0.1.0/24', '10.0.77.0/24', null],
  ipv6Cidr: ['2600:1f18::/64', null],
  freeAddresses: [0, 1, 250],
  name: [
    'default',
    'endpoints',
    'sqs.us-east-1.amazonaws.com',
    'us-east-1.amazonaws.com',
    'example.com',
    '*.example.com',
  ],
  domain: ['', 'us-east-1.amazonaws.com', 'sqs.us-east-1.amazonaws.com', 'example.com'],
  protocol: ['-1', 'tcp', 'udp', 'icmp', 'icmpv6', '47'],
  'listener protocol': ['TCP', 'TLS', 'UDP', 'TCP_UDP', null],
  fromPort: [null, 0, 80, 443, 1024],
  toPort: [null, 80, 443, 65535],
  port: [null, 80, 443, 8443],
  idleTimeout: [350, 900],
  number: [90, 100, 200, 32766],
  action: ['allow', 'deny'],
  destination: ['0.0.0.0/0', '::/0', '10.0.0.0/8', 'pl-63a5400a', '10.99.0.0/16'],
  target: [
    ...[
      'nat-gateway',
      'internet-gateway',
      'egress-only-internet-gateway',
      'transit-gateway',
      'peering',
      'vpn-gateway',
    ].map((is) => ({ is, name: null })),
    { is: 'vpc-endpoint', name: null },
    { is: 'network-interface', name: null },
    { is: 'local', name: null },
    { is: 'other', name: null },
  ],
  policy: [
    null,
    '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::mine/*"}]}',
    '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}',
    '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}',
    'no JSON',
  ],
  tags: [{}, { Name: 'a', GuardDutyManaged: 'true' }, { Name: 'a' }],
  endpointType: ['Interface', 'GatewayLoadBalancer'],
  privateDnsName: [null, 'api.example.com', 'API.example.com'],
  privateDnsProof: [null],
  endpointServices: [[]],
  splitLists: [[], [{ attribute: 'subnet_ids', resources: ['aws_vpc_endpoint_subnet_association.a'] }]],
  principals: ['*', 'arn:aws:iam::111122223333:root'],
  ipv4: [null, '10.0.1.10'],
  ipv6: [null, '2600:1f18::10'],
};

const BOOLEANS: readonly unknown[] = [true, false];

/** Elements of lists of plain values. */
const ITEMS: Readonly<Record<string, readonly unknown[]>> = {
  zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
  cidrs: ['10.77.0.0/16', '10.0.0.0/16'],
  entries: ['0.0.0.0/0', '10.0.0.0/16', '52.216.0.0/15'],
  domainNameServers: ['AmazonProvidedDNS', '10.9.9.9'],
  specifiedDomains: ['example.com', '*.example.com'],
  ipAddressTypes: ['ipv4', 'ipv6'],
  supportedRegions: ['us-east-1', 'eu-west-1'],
  targets: ['vpce-0aaaaaaaaaaaaaaa1-abcdefgh.sqs.us-east-1.vpce.amazonaws.com', '192.0.2.1'],
  namedZones: ['us-east-1a', 'us-east-1b'],
};

/** What an unknown fact may be worth; undefined where this file knows no values of the attribute. */
function valuesOf(kind: string, name: string): readonly unknown[] | undefined {
  return (
    VALUES[`${kind} ${name}`] ??
    VALUES[name] ??
    (/^(?:is|enable|accept|private|main|edge|egress|ipv6Native|calls|requester)/.test(name) ? BOOLEANS : undefined)
  );
}

/** The lists of a network a reference of an attribute may lead into. */
const OBJECTS: Readonly<Record<string, keyof Network>> = {
  vpc: 'vpcs',
  vpcs: 'vpcs',
  peer: 'vpcs',
  subnet: 'subnets',
  subnets: 'subnets',
  firewallSubnets: 'subnets',
  endpoints: 'endpoints',
  group: 'securityGroups',
  groups: 'securityGroups',
  routeTables: 'routeTables',
  list: 'prefixLists',
  loadBalancers: 'loadBalancers',
  zone: 'hostedZones',
  zones: 'hostedZones',
};

const PREFIX: Readonly<Record<string, string>> = {
  vpcs: 'vpc',
  subnets: 'subnet',
  endpoints: 'vpce',
  securityGroups: 'sg',
  routeTables: 'rtb',
  prefixLists: 'pl',
  loadBalancers: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/x',
  hostedZones: 'Z',
};

/** A reference made known: to an object of the network, or to one that is not in it. */
function completeRef(
  thing: string,
  name: string,
  ref: Ref<never>,
  net: Network,
  choice: Choice,
): Ref<never> | undefined {
  const list = OBJECTS[name];
  if (list === undefined || ref.is !== 'unknown') return undefined;
  // Equal symbols are equal values.
  const what = ref.symbol ?? thing;
  const objects = net[list] as readonly { readonly key: string }[];
  const n = choice.of(what, objects.length + 1);
  const to = objects[n];
  if (to) return { is: 'entity', to, at: ref.at } as never;
  return { is: 'id', id: `${PREFIX[list]}-0eeeeeeeeeeeeee0${n}`, at: ref.at };
}

/** A bag made exact: some of what may be in it, and where it is open nothing else or one thing more. */
function completeBag(
  thing: string,
  kind: string,
  name: string,
  b: Bag<unknown>,
  net: Network,
  choice: Choice,
): Bag<unknown> | undefined {
  if (b.open === null && b.maybe.length === 0) return undefined;
  const sure = [...b.sure, ...b.maybe.filter((_, i) => choice.of(`${thing} maybe ${i}`, 2) === 1)];
  for (let left = b.open === null ? 0 : choice.of(`${thing} open`, 4); left > 0; left -= 1) {
    const more = another(`${thing} ${left}`, kind, name, b, net, choice);
    if (more === undefined) return undefined;
    sure.push(...more);
  }
  return bag(sure, b.at);
}

function another(
  thing: string,
  kind: string,
  name: string,
  b: Bag<unknown>,
  net: Network,
  choice: Choice,
): readonly unknown[] | undefined {
  const { at } = b;
  const pick = (list: readonly unknown[], what: string) => list[choice.of(`${thing} ${what}`, list.length)];
  const plain = ITEMS[name];
  if (plain !== undefined && !(name === 'zones' && kind === 'dns-profile')) return [pick(plain, 'item')];
  if (name === 'principals') return [known(pick(VALUES.principals!, 'item'), at)];
  if (name === 'ingress' || name === 'egress') {
    const cidr = pick(['0.0.0.0/0', '10.0.0.0/16', '192.0.2.0/24'], 'cidr');
    const port = pick([443, 80, 0], 'port') as number;
    return [
      {
        at,
        protocol: known(pick(['tcp', 'udp', '-1', 'icmp'], 'protocol'), at),
        fromPort: known(port, at),
        toPort: known(port === 0 ? 65535 : port, at),
        sources: bag([{ is: 'cidr', family: 4, cidr: known(cidr, at) }], at),
      },
    ];
  }
  if (name === 'sources')
    return [{ is: 'cidr', family: 4, cidr: known(pick(['0.0.0.0/0', '10.0.0.0/16'], 'cidr'), at) }];
  if (name === 'routes')
    return [
      {
        at,
        destination: known(pick(VALUES.destination!, 'destination'), at),
        target: known(pick(VALUES.target!, 'target'), at),
      },
    ];
  if (name === 'entries' && kind === 'network-acl')
    return [
      {
        at,
        number: known(pick([1, 150, 32766], 'number'), at),
        egress: known(pick([true, false], 'egress'), at),
        action: known(pick(['allow', 'deny'], 'action'), at),
        protocol: known('-1', at),
        fromPort: known(null, at),
        toPort: known(null, at),
        cidr: known('0.0.0.0/0', at),
      },
    ];
  if (name === 'records')
    return [
      {
        at,
        name: known(
          pick(['sqs.us-east-1.amazonaws.com', '*.sqs.us-east-1.amazonaws.com', 'www.example.com'], 'name'),
          at,
        ),
        type: known('A', at),
        targets: bag([pick(ITEMS.targets!, 'target') as string], at),
      },
    ];
  const ref = completeRef(`${thing} item`, name, { is: 'unknown', because: '', at }, net, choice);
  return ref && [ref];
}

/** Service names of the network's own endpoints. */
function namesIn(net: Network): readonly unknown[] {
  return net.endpoints.flatMap(({ serviceName }) => (serviceName.known ? [serviceName.value] : []));
}

/** A fact made known. */
function completeFact(
  thing: string,
  kind: string,
  name: string,
  fact: Fact<unknown>,
  net: Network,
  choice: Choice,
  more: Values,
): Fact<unknown> | undefined {
  if (name === 'dnsOptions') return dnsOptions(thing, fact.at, choice);
  const own = valuesOf(kind, name);
  const seen = more.get(`${kind} ${name}`);
  const there = name === 'serviceName' ? namesIn(net) : [];
  const values = own || seen ? [...(own ?? []), ...(seen ?? []), ...there] : undefined;
  return values && known(values[choice.of(thing, values.length)], fact.at);
}

/** No options, or each of them known. */
function dnsOptions(thing: string, at: Fact<unknown>['at'], choice: Choice): Fact<unknown> {
  if (choice.of(thing, 3) === 0) return known(null, at);
  const one = (name: string) => {
    const values = VALUES[name]!;
    return known(values[choice.of(`${thing} ${name}`, values.length)], at);
  };
  const domains = choice.of(`${thing} domains`, 2) === 0 ? [] : ['example.com'];
  return known(
    {
      recordIpType: one('recordIpType'),
      onlyInboundResolver: one('onlyInboundResolver'),
      preference: one('preference'),
      specifiedDomains: bag(domains, at),
    },
    at,
  );
}

/** Completes everything that is unknown, one way for each seed. */
function completion(seed: number, more: Values = new Map()): Complete {
  const choice = choiceOf(seed);
  return (thing, value, net) => {
    const { kind, name } = attributeOf(thing);
    if ('known' in value && value.known === false)
      return completeFact(thing, kind, name, value as Fact<unknown>, net, choice, more);
    if ('sure' in value && 'maybe' in value) return completeBag(thing, kind, name, value as Bag<unknown>, net, choice);
    return 'is' in value && value.is === 'unknown'
      ? completeRef(thing, name, value as Ref<never>, net, choice)
      : undefined;
  };
}

/** Kind of object and name of attribute in `endpoint aws_vpc_endpoint.sqs: groups.sure.0`. */
function attributeOf(thing: string): { readonly kind: string; readonly name: string } {
  const colon = thing.lastIndexOf(': ');
  const steps = thing
    .slice(colon + 2)
    .split('.')
    .filter((step) => !/^(?:\d+|sure|maybe|value)$/.test(step));
  const part = PARTS[steps.at(-2) ?? ''];
  return { kind: part ?? thing.replace(/^before /, '').split(' ')[0]!, name: steps.at(-1) ?? '' };
}

const PARTS: Readonly<Record<string, string>> = { listeners: 'listener', records: 'record' };

/** So many completions have to agree. */
const TRIES = 120;

/** The verdict that every completion of a network gives of a subject; undefined where they differ, or one is undecided. */
function sameInAll(
  rule: Rule,
  net: Network,
  subject: string,
  given: Given = {},
  blur: (thing: string) => boolean = () => false,
): 'fail' | 'no fail' | undefined {
  let answer: 'fail' | 'no fail' | undefined;
  for (let seed = 1; seed <= TRIES; seed += 1) {
    const verdict = judge(rule, guard(net, blur, undefined, completion(seed, valuesIn(rule))).network, given).get(
      subject,
    )?.verdict;
    // Whether it is judged at all may hang on what is made up: its state, who made it.
    if (verdict === undefined) continue;
    if (verdict === 'undecided') return undefined;
    const one = verdict === 'fail' ? 'fail' : 'no fail';
    if (answer !== undefined && answer !== one) return undefined;
    answer = one;
  }
  return answer;
}

/** Where a rule is undecided although every completion gives one verdict: one line each. `things`: made unknown one by one. */
export function indecisive(
  rule: Rule,
  net: Network,
  given: Given = {},
  sample?: (things: readonly string[]) => string[],
): string[] {
  const plain = guard(net);
  const found: string[] = [];
  const look = (what: string, judged: ReadonlyMap<string, Judged>, blur: (thing: string) => boolean) => {
    for (const [key, { verdict, missing }] of judged) {
      const same = verdict === 'undecided' ? sameInAll(rule, net, key, given, blur) : undefined;
      if (same !== undefined)
        found.push(`${rule.id} ${key}: ${same} in every completion${what}, but undecided: ${missing.join('; ')}`);
    }
  };
  look('', judge(rule, plain.network, given), () => false);
  for (const thing of sample?.([...plain.asked]) ?? []) {
    const blur = (other: string) => other === thing;
    look(` of ${thing}`, judge(rule, guard(net, blur).network, given), blur);
  }
  return found;
}
