import { type Draft, defaultName, entries, LETTERS, vpcNamed } from './draft.ts';
import { find, findHere, idMaker, zoneNamed } from './names.ts';
import { resolveEndpoints } from './resolve-endpoint.ts';
import { resolveManagedEndpoints } from './resolve-managed.ts';
import { resolveDhcpOptions, resolveHostedZones, resolveNetworkAcls } from './resolve-others.ts';
import { resolveGroups, resolvePrefixLists, resolveRouteTables } from './resolve-paths.ts';
import { resolveResolver } from './resolve-resolver.ts';
import { resolveLoadBalancers, resolveServices } from './resolve-services.ts';
import { resolveWorkloads } from './resolve-workloads.ts';
import type { ResolvedScene, Subnet, Target, Vpc } from './resolved.ts';
import type { Scene, SubnetScene, VpcScene } from './scene.ts';

const ACCOUNT = '123456789012';
/** Fills in what a scene leaves out. `name` sets apart the ids of different scenes. */
export function resolveScene(scene: Scene, name: string): ResolvedScene {
  const draft: Draft = {
    region: scene.region ?? 'us-east-1',
    account: ACCOUNT,
    vpcs: [],
    subnets: [],
    groups: [],
    routeTables: [],
    endpoints: [],
    services: [],
    loadBalancers: [],
    hostedZones: [],
    resolverRules: [],
    resolverEndpoints: [],
    dnsProfiles: [],
    prefixLists: [],
    networkAcls: [],
    dhcpOptions: [],
    interfaces: [],
    restApis: [],
    managedEndpoints: [],
    workloads: [],
    gateways: [],
    serviceDetails: scene.serviceDetails ?? {},
    id: idMaker(name),
  };
  draft.vpcs = entries(scene.vpcs ?? { main: {} }).map(([key, vpc], i) => resolveVpc(draft, key, vpc, i));
  if (draft.vpcs.length === 0) throw new Error('scene: it needs a VPC');
  draft.subnets = resolveSubnets(draft, scene);
  draft.prefixLists = resolvePrefixLists(draft, scene);
  draft.groups = resolveGroups(draft, scene);
  Object.assign(draft, resolveRouteTables(draft, scene));
  draft.loadBalancers = resolveLoadBalancers(draft, scene);
  draft.services = resolveServices(draft, scene);
  draft.endpoints = resolveEndpoints(draft, scene);
  draft.hostedZones = resolveHostedZones(draft, scene);
  Object.assign(draft, resolveResolver(draft, scene));
  draft.networkAcls = resolveNetworkAcls(draft, scene);
  draft.dhcpOptions = resolveDhcpOptions(draft, scene);
  draft.interfaces = entries(scene.interfaces).map(([key, it]) => ({
    name: key,
    id: draft.id('eni', key),
    given: true,
    type: it.type ?? 'interface',
    subnet: find(draft.subnets, it.subnet, 'subnet'),
    groups: (it.groups ?? [defaultName(draft, undefined, 'https')]).map((g) => find(draft.groups, g, 'group')),
  }));
  draft.managedEndpoints = resolveManagedEndpoints(draft, scene);
  draft.restApis = entries(scene.restApis).map(([key, it]) => ({
    name: key,
    id: draft.id('api', key),
    given: true,
    private: it.private ?? true,
    endpoints: (it.endpoints ?? []).map((each) => find(draft.endpoints, each, 'endpoint')),
    inBody: it.inBody ?? false,
  }));
  draft.workloads = resolveWorkloads(draft, scene);
  for (const table of draft.routeTables) {
    for (const { target } of table.routes) {
      if ('endpoint' in target) findHere(draft.endpoints, target.endpoint, 'endpoint');
    }
  }
  return draft;
}

function resolveVpc(draft: Draft, name: string, vpc: VpcScene, i: number): Vpc {
  return {
    name,
    id: draft.id('vpc', name),
    given: Object.keys(vpc).length > 0,
    cidr: vpc.cidr ?? `10.${i}.0.0/16`,
    pooled: vpc.pooled ?? false,
    ipv6Cidr: vpc.ipv6 ? `2600:1f18:${(i + 1).toString(16)}::/56` : null,
    dnsSupport: vpc.dnsSupport ?? 'omitted',
    dnsHostnames: vpc.dnsHostnames ?? true,
    tags: vpc.tags ?? null,
    mainTable: draft.id('rtb', name, 'main'),
    defaultGroup: draft.id('sg', name, 'default'),
    defaultAcl: draft.id('acl', name, 'default'),
  };
}

function resolveSubnets(draft: Draft, scene: Scene): Subnet[] {
  const wanted = new Map<string, { subnet: SubnetScene; given: boolean; vpc: Target<Vpc> }>();
  for (const vpc of draft.vpcs) {
    for (const zone of LETTERS)
      wanted.set(defaultName(draft, vpc, zone), { subnet: { zone }, given: false, vpc: { to: vpc } });
  }
  for (const [name, subnet] of Object.entries(scene.subnets ?? {})) {
    if (subnet === null) wanted.delete(name);
    else wanted.set(name, { subnet, given: true, vpc: vpcNamed(draft, subnet.vpc) });
  }
  const counts = new Map<unknown, number>();
  return [...wanted].map(([name, { subnet, given, vpc }]) => {
    const home = 'to' in vpc ? vpc.to : undefined;
    const n = counts.get(home) ?? 0;
    counts.set(home, n + 1);
    const zone = zoneNamed(subnet.zone ?? (/^[a-z]$/.test(name) ? name : 'a'), draft.region);
    const [first, second] = (home?.cidr ?? '10.200.0.0/16').split('.');
    return {
      name,
      id: draft.id('subnet', name),
      given,
      vpc,
      zone: zone.name,
      zoneId: zone.id,
      zoneById: subnet.zoneById ?? false,
      cidr: subnet.ipv6 === 'native' ? null : (subnet.cidr ?? `${first}.${second}.${n}.0/24`),
      ipv6Cidr: subnet.ipv6 ? `2600:1f18:${draft.vpcs.indexOf(home!) + 1}:${n}::/64` : null,
      owner: subnet.owner ?? draft.account,
      free: subnet.free ?? null,
    };
  });
}
