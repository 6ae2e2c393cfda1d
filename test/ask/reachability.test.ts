/** Which clients reach an endpoint on the ports of its service, piece by piece; what rules say of it is in their examples. */
import { describe, expect, it } from 'vitest';
import {
  aclsLet,
  enough,
  entriesOf,
  groupsAdmit,
  interfacePorts,
  isWhole,
  portAnswers,
  type ServicePorts,
  servicePorts,
} from '../../src/ask/reachability.ts';
import { parseCidr } from '../../src/aws/index.ts';
import {
  type Bag,
  bag,
  type Endpoint,
  type EndpointService,
  type Fact,
  type IngressRule,
  known,
  type Listener,
  type LoadBalancer,
  type Network,
  type NetworkAcl,
  openBag,
  type PrefixList,
  type Ref,
  type SecurityGroup,
  type Source,
  type Subnet,
  unknown,
  type Vpc,
} from '../../src/model/index.ts';

const at = { input: 0 };
const fact = <T>(value: T): Fact<T> => known(value, at);
const open = (because: string) => unknown(because, at);
const to = <T>(object: object): Ref<never> & T => ({ is: 'entity', to: object, at }) as never;

function network(more: Partial<Network> = {}): Network {
  return {
    serviceDetails: [],
    endpointServices: [],
    networkAcls: [],
    subnets: [],
    complete: () => ({ complete: true, assumed: null }),
    ...more,
  } as unknown as Network;
}

function endpoint(serviceName: Fact<string | null>, more: Partial<Endpoint> = {}): Endpoint {
  return {
    key: 'e',
    serviceName,
    type: fact('Interface'),
    endpointServices: fact([]),
    ipAddressType: fact('ipv4'),
    groups: bag([], at),
    ...more,
  } as unknown as Endpoint;
}

const aws = (service: string) => endpoint(fact(`com.amazonaws.us-east-1.${service}`));

describe('the ports of a service of AWS', () => {
  it('are those of the table', () => {
    expect(servicePorts(aws('sqs'), network())).toEqual({
      ...{ ranges: [[443, 443]], optional: [], any: false, basis: expect.stringMatching(/^(documented|derived)$/) },
    });
  });

  it('may be any of several, and some of use to some clients', () => {
    const ports = servicePorts(aws('email-smtp'), network()) as ServicePorts;
    expect([ports.ranges.length, ports.optional, ports.any]).toEqual([4, [[25, 25]], true]);
    expect(ports.basis).toBe('documented');
  });

  it('are not known of a name that the table lacks, and of no name', () => {
    expect(servicePorts(aws('nonesuch'), network())).toBeNull();
    expect(servicePorts(endpoint(fact(null)), network())).toBeNull();
  });
});

describe('the ports an interface endpoint needs', () => {
  const sqs = 'com.amazonaws.us-east-1.sqs';

  it('are asked of interface endpoints only', () => {
    const ask = (more: Partial<Endpoint>) => interfacePorts(endpoint(fact(sqs), more), network());
    expect(ask({ type: open('it comes from `local.type`') })).toMatchObject({
      verdict: 'undecided',
      missing: ['it comes from `local.type`'],
    });
    expect(ask({ type: fact('Gateway') })).toMatchObject({ verdict: 'not-applicable' });
    expect(ask({})).toMatchObject({ ranges: [[443, 443]] });
  });

  it('are not known of a service that is not known', () => {
    expect(interfacePorts(endpoint(open('it comes from `local.name`')), network())).toMatchObject({
      verdict: 'undecided',
      missing: ['it comes from `local.name`'],
    });
    expect(interfacePorts(aws('nonesuch'), network())).toMatchObject({ verdict: 'not-applicable' });
  });
});

const NAME = 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0';

function listener(protocol: Fact<string | null>, port: Fact<number | null>): Listener {
  return { protocol, port, idleTimeout: fact(350), at } as unknown as Listener;
}

