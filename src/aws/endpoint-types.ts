import { table } from '../base/table.ts';
import { type EndpointType, type Fact, reason, unknown } from '../model/index.ts';

/** What an endpoint can be given, depending on its type. */
export type EndpointSetting =
  | 'subnets'
  | 'groups'
  | 'routeTables'
  | 'privateDns'
  | 'policy'
  | 'serviceName'
  | 'resourceConfiguration'
  | 'serviceNetwork';

/**
 * What each type of endpoint takes.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
 */
const SETTINGS: Readonly<Record<EndpointType, ReadonlySet<EndpointSetting>>> = table({
  Interface: new Set(['subnets', 'groups', 'privateDns', 'policy', 'serviceName']),
  Gateway: new Set(['routeTables', 'policy', 'serviceName']),
  GatewayLoadBalancer: new Set(['subnets', 'serviceName']),
  Resource: new Set(['subnets', 'groups', 'privateDns', 'resourceConfiguration']),
  ServiceNetwork: new Set(['subnets', 'groups', 'privateDns', 'serviceNetwork']),
  Tunnel: new Set(['subnets', 'groups', 'resourceConfiguration']),
});

/** Types that lead to VPC Lattice resources. */
export const LATTICE_TYPES: readonly string[] = ['Resource', 'ServiceNetwork'] satisfies readonly EndpointType[];

/**
 * A type as `whose` attribute writes it. One that differs from a type of AWS only in case is not known: AWS rejects it, so
 * there will be no such endpoint. Types that are not known here may be newer.
 */
export function asAwsSpellsIt(type: Fact<string>, whose: string): Fact<string> {
  if (!type.known) return type;
  const meant = typeAsSpelled(type.value);
  if (meant === type.value) return type;
  const because = type.sensitive
    ? `${whose} differs in case from a type of AWS`
    : `${whose} is "${type.value}", and AWS accepts only "${meant}"`;
  return unknown(reason(because, 'Fix the spelling'), type.at);
}

/** A type as AWS spells it. One that is not known here stays as it is. */
export function typeAsSpelled(type: string): string {
  if (Object.hasOwn(SETTINGS, type)) return type;
  return Object.keys(SETTINGS).find((each) => each.toLowerCase() === type.toLowerCase()) ?? type;
}

/** Whether endpoints of a type take a setting; undefined for a type that is not known here. */
export function takes(type: string, setting: EndpointSetting): boolean | undefined {
  return Object.hasOwn(SETTINGS, type) ? SETTINGS[type as EndpointType].has(setting) : undefined;
}

/** Whether endpoints of a type are network interfaces in subnets. */
export function hasInterfaces(type: string): boolean {
  return takes(type, 'subnets') === true;
}

/** Whether one endpoint of a type can have interfaces in several zones: those of Gateway Load Balancers are in one subnet. */
export function spansZones(type: string): boolean {
  return hasInterfaces(type) && type !== 'GatewayLoadBalancer';
}

export function takesGroups(type: string): boolean {
  return takes(type, 'groups') === true;
}

export function takesPolicy(type: string): boolean {
  return takes(type, 'policy') === true;
}

export function takesPrivateDns(type: string): boolean {
  return takes(type, 'privateDns') === true;
}

/** Types as sentences name them. */
const IN_WORDS: Readonly<Record<EndpointType, string>> = table({
  Interface: 'interface',
  Gateway: 'gateway',
  GatewayLoadBalancer: 'Gateway Load Balancer',
  Resource: 'resource',
  ServiceNetwork: 'service network',
  Tunnel: 'tunnel',
});

export function typeInWords(type: string): string {
  return Object.hasOwn(IN_WORDS, type) ? IN_WORDS[type as EndpointType] : type;
}
