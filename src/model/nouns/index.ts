/**
 * The objects of a network. Every attribute is a `Fact`, a `Bag` or a `Ref`: it may be unknown, and the compiler makes a
 * rule ask. Names are those of AWS.
 */
import type { Attachment, ManagedEndpoint, RestApi, Workload } from './client.ts';
import type { DhcpOptions, DnsProfile, HostedZone, ResolverRule } from './dns.ts';
import type { Endpoint, EndpointService } from './endpoint.ts';
import type { Gateway, RouteTable } from './routing.ts';
import type { NetworkAcl, PrefixList, SecurityGroup } from './security-group.ts';
import type { LoadBalancer } from './service.ts';
import type { Subnet, Vpc } from './vpc.ts';

export * from './client.ts';
export * from './dns.ts';
export * from './endpoint.ts';
export type { Mention } from './noun.ts';
export * from './routing.ts';
export * from './security-group.ts';
export * from './service.ts';
export * from './vpc.ts';

export type NounKind =
  | Endpoint['kind']
  | Vpc['kind']
  | Subnet['kind']
  | SecurityGroup['kind']
  | RouteTable['kind']
  | PrefixList['kind']
  | EndpointService['kind']
  | LoadBalancer['kind']
  | HostedZone['kind']
  | ResolverRule['kind']
  | DnsProfile['kind']
  | Attachment['kind']
  | ManagedEndpoint['kind']
  | RestApi['kind']
  | Workload['kind']
  | NetworkAcl['kind']
  | DhcpOptions['kind']
  | Gateway['kind'];