function balancer(listeners: Bag<Listener>, type: Fact<string> = fact('network')): LoadBalancer {
  return { key: 'lb', type, listeners } as unknown as LoadBalancer;
}

function service(loadBalancers: Bag<Ref<LoadBalancer>>, name: Fact<string> = fact(NAME)): EndpointService {
  return {
    key: 's',
    serviceName: name,
    loadBalancers,
    endpointType: fact('Interface'),
    privateDnsName: fact(null),
    privateDnsProof: fact(null),
    ipAddressTypes: bag(['ipv4'], at),
  } as unknown as EndpointService;
}

/** What is known of the ports of an endpoint service whose load balancers are these. */
function portsBehind(...balancers: LoadBalancer[]) {
  const of = service(
    bag(
      balancers.map((one) => to<Ref<LoadBalancer>>(one)),
      at,
    ),
  );
  return servicePorts(endpoint(fact(NAME)), network({ endpointServices: [of] }));
}

const tcp = (port: number) => listener(fact('TCP'), fact(port));

describe('the ports of an endpoint service', () => {
  it('are those its load balancers listen on for TCP, each once and in order; any will do', () => {
    const ports = portsBehind(
      balancer(bag([tcp(8443), tcp(443), tcp(1433)], at)),
      balancer(bag([tcp(443), listener(fact('TLS'), fact(636)), listener(fact('TCP_UDP'), fact(53))], at)),
    );
    expect(ports).toEqual({
      ranges: [53, 443, 636, 1433, 8443].map((port) => [port, port]),
      optional: [],
      any: true,
      basis: 'described',
    });
  });

  it('are none where nothing listens for TCP', () => {
    expect(portsBehind(balancer(bag([listener(fact('UDP'), fact(53))], at)))).toBeNull();
    expect(portsBehind(balancer(bag([listener(fact(null), fact(53))], at)))).toBeNull();
    expect(portsBehind(balancer(bag([listener(fact('TCP'), fact(null))], at)))).toBeNull();
    expect(portsBehind(balancer(bag([], at)))).toBeNull();
  });

  it('leave out a listener of another protocol beside one of TCP', () => {
    const ports = portsBehind(balancer(bag([listener(fact('UDP'), fact(53)), tcp(443)], at)));
    expect(ports).toMatchObject({ ranges: [[443, 443]] });
  });

  it('are not asked of a Gateway Load Balancer', () => {
    expect(portsBehind(balancer(bag([tcp(6081)], at), fact('gateway')))).toBeNull();
    expect(portsBehind(balancer(bag([tcp(6081)], at), open('its type is not known')))).not.toBeNull();
  });

  it('are not known where a listener is not', () => {
    const [protocol, port] = [open('its protocol is not known'), open('its port is not known')];
    expect(portsBehind(balancer(bag([listener(protocol, fact(443)), tcp(80)], at)))).toBe('its protocol is not known');
    expect(portsBehind(balancer(bag([tcp(80), listener(fact('TCP'), port)], at)))).toBe('its port is not known');
    expect(portsBehind(balancer(openBag('its listeners are not in the input', at)))).toBe(
      'its listeners are not in the input',
    );
  });

  it('are not known where its load balancers are not', () => {
    const of = (loadBalancers: Bag<Ref<LoadBalancer>>) =>
      servicePorts(endpoint(fact(NAME)), network({ endpointServices: [service(loadBalancers)] }));
    expect(of(openBag('its load balancers are not in the input', at))).toBe('its load balancers are not in the input');
  });

  it('are not known of a service that is not in the input', () => {
    expect(servicePorts(endpoint(fact(NAME)), network())).toBeNull();
  });

  it('are found by the service that the endpoint is to, where its name is not known yet', () => {
    const of = service(bag([to<Ref<LoadBalancer>>(balancer(bag([tcp(443)], at)))], at), open('known only after apply'));
    const net = network({ endpointServices: [of] });
    const its = endpoint(open('known only after apply'), { endpointServices: fact([of]) });
    expect(servicePorts(its, net)).toMatchObject({ ranges: [[443, 443]] });
  });

  it('are not known where an endpoint may be to one of several services, or to one without a name', () => {
    const nameless = service(bag([], at), open('its name is known only after apply'));
    const named = endpoint(fact(NAME), { endpointServices: open('it is not known which service it is to') });
    expect(servicePorts(named, network({ endpointServices: [nameless] }))).toBe('its name is known only after apply');
    const either = endpoint(fact(NAME), { endpointServices: fact([nameless, nameless]) });
    expect(servicePorts(either, network())).toMatch(/which endpoint service e\b/);
    expect(interfacePorts(either, network())).toMatchObject({
      verdict: 'undecided',
      missing: [expect.stringMatching(/which endpoint service e\b/)],
    });
  });
});

