import { type Draft, entries, vpcNamed } from './draft.ts';
import { digest, find, findHere, zoneNamed } from './names.ts';
import { ports } from './resolve-paths.ts';
import type { DhcpOptions, HostedZone, NetworkAcl, NetworkAclEntry, Target, Vpc } from './resolved.ts';
import type { NetworkAclEntryScene, Scene } from './scene.ts';

export function resolveHostedZones(draft: Draft, scene: Scene): HostedZone[] {
  return entries(scene.hostedZones).map(([name, zone]) => ({
    name,
    id: `Z${digest(draft.id('zone', name)).slice(0, 20).toUpperCase()}`,
    given: true,
    domain: zone.domain ?? name,
    vpcs: zone.vpcs?.map((vpc) => find(draft.vpcs, vpc, 'VPC')) ?? [{ to: draft.vpcs[0]! }],
    recordsTold: zone.records !== 'unknown',
    records: Object.entries(zone.records === 'unknown' ? {} : (zone.records ?? {})).map(([record, to]) => ({
      name: record,
      to: 'endpoint' in to ? findHere(draft.endpoints, to.endpoint, 'endpoint') : to,
      zone: 'endpoint' in to && to.zone !== undefined ? zoneNamed(to.zone, draft.region).name : null,
    })),
  }));
}

export function resolveNetworkAcls(draft: Draft, scene: Scene): NetworkAcl[] {
  return entries(scene.networkAcls).map(([name, acl]) => {
    const vpc = vpcNamed(draft, acl.vpc);
    return {
      name,
      id: draft.id('acl', name),
      given: true,
      vpc,
      subnets: (acl.subnets ?? []).map((subnet) => find(draft.subnets, subnet, 'subnet')),
      ingress: (acl.ingress ?? []).map((entry, i) => resolveEntry(entry, i, vpc)),
      egress: (acl.egress ?? []).map((entry, i) => resolveEntry(entry, i, vpc)),
    };
  });
}

function resolveEntry(entry: NetworkAclEntryScene, i: number, vpc: Target<Vpc>): NetworkAclEntry {
  const protocol = entry.protocol ?? 'tcp';
  const ofVpc = (entry.cidr ?? 'vpc') === 'vpc';
  if (ofVpc && !('to' in vpc)) throw new Error('scene: an entry for `vpc` needs a network ACL in a VPC of the scene');
  return {
    number: entry.number ?? 100 + 10 * i,
    action: entry.action ?? 'allow',
    protocol,
    ports: ports(protocol, entry.port),
    cidr: ofVpc && 'to' in vpc ? vpc.to.cidr : entry.cidr!,
    ofVpc,
  };
}

export function resolveDhcpOptions(draft: Draft, scene: Scene): DhcpOptions[] {
  return entries(scene.dhcpOptions).map(([name, { vpc, servers }]) => ({
    name,
    id: draft.id('dopt', name),
    given: true,
    vpc: vpcNamed(draft, vpc),
    servers,
  }));
}
