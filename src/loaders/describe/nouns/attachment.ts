import { type Bag, bag } from '../../../model/bag.ts';
import { type Fact, is, known, map, unknown } from '../../../model/fact.ts';
import type { Attachment, Subnet } from '../../../model/nouns/index.ts';
import type { Ref } from '../../../model/ref.ts';
import { nounOf, type Registry, refIn } from '../registry.ts';
import { fact, field, isObject, means, placeOf, type Row, rowIn, rowsIn, text } from '../row.ts';
import { groupRefs } from './security-group.ts';

/** Types of interfaces that are an endpoint's own. */
const ENDPOINT_TYPES: ReadonlySet<string> = new Set(['vpc_endpoint', 'gateway_load_balancer_endpoint']);

/** Interfaces and instances, without the interfaces of endpoints. */
export function attachmentsOf(registry: Registry): Attachment[] {
  const own = new Set<unknown>();
  for (const key of ['VpcEndpoints', 'VpcEndpoint'] as const) {
    for (const row of registry.store.rows(key)) {
      const ids = field(row, 'NetworkInterfaceIds');
      if (Array.isArray(ids)) for (const id of ids) own.add(id);
    }
  }
  const interfaces = registry.store.rows('NetworkInterfaces').filter((row) => {
    if (own.has(text(row, 'NetworkInterfaceId')) || ENDPOINT_TYPES.has(text(row, 'InterfaceType') ?? '')) return false;
    return !/^VPC Endpoint Interface vpce-/.test(text(row, 'Description') ?? '');
  });
  return [
    ...interfaces.map((row) => attachmentOf(registry, row, 'NetworkInterfaceId', 'Groups')),
    ...instanceRows(registry).map((row) => attachmentOf(registry, row, 'InstanceId', 'SecurityGroups')),
    ...registry.store.rows('ResolverEndpoints').map((row) => resolverEndpoint(registry, row)),
  ];
}

/** Its groups and subnets are those of its interfaces, which are listed by themselves. */
function resolverEndpoint(registry: Registry, row: Row): Attachment {
  const direction = fact(row, 'Direction', 'string');
  return {
    ...nounOf(registry, row, 'Id'),
    kind: 'attachment',
    vpc: refIn(registry.vpcs, row, 'HostVPCId'),
    groups: bag([], row.at),
    subnets: bag([], row.at),
    calls: known(false, row.at),
    inboundResolver: is(direction, 'INBOUND_DELEGATION')
      ? unknown('AWS does not say whether an inbound endpoint for delegation answers such names', direction.at)
      : is(fact(row, 'Status', 'string'), 'DELETING')
        ? known(false, row.at)
        : map(direction, (value) => value === 'INBOUND'),
  };
}

function instanceRows(registry: Registry): Row[] {
  const reserved = registry.store.rows('Reservations').flatMap((reservation) => rowsIn(reservation, 'Instances'));
  // A terminated instance is listed for an hour, without a VPC or groups.
  return [...reserved, ...registry.store.rows('Instances')].filter((row) => {
    const state = field(row, 'State');
    return !(isObject(state) && state.Name === 'terminated');
  });
}

function attachmentOf(registry: Registry, row: Row, id: string, groups: string): Attachment {
  return {
    ...nounOf(registry, row, id),
    kind: 'attachment',
    vpc: refIn(registry.vpcs, row, 'VpcId'),
    groups: groupRefs(registry, row, groups),
    subnets: subnetOf(registry, row),
    calls: id === 'InstanceId' ? known(true, row.at) : callsOf(row),
    inboundResolver: id === 'InstanceId' ? known(false, row.at) : resolverOf(row),
  };
}

/** An instance's subnet is that of its first interface. */
function subnetOf(registry: Registry, row: Row): Bag<Ref<Subnet>> {
  const ref = refIn(registry.subnets, row, 'SubnetId');
  return ref.is === 'unknown' ? bag([], ref.at, { open: ref.because }) : bag([ref], ref.at);
}

/** Types of interfaces that belong to what makes calls. */
const CALLERS: ReadonlySet<string> = new Set(['interface', 'efa', 'trunk', 'branch', 'lambda']);

/**
 * Interfaces of load balancers, NAT gateways and the like have a type of their own. One that AWS made and calls a plain
 * interface may be a database's or a container's.
 */
function callsOf(row: Row): Fact<boolean> {
  const type = fact(row, 'InterfaceType', 'string');
  if (!type.known) return type;
  if (!CALLERS.has(type.value)) return known(false, type.at);
  if (type.value !== 'interface') return known(true, type.at);
  if (isControlPlane(row)) return known(false, placeOf(row, 'Description'));
  const managed = fact(row, 'RequesterManaged', 'boolean', means(false));
  return is(managed, true)
    ? unknown(
        `it is not known whether ${text(row, 'NetworkInterfaceId')} calls other services, because AWS created it`,
        placeOf(row, 'RequesterManaged'),
      )
    : map(managed, () => true);
}

/**
 * EKS names the cluster in the description of the interfaces of a control plane. They lead to nodes, and belong to no
 * instance of the account.
 */
function isControlPlane(row: Row): boolean {
  return (
    /^Amazon EKS [0-9A-Za-z][\w-]*$/.test(text(row, 'Description') ?? '') &&
    text(rowIn(row, 'Attachment'), 'InstanceId') === undefined
  );
}

/** Only the description tells: `Route 53 Resolver: rslvr-in-0123456789abcdef0:rni-...`. */
function resolverOf(row: Row): Fact<boolean> {
  return map(fact(row, 'Description', 'string', means('')), (words) => /^Route 53 Resolver: rslvr-in-/.test(words));
}
