/** What a scene states and Terraform code cannot: comments for people beside the printed code. */
import { label, zoneNamed } from './names.ts';
import type { EndpointScene, EndpointServiceScene, Scene } from './scene.ts';

export interface Remarks {
  /** Lines for a resource, by its address. */
  readonly of: ReadonlyMap<string, readonly string[]>;
  /** Lines for what has no resource. */
  readonly rest: readonly string[];
}

export function remarksOf(scene: Scene): Remarks {
  const region = scene.region ?? 'us-east-1';
  const of = new Map<string, readonly string[]>();
  const note = (type: string, name: string, lines: readonly string[]) => {
    if (lines.length > 0) of.set(`${type}.${label(name)}`, lines);
  };
  for (const [name, it] of given(scene.endpoints)) note('aws_vpc_endpoint', name, ofEndpoint(it));
  for (const [name, it] of given(scene.services)) note('aws_vpc_endpoint_service', name, ofService(it, region));
  for (const [name, { owner }] of given(scene.subnets)) {
    if (owner !== undefined) note('aws_subnet', name, [`owner: account ${owner}`]);
  }
  for (const [name, { type }] of given(scene.interfaces)) {
    if (type !== undefined) note('aws_network_interface', name, [`type: ${type}`]);
  }
  return { of, rest: [...absent(scene), ...describedServices(scene, region)] };
}

function given<T>(all: Readonly<Record<string, T | null>> | undefined): [string, T][] {
  return Object.entries(all ?? {}).flatMap(([name, it]): [string, T][] => (it === null ? [] : [[name, it]]));
}

/** Arguments that people miss if they are not there. */
const LEFT_OUT = {
  subnets: 'subnet_ids',
  groups: 'security_group_ids',
  routeTables: 'route_table_ids',
  privateDns: 'private_dns_enabled',
  policy: 'policy',
} as const;

function ofEndpoint(endpoint: EndpointScene): string[] {
  const { state, createdAt, lastError, requesterManaged } = endpoint;
  const lines = Object.entries(LEFT_OUT).flatMap(([key, argument]) =>
    endpoint[key as keyof typeof LEFT_OUT] === 'omitted' ? [`without ${argument}`] : [],
  );
  if (state !== undefined) lines.push(`state: ${state}`);
  if (createdAt !== undefined) lines.push(`created: ${createdAt}`);
  if (lastError !== undefined) lines.push(`last error: ${lastError.code}: ${lastError.message}`);
  if (requesterManaged) lines.push('managed by another service');
  return lines;
}

function ofService({ zones, privateDnsState }: EndpointServiceScene, region: string): string[] {
  const lines: string[] = [];
  if (zones !== undefined) lines.push(`availability zones: ${zoneNames(zones, region)}`);
  if (privateDnsState !== undefined) lines.push(`state of the private DNS name: ${privateDnsState}`);
  return lines;
}

const KINDS = {
  vpcs: 'aws_vpc',
  subnets: 'aws_subnet',
  groups: 'aws_security_group',
  routeTables: 'aws_route_table',
} as const;

/** Default objects that the scene removes. */
function absent(scene: Scene): string[] {
  return Object.entries(KINDS).flatMap(([part, type]) =>
    Object.entries(scene[part as keyof typeof KINDS] ?? {}).flatMap(([name, it]) =>
      it === null ? [`Not in the input: ${type}.${label(name)}`] : [],
    ),
  );
}

/** Rows of DescribeVpcEndpointServices, short. */
function describedServices({ serviceDetails }: Scene, region: string): string[] {
  return Object.entries(serviceDetails ?? {}).map(([name, it]) => {
    const told = [
      it.type && `type ${it.type}`,
      it.owner && `owner ${it.owner}`,
      it.zones && `zones ${zoneNames(it.zones, region)}`,
      it.privateDnsNames && `private DNS names ${it.privateDnsNames.join(', ') || 'none'}`,
      it.privateDnsVerified && `their state ${it.privateDnsVerified}`,
      it.policySupported !== undefined && `policies ${it.policySupported ? 'supported' : 'not supported'}`,
      it.ipAddressTypes && `address types ${it.ipAddressTypes.join(', ')}`,
    ].filter((text) => typeof text === 'string');
    return `describe-vpc-endpoint-services: ${name}${told.length > 0 ? `: ${told.join('; ')}` : ''}`;
  });
}

function zoneNames(zones: readonly string[], region: string): string {
  return zones.map((zone) => zoneNamed(zone, region).name).join(', ');
}
