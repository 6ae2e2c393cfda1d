/** How each attribute of each kind of object is merged from its parts. */
import { table } from '../base/table.ts';
import {
  type Bag,
  type Endpoint,
  type EndpointService,
  type Fact,
  type HostedZone,
  is,
  type LoadBalancer,
  type NounKind,
  type Ref,
  type RouteTable,
  type SecurityGroup,
  type Subnet,
  type Vpc,
} from '../model/index.ts';
import * as elements from './elements.ts';
import { nameOf } from './identity.ts';
import { bagOf, type Elements, fact, first, leadOf, type Merge, type Objects, type Parts, ref } from './merge.ts';
import type { NounOf } from './source.ts';

/** The properties of an object that are not merged from its parts. */
type Own = 'kind' | 'key' | 'address' | 'at' | 'path' | 'aliases' | 'lookedUp' | 'changing' | 'context';
type Shape<T> = { readonly [P in Exclude<keyof T, Own>]-?: Merge<T, T[P]> };
type Shapes = { readonly [K in NounKind]: Shape<NounOf<K>> };

const vpc = ref<Vpc>('vpc');

/** A bag whose elements refer to objects of the network. */
function bag<E>(make: (join: Objects) => Elements<E>) {
  return <T>(of: Parts<T>, read: (noun: T) => Bag<E>): Bag<E> => bagOf(make(of.join))(of, read);
}

/** A subnet has one route table and one network ACL: what the judged input ties to another is not in a context's. */
function exclusive(kind: 'route-table' | 'network-acl') {
  const merge = bag(elements.refs<Subnet>('subnet', true));
  return <T>(of: Parts<T>, read: (noun: T) => Bag<Ref<Subnet>>): Bag<Ref<Subnet>> => {
    const all = merge(of, read);
    const holder = of.join.holderOf(kind);
    if (holder.size === 0) return all;
    const isHere = (subnet: Ref<Subnet>) => {
      const other = holder.get(nameOf(subnet) ?? '');
      return other === undefined || of.parts.some(({ noun }) => (noun as object) === other);
    };
    return { ...all, sure: all.sure.filter(isHere), maybe: all.maybe.filter(isHere) };
  };
}

function services(
  of: Parts<NounOf<'endpoint'>>,
  read: (noun: NounOf<'endpoint'>) => Fact<readonly EndpointService[]>,
): Fact<readonly EndpointService[]> {
  const own = fact(of, read);
  const { join } = of;
  if (own.known && own.value.length > 0) {
    const { source } = of.parts.find(({ noun }) => read(noun) === own)!;
    return { ...own, value: own.value.map((service) => join.of(service, source)) };
  }
  const name = fact(of, ({ serviceName }) => serviceName);
  const to = name.known && name.value !== null ? join.find<EndpointService>('endpoint-service', name.value) : undefined;
  return to ? { known: true, value: [to], at: own.at } : own;
}

/** Block Public Access of a Region is turned on elsewhere. A part that does not mention it is therefore not an answer. */
function mode<T extends Vpc | Subnet>(
  { parts, join }: Parts<T>,
  read: (noun: T) => Fact<string | null>,
): Fact<string | null> {
  const telling = parts.filter(({ noun: each }) => {
    const told = read(each);
    return !told.known || told.value !== null;
  });
  return fact({ parts: telling.length > 0 ? telling : parts, join }, read);
}

/** Another stack may give it to any object. A plan that changes the object itself knows best. */
function everGiven<T extends Vpc>(of: Parts<T>, read: (noun: T) => Fact<boolean>): Fact<boolean> {
  const own = fact(of, read);
  if (leadOf(of.parts).noun.changing) return own;
  return of.parts.map(({ noun: each }) => read(each)).find((told) => is(told, true)) ?? own;
}

const noun = { id: fact, region: fact, account: fact };