const HERE: Ref<Vpc> = { is: 'unknown', because: '', at };
const range = (cidr: string) => parseCidr(cidr)!;
const cidr = (value: Fact<string>, family: 4 | 6 = 4) => ({ is: 'cidr', family, cidr: value }) as Source;
const rule = (port: number, ...sources: Source[]) =>
  ({
    at,
    protocol: fact('tcp'),
    fromPort: fact(port),
    toPort: fact(port),
    sources: bag(sources, at),
  }) as unknown as IngressRule;

function behind(...rules: IngressRule[]): Endpoint {
  const group = { key: 'g', ingress: bag(rules, at) } as unknown as SecurityGroup;
  return endpoint(fact('com.amazonaws.us-east-1.sqs'), { groups: bag([to<Ref<SecurityGroup>>(group)], at) });
}

const HTTPS: ServicePorts = { ranges: [[443, 443]], optional: [], any: false, basis: 'documented' };
const TWO = (any: boolean): ServicePorts => ({
  ...HTTPS,
  ranges: [
    [443, 443],
    [8443, 8443],
  ],
  any,
});

describe('what security groups admit', () => {
  it('is asked of each range of ports', () => {
    const guarded = behind(rule(443, cidr(fact('10.0.0.0/16'))));
    expect(portAnswers(guarded, network(), TWO(false))).toEqual([
      { range: [443, 443], admitted: 'yes' },
      { range: [8443, 8443], admitted: 'no' },
    ]);
  });

  it('counts only sources of a family that the endpoint has', () => {
    const guarded = behind(rule(443, cidr(fact('::/0'), 6)));
    expect(portAnswers(guarded, network(), HTTPS)).toEqual([{ range: [443, 443], admitted: 'no' }]);
    expect(portAnswers(guarded, network(), HTTPS, () => 'yes')).toEqual([{ range: [443, 443], admitted: 'yes' }]);
  });

  it.each<[boolean, ('yes' | 'no' | 'unknown')[], string]>([
    [false, ['yes', 'yes'], 'yes'],
    [false, ['yes', 'no'], 'no'],
    [false, ['no', 'unknown'], 'no'],
    [false, ['yes', 'unknown'], 'unknown'],
    [true, ['no', 'yes'], 'yes'],
    [true, ['unknown', 'yes'], 'yes'],
    [true, ['no', 'no'], 'no'],
    [true, ['no', 'unknown'], 'unknown'],
  ])('of ports of which any will do (%s): %s is %s', (any, told, answer) => {
    const answers = told.map((admitted) => ({ range: [443, 443] as const, admitted }));
    expect(enough(answers, TWO(any))).toBe(answer);
  });

  const list = (cidrs: string[], more: object = {}) =>
    to<Ref<PrefixList>>({ key: 'pl', entries: bag(cidrs, at, more) } as unknown as PrefixList);
  const outside: Ref<PrefixList> = { is: 'id', id: 'pl-1', at };
  const group = { is: 'group', group: { is: 'unknown', because: '', at } } as unknown as Source;
  const prefixes = (of: Ref<PrefixList>) => ({ is: 'prefix-list', list: of }) as Source;

  it.each<[string, Source, string]>([
    ['a range that holds the client', cidr(fact('10.0.0.0/8')), 'yes'],
    ['a part of its range', cidr(fact('10.0.1.7/32')), 'yes'],
    ['another range', cidr(fact('10.9.0.0/16')), 'no'],
    ['a range that cannot be read', cidr(fact('10.0.0.0/99')), 'no'],
    ['a range of another family', cidr(fact('::/0'), 6), 'no'],
    ['an unknown range of another family', cidr(open('x'), 6), 'no'],
    ['an unknown range', cidr(open('x')), 'unknown'],
    ['a group, whose members may be anywhere', group, 'unknown'],
    ['a prefix list with it', prefixes(list(['192.0.2.0/24', '10.0.0.0/16'])), 'yes'],
    ['a prefix list without it', prefixes(list(['192.0.2.0/24'])), 'no'],
    ['a prefix list that may hold more', prefixes(list(['192.0.2.0/24'], { open: 'x' })), 'unknown'],
    ['a prefix list with it that may hold more', prefixes(list(['10.0.0.0/16'], { open: 'x' })), 'yes'],
    ['a prefix list outside the input', prefixes(outside), 'unknown'],
  ])('%s', (_, source, answer) => {
    expect(groupsAdmit(behind(rule(443, source)), network(), HTTPS, range('10.0.1.0/24'), HERE)).toBe(answer);
  });

  it('is asked of all ports, or of any', () => {
    const guarded = behind(rule(443, cidr(fact('10.0.0.0/8'))));
    const ask = (ports: ServicePorts) => groupsAdmit(guarded, network(), ports, range('10.0.1.0/24'), HERE);
    expect([ask(TWO(false)), ask(TWO(true))]).toEqual(['no', 'yes']);
  });

  it('of a prefix list are the entries that the input has', () => {
    expect([entriesOf(list(['10.0.0.0/8'])), entriesOf(outside)]).toEqual([['10.0.0.0/8'], []]);
    expect([list([]), list([], { open: 'x' }), list([], { maybe: ['10.0.0.0/8'] }), outside].map(isWhole)).toEqual([
      ...[true, false, false, false],
    ]);
  });
});

