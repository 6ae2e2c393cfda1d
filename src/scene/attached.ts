/** What AWS makes of an endpoint of the scene: its groups, interfaces and names after creation. */
import { parseServiceName, serviceByName, takesGroups } from '../aws/index.ts';
import { digest } from './names.ts';
import { type Endpoint, idOf, inScene, type ResolvedScene, type Subnet } from './resolved.ts';

export const FULL_ACCESS =
  '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}';

/** The policy in force. Empty for types that do not support policies. */
export function policyInForce(endpoint: Endpoint): string {
  if (endpoint.policy === 'unknown') throw notCarried(endpoint, 'an unknown policy');
  if (endpoint.policy !== 'omitted') return endpoint.policy;
  return endpoint.type === 'GatewayLoadBalancer' ? '' : FULL_ACCESS;
}

export function groupsAttached(endpoint: Endpoint): string[] {
  if (endpoint.groups === 'unknown') throw notCarried(endpoint, 'unknown groups');
  if (endpoint.groups !== 'omitted') return endpoint.groups.map(idOf);
  const vpc = inScene(endpoint.vpc);
  return takesGroups(endpoint.type) && vpc ? [vpc.defaultGroup] : [];
}

export function subnetsAttached(endpoint: Endpoint): string[] {
  if (endpoint.subnets === 'unknown') throw notCarried(endpoint, 'unknown subnets');
  return endpoint.subnets === 'omitted' ? [] : endpoint.subnets.map(idOf);
}

export function tablesAttached(endpoint: Endpoint): string[] {
  if (endpoint.routeTables === 'unknown') throw notCarried(endpoint, 'unknown route tables');
  return endpoint.routeTables === 'omitted' ? [] : endpoint.routeTables.map(idOf);
}

export function privateDnsInForce(endpoint: Endpoint): boolean {
  if (endpoint.privateDns === 'unknown') throw notCarried(endpoint, 'unknown private DNS');
  return endpoint.privateDns === true;
}

/** For a scene with a fact about an endpoint that only a plan can leave open. */
export function notCarried(endpoint: Endpoint, what: string): Error {
  return new Error(`scene: ${what} of ${endpoint.name}: only a plan can carry it (set \`inputs\`)`);
}

export interface Attached {
  readonly id: string;
  readonly subnet: Subnet;
  readonly address: string;
}

/** The endpoint's network interfaces, one a subnet. */
export function interfacesOf(scene: ResolvedScene, endpoint: Endpoint): Attached[] {
  if (typeof endpoint.subnets === 'string') return [];
  const order = scene.endpoints.indexOf(endpoint);
  return endpoint.subnets.flatMap((target) => {
    const subnet = inScene(target);
    if (!subnet) return [];
    const asked = endpoint.addresses?.[subnet.name];
    const address = asked ?? (subnet.cidr === null ? '' : subnet.cidr.replace(/\.\d+\/\d+$/, `.${10 + order}`));
    return [{ id: scene.id('eni', endpoint.name, subnet.name), subnet, address }];
  });
}

export interface DnsEntry {
  readonly name: string;
  readonly zone: string;
}

/** Regional name, one for each zone, and the private names. */
export function dnsEntries(scene: ResolvedScene, endpoint: Endpoint): DnsEntry[] {
  if (endpoint.type !== 'Interface' || endpoint.serviceName === null) return [];
  const service = parseServiceName(endpoint.serviceName);
  const region = endpoint.serviceRegion ?? scene.region;
  const host = `${endpoint.id}-${digest(endpoint.id).slice(0, 8)}`;
  const suffix = `${service.key.replace('/', '.')}.${region}.vpce.amazonaws.com`;
  const zone = `Z${digest(suffix).slice(0, 13).toUpperCase()}`;
  const zones = [...new Set(interfacesOf(scene, endpoint).map((it) => it.subnet.zone))].sort();
  const names = [`${host}.${suffix}`, ...zones.map((name) => `${host}-${name}.${suffix}`)];
  const privateNames = privateDnsInForce(endpoint) ? privateNamesOf(endpoint) : [];
  const own = `Z${digest(endpoint.id).slice(0, 13).toUpperCase()}`;
  return [...names.map((name) => ({ name, zone })), ...privateNames.map((name) => ({ name, zone: own }))];
}

/** Which of an endpoint's names a record of a scene leads to. */
export function entryFor(scene: ResolvedScene, endpoint: Endpoint, zone: string | null): number {
  if (zone === null) return 0;
  const at = dnsEntries(scene, endpoint).findIndex(({ name }) => name.split('.')[0]!.endsWith(`-${zone}`));
  if (at < 0) throw new Error(`scene: ${endpoint.name} has no name in ${zone}`);
  return at;
}

function privateNamesOf(endpoint: Endpoint): readonly string[] {
  if (endpoint.endpointService?.privateDnsName) return [endpoint.endpointService.privateDnsName];
  return serviceByName(endpoint.serviceName!)?.privateDnsNames ?? [];
}

/** Record type in force; null for types that have none. */
export function recordIpType(endpoint: Endpoint): string | null {
  if (endpoint.dnsRecordIpType !== null) return endpoint.dnsRecordIpType;
  if (endpoint.type === 'Gateway' || endpoint.type === 'GatewayLoadBalancer') return null;
  return endpoint.ipAddressType ?? 'ipv4';
}

/** The prefix list of a gateway endpoint's service. */
export function prefixListOf(scene: ResolvedScene, endpoint: Endpoint): string | null {
  return endpoint.type === 'Gateway' ? scene.id('pl', endpoint.serviceName ?? '') : null;
}