export const SHAPES: Shapes = table({
  endpoint: {
    ...noun,
    type: fact,
    serviceName: fact,
    serviceInAnyRegion: first,
    endpointServices: services,
    serviceRegion: fact,
    resourceConfigurationArn: fact,
    serviceNetworkArn: fact,
    vpc,
    subnets: bag(elements.refs<Subnet>('subnet')),
    groups: bag(elements.groups<SecurityGroup>),
    routeTables: bag(elements.refs<RouteTable>('route-table')),
    privateDns: fact,
    policy: fact,
    ipAddressType: fact,
    dnsOptions: fact,
    state: fact,
    requesterManaged: fact,
    tags: fact,
    failure: fact,
    createdAt: fact,
    inStack: first,
    planned: first,
    replacement: first,
    addresses: bag(elements.addresses),
    namedZones: bagOf(elements.texts),
    splitLists: fact,
    acceptsItself: fact,
    shares: bagOf(elements.plain()),
    privateApis: bagOf(elements.plain()),
    resources: bagOf(elements.plain()),
  },
  vpc: {
    ...noun,
    enableDnsSupport: fact,
    enableDnsHostnames: fact,
    cidr: fact,
    secondaryCidrs: bagOf(elements.ranges),
    cidrs: bagOf(elements.ranges),
    hasIpv6: everGiven,
    isDefault: fact,
    blockPublicAccess: mode,
    created: first,
  },
  subnet: {
    ...noun,
    vpc,
    zone: fact,
    zoneId: fact,
    seenBy: first,
    cidr: fact,
    ipv6Cidr: fact,
    hasIpv6: fact,
    ipv6Native: fact,
    freeAddresses: fact,
    blockPublicAccess: mode,
  },
  'security-group': {
    ...noun,
    name: fact,
    vpc,
    associatedVpcs: bag(elements.refs<Vpc>('vpc', true)),
    isDefault: fact,
    ingress: bag(elements.rules),
    egress: bag(elements.rules),
  },
  'route-table': {
    ...noun,
    vpc,
    main: fact,
    subnets: exclusive('route-table'),
    routes: bagOf(elements.routes),
    edge: fact,
  },
  'prefix-list': { ...noun, entries: bagOf(elements.texts) },
  'endpoint-service': {
    ...noun,
    serviceName: fact,
    endpointType: fact,
    acceptanceRequired: fact,
    principals: bagOf(elements.principals),
    loadBalancers: bag(elements.refs<LoadBalancer>('load-balancer')),
    accepters: bag(elements.accepters),
    zones: bagOf(elements.texts),
    ipAddressTypes: bagOf(elements.texts),
    privateDnsName: fact,
    privateDnsProof: fact,
    supportedRegions: bagOf(elements.texts),
  },
  'load-balancer': {
    ...noun,
    type: fact,
    subnets: bag(elements.refs<Subnet>('subnet')),
    zones: bagOf(elements.texts),
    ipAddressType: fact,
    listeners: bagOf(elements.plain()),
    groups: bag(elements.refs<SecurityGroup>('security-group')),
    enforcesInbound: fact,
  },
  'hosted-zone': { ...noun, name: fact, isPrivate: fact, vpcs: bag(elements.refs<Vpc>('vpc')) },
  'resolver-rule': { ...noun, domain: fact, type: fact, vpcs: bag(elements.refs<Vpc>('vpc', true)) },
  'dns-profile': {
    ...noun,
    vpcs: bag(elements.refs<Vpc>('vpc', true)),
    zones: bag(elements.refs<HostedZone>('hosted-zone', true)),
    endpoints: bag(elements.refs<Endpoint>('endpoint', true)),
  },
  attachment: {
    ...noun,
    vpc,
    groups: bag(elements.refs<SecurityGroup>('security-group')),
    subnets: bag(elements.refs<Subnet>('subnet')),
    calls: fact,
    inboundResolver: fact,
  },
  'managed-endpoint': {
    ...noun,
    manager: first,
    vpc,
    subnets: bag(elements.refs<Subnet>('subnet')),
    groups: bag(elements.groups<SecurityGroup>),
    port: fact,
    isMultiZone: fact,
    firewallSubnets: bag(elements.refs<Subnet>('subnet')),
    planned: first,
  },
  'rest-api': { ...noun, isPrivate: fact, endpoints: bag(elements.refs<Endpoint>('endpoint', true)) },
  workload: {
    ...noun,
    vpc,
    subnets: bag(elements.refs<Subnet>('subnet')),
    needs: bagOf(elements.texts),
    mayCall: bagOf(elements.texts),
  },
  'network-acl': {
    ...noun,
    vpc,
    isDefault: fact,
    subnets: exclusive('network-acl'),
    entries: bagOf(elements.entries),
  },
  'dhcp-options': { ...noun, vpcs: bag(elements.refs<Vpc>('vpc', true)), domainNameServers: bagOf(elements.texts) },
  gateway: {
    ...noun,
    type: first,
    vpc,
    peer: (of, read) => {
      const peers = of.parts.filter(({ noun: each }) => read(each) !== null);
      return peers.length === 0
        ? null
        : ref<Vpc>('vpc')({ join: of.join, parts: peers }, (n: NounOf<'gateway'>) => read(n)!);
    },
    subnets: bag(elements.refs<Subnet>('subnet')),
    state: fact,
    connectivity: fact,
  },
});