describe('what a network ACL lets through', () => {
  type Told = readonly [number, 'in' | 'out', 'allow' | 'deny', string, number, number];
  const entry = ([number, way, action, ipRange, from, end]: Told) => ({
    at,
    number: fact(number),
    egress: fact(way === 'out'),
    action: fact(action),
    protocol: fact('tcp'),
    fromPort: fact<number | null>(from),
    toPort: fact<number | null>(end),
    cidr: fact(ipRange),
  });
  const vpc = { is: 'id', id: 'vpc-1', at } as never;
  const subnet = { key: 'subnet-a', vpc } as unknown as Subnet;
  const CLIENT = range('10.0.1.0/24');
  const ANSWERS = [1024, 65535] as const;

  function lets(told: readonly Told[], ports: ServicePorts = HTTPS, more: Partial<NetworkAcl> = {}) {
    const acl = {
      key: 'acl',
      vpc,
      isDefault: fact(false),
      subnets: bag([to(subnet)], at),
      entries: bag(told.map(entry), at),
      ...more,
    } as unknown as NetworkAcl;
    const reach = aclsLet(subnet, CLIENT, ports, ANSWERS, network({ networkAcls: [acl] }));
    if (!('hop' in reach)) return 'because' in reach ? `${reach.reach}: ${reach.because}` : reach.reach;
    const { is, acl: of, entry: by, what } = reach.hop;
    expect(of).toBe(acl);
    return `${reach.reach}: ${is} ${what} by ${by === null ? '*' : by.number.known && by.number.value}`;
  }

  const IN: Told = [100, 'in', 'allow', '10.0.0.0/16', 443, 443];
  const OUT: Told = [100, 'out', 'allow', '10.0.0.0/16', 1024, 65535];
  const both = (port: number): Told => [port, 'in', 'allow', '10.0.0.0/16', port, port];

  it.each<[string, readonly Told[], string]>([
    ['requests and answers', [IN, OUT], 'yes'],
    ['answers only', [OUT], 'no: network-acl-in tcp/443 by *'],
    ['no answers', [IN], 'no: network-acl-out tcp/1024-65535 by *'],
    ['neither', [], 'no: network-acl-in tcp/443 by *'],
    [
      'requests that an entry denies',
      [[90, 'in', 'deny', '10.0.1.0/24', 443, 443], IN, OUT],
      'no: network-acl-in tcp/443 by 90',
    ],
    [
      'answers that an entry denies',
      [IN, [90, 'out', 'deny', '10.0.0.0/16', 0, 65535], OUT],
      'no: network-acl-out tcp/1024-65535 by 90',
    ],
    [
      'answers to some ports',
      [IN, [100, 'out', 'allow', '10.0.0.0/16', 32768, 65535]],
      'partly: network-acl-out tcp/1024-32767 by *',
    ],
    [
      'answers to all ports but some that an entry denies',
      [IN, [90, 'out', 'deny', '10.0.0.0/16', 3389, 3389], OUT],
      'partly: network-acl-out tcp/3389 by 90',
    ],
  ])('%s', (_, told, answer) => {
    expect(lets(told)).toBe(answer);
  });

  it('on one of two ports is enough where any will do', () => {
    expect(lets([both(8443), OUT], TWO(true))).toBe('yes');
    expect(lets([both(8443), OUT], TWO(false))).toBe('no: network-acl-in tcp/443 by *');
    expect(lets([OUT], TWO(true))).toBe('no: network-acl-in tcp/443 by *');
    expect(lets([IN, both(8443), OUT], TWO(false))).toBe('yes');
  });

  it('is not known where an entry is not', () => {
    const doubtful = bag([IN, OUT].map(entry), at, { open: 'other resources may add entries' });
    expect(lets([], HTTPS, { entries: doubtful as never })).toBe('unknown: other resources may add entries');
  });

  it('is not known where what one entry says is not, unless another hop drops it anyway', () => {
    const unclear = { ...entry(IN), action: open('its action is not known') };
    const entries = (...more: object[]) => ({ entries: bag([unclear, ...more], at) as never });
    expect(lets([], HTTPS, entries(entry(OUT)))).toBe('unknown: its action is not known');
    expect(lets([], HTTPS, entries())).toBe('no: network-acl-out tcp/1024-65535 by *');
    expect(lets([], TWO(false), entries(entry(OUT)))).toBe('no: network-acl-in tcp/8443 by *');
    const answers = { ...entry(OUT), action: open('what goes out is not known') };
    expect(lets([], HTTPS, { entries: bag([entry(IN), answers], at) as never })).toBe(
      'unknown: what goes out is not known',
    );
  });

  it('is everything where the subnet has the list that AWS made', () => {
    const ask = (net: Partial<Network>) => aclsLet(subnet, CLIENT, HTTPS, ANSWERS, network(net));
    const created = { ...subnet, vpc: to({ key: 'vpc', id: open('x'), created: true }) } as unknown as Subnet;
    expect(aclsLet(created, CLIENT, HTTPS, ANSWERS, network())).toEqual({ reach: 'yes' });
    expect(ask({})).toEqual({ reach: 'unknown', because: expect.stringMatching(/network ACL .*subnet-a\b/) });
    expect(
      ask({ complete: () => ({ complete: false, because: 'no describe-network-acls output in the input' }) as never }),
    ).toEqual({
      reach: 'unknown',
      because: 'no describe-network-acls output in the input',
    });
  });
});
