/** Endpoints of every kind: those of PrivateLink, and those that a service manages. */
import { MANAGED, spansZones, takesGroups } from '../aws/index.ts';
import {
  type Bag,
  type Endpoint,
  type Fact,
  known,
  type ManagedEndpoint,
  map,
  type Ref,
  type SecurityGroup,
} from '../model/index.ts';

export type AnyEndpoint = Endpoint | ManagedEndpoint;

/** What has security groups. */
export interface Guarded {
  readonly groups: Bag<Ref<SecurityGroup>>;
}

/** Whether inbound rules of its security groups decide who reaches it. */
export function isGuarded(endpoint: AnyEndpoint): Fact<boolean> {
  if (endpoint.kind === 'endpoint') return map(endpoint.type, takesGroups);
  return known(MANAGED[endpoint.manager].takesClients, endpoint.at);
}

/** Whether the endpoint has a network interface in each of its subnets, of which there may be several. */
export function spansSubnets(endpoint: AnyEndpoint): Fact<boolean> {
  if (endpoint.kind === 'endpoint') return map(endpoint.type, spansZones);
  return known(MANAGED[endpoint.manager].inEachSubnet, endpoint.at);
}
