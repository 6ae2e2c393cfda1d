import { oncePer, remembered } from '../base/memo.ts';
import type {
  Attachment,
  DhcpOptions,
  DnsProfile,
  Endpoint,
  EndpointService,
  Gateway,
  HostedZone,
  LoadBalancer,
  ManagedEndpoint,
  NetworkAcl,
  NounKind,
  PrefixList,
  ResolverRule,
  RestApi,
  RouteTable,
  SecurityGroup,
  ServiceDetail,
  Subnet,
  Vpc,
  Workload,
  ZoneDetail,
  ZoneRecords,
} from './nouns/index.ts';
import { type Entity, type Ref, refKey, type Tri } from './ref.ts';

/** Whether a set is all there is, so that a rule may argue from absence. */
export type Completeness =
  | {
      readonly complete: true;
      /** What that assumes, if it is not certain. */
      readonly assumed: string | null;
      /** The documents that prove it, as in `Origin.input`. */
      readonly inputs?: readonly number[];
    }
  | {
      readonly complete: false;
      readonly because: string;
      /** For network interfaces: whether all members of the endpoints' security groups are here. */
      readonly members?: true;
      /** For network interfaces: whether all members of the groups that those security groups allow are here. */
      readonly sources?: true;
      /** For network interfaces: whether all inbound endpoints of the VPC resolver are here, and what that assumes. */
      readonly resolvers?: { readonly assumed: string | null };
      /**
       * The input has no list of such objects at all. For example, the object was just created and the input shows
       * nothing beside it.
       */
      readonly unlisted?: true;
    };

/** The lists of a network. */
export interface Nouns {
  readonly endpoints: readonly Endpoint[];
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly routeTables: readonly RouteTable[];
  readonly prefixLists: readonly PrefixList[];
  readonly endpointServices: readonly EndpointService[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly hostedZones: readonly HostedZone[];
  readonly resolverRules: readonly ResolverRule[];
  readonly dnsProfiles: readonly DnsProfile[];
  readonly attachments: readonly Attachment[];
  readonly managedEndpoints: readonly ManagedEndpoint[];
  readonly restApis: readonly RestApi[];
  readonly workloads: readonly Workload[];
  readonly networkAcls: readonly NetworkAcl[];
  readonly dhcpOptions: readonly DhcpOptions[];
  readonly gateways: readonly Gateway[];
  /** Records by hosted zone; a zone without an entry here may answer anything. */
  readonly zoneRecords: readonly ZoneRecords[];
  readonly zones: readonly ZoneDetail[];
  /** AWS's description of services by service name, if the input has it. */
  readonly serviceDetails: readonly ServiceDetail[];
}

/** The facts that rules check: what an input says about a network, in the same form for every kind of input. */
export interface Network extends Nouns {
  /**
   * Objects the input does not have and adds to: a rule for a group, a route for a table of another stack. They can be
   * referred to, and of each only what the input adds is known.
   */
  readonly extended?: Partial<Nouns> | undefined;
  /** AWS ids of what the plan destroys, replaced objects included. */
  readonly gone?: ReadonlySet<string> | undefined;
  /** The network before the plan. Undefined if the input is not a plan, or is a plan that starts from nothing. */
  readonly before?: NetworkBefore | undefined;
  /**
   * Whether an apply surely comes to one object before another, by their keys: the second depends on the first. Undefined
   * where the input applies nothing.
   */
  readonly isOrdered?: ((first: string, then: string) => Tri) | undefined;
  /**
   * The part of the network that concerns these VPCs, and the VPCs of objects with these ids. Undefined if the network
   * is too small for that to save time.
   */
  readonly within?: ((vpcs: ReadonlySet<string>, ids: ReadonlySet<string>) => Network) | undefined;
  /** Whether all objects of a kind (in a VPC, where one is given) are here. */
  complete(kind: NounKind, vpc?: Ref<Vpc>): Completeness;
}

/** What was there before a plan, by the addresses objects have after it: a move keeps identity. */
export interface NetworkBefore {
  /** What changes it: each calls attributes by names of its own. */
  readonly by: 'plan' | 'change-set';
  readonly network: Network;
  /** Keys of what the plan destroys, replaced objects included. What it only forgets stays in AWS. */
  readonly destroyed: ReadonlySet<string>;
}

/** A network in which nothing is known, for loaders to fill: `{ ...emptyNetwork('...'), endpoints }`. */
export function emptyNetwork(because: string): Network {
  return {
    endpoints: [],
    vpcs: [],
    subnets: [],
    securityGroups: [],
    routeTables: [],
    prefixLists: [],
    endpointServices: [],
    loadBalancers: [],
    hostedZones: [],
    resolverRules: [],
    dnsProfiles: [],
    attachments: [],
    managedEndpoints: [],
    restApis: [],
    workloads: [],
    networkAcls: [],
    dhcpOptions: [],
    gateways: [],
    zoneRecords: [],
    zones: [],
    serviceDetails: [],
    complete: () => ({ complete: false, because }),
  };
}

/** Whether there is anything that a rule judges for itself: endpoints of all kinds, and endpoint services. */
export function hasEndpoints({ endpoints, endpointServices, managedEndpoints }: Nouns): boolean {
  return [endpoints, endpointServices, managedEndpoints].some((list) => list.length > 0);
}

/** Those of a list that are judged; the others are there as context. */
export function judged<T extends { readonly context?: true | undefined }>(list: readonly T[]): readonly T[] {
  return list.some(({ context }) => context) ? list.filter(({ context }) => !context) : list;
}

/** Objects of one VPC: those surely in it and those that may be. */
export interface InVpc<T> {
  readonly sure: readonly T[];
  readonly maybe: readonly T[];
}

/** The objects of a list by the VPC they lie in. */
interface VpcIndex<T> {
  readonly groups: Map<string | undefined, Group<T>>;
  /** Those whose VPC is an object of the network, by its key. */
  readonly byKey: Map<string, Group<T>>;
  /** Objects that may lie in any VPC, because their VPC is unknown or known only by a symbol. */
  readonly anywhere: readonly Group<T>[];
  /** All of `anywhere`. */
  readonly loose: readonly T[];
  /** Those whose VPC is an id, and those whose VPC is an object that has no id yet: the two cannot be compared. */
  readonly byId: readonly Group<T>[];
  readonly withoutId: readonly Group<T>[];
}

interface Group<T> {
  readonly order: number;
  readonly key: string | undefined;
  readonly items: T[];
}

/**
 * The objects of a list that lie in the VPC of a reference. Built once per list, so that asking for every endpoint stays
 * linear. Objects whose VPC is not known are `maybe` for every VPC.
 */
export function inVpc<T extends { readonly vpc: Ref<Vpc> }>(list: readonly T[], vpc: Ref<Vpc>): InVpc<T> {
  const index = indexOf(list) as VpcIndex<T>;
  if (vpc.is === 'entity') return { sure: index.byKey.get(vpc.to.key)?.items ?? [], maybe: uncertain(index, vpc) };
  const key = refKey(vpc);
  if (key === undefined) return { sure: [], maybe: list };
  return { sure: index.groups.get(key)?.items ?? [], maybe: uncertain(index, vpc) };
}

const indexOf = oncePer((list: readonly { readonly vpc: Ref<Vpc> }[]): VpcIndex<unknown> => {
  const groups = new Map<string | undefined, Group<(typeof list)[number]>>();
  for (const item of list) {
    const key = refKey(item.vpc);
    const group = groups.get(key);
    if (group) group.items.push(item);
    else groups.set(key, { order: groups.size, key, items: [item] });
  }
  const all = [...groups.values()];
  const byKey = new Map<string, (typeof all)[number]>();
  for (const group of all) {
    const { vpc } = group.items[0]!;
    if (vpc.is === 'entity') byKey.set(vpc.to.key, group);
  }
  const anywhere = all.filter(({ key }) => key === undefined || key.startsWith('symbol '));
  return {
    groups,
    byKey,
    anywhere,
    loose: anywhere.flatMap(({ items }) => items),
    byId: all.filter(({ key }) => key?.startsWith('id ')),
    withoutId: all.filter(({ items }) => items[0]!.vpc.is === 'entity' && !items[0]!.vpc.to.id.known),
  };
});

/** Objects whose VPC is unknown, or given in a form that cannot be compared with `vpc` (an id against an address). */
function uncertain<T>(index: VpcIndex<T>, vpc: Ref<Vpc>): readonly T[] {
  const { groups, anywhere, loose, byId, withoutId } = index;
  let others: readonly Group<T>[];
  if (vpc.is === 'unknown') others = [...groups.values()];
  else if (vpc.is === 'id') others = withoutId;
  else others = vpc.to.id.known ? [] : byId;
  if (others.length === 0) return loose;
  const key = refKey(vpc);
  return [...new Set([...anywhere, ...others])]
    .filter((group) => group.key !== key)
    .sort((a, b) => a.order - b.order)
    .flatMap(({ items }) => items);
}

/** A function that computes its answer once for each VPC of a network. Unknown VPCs are one: nothing is surely in it. */
export function oncePerVpc<T>(make: (vpc: Ref<Vpc>, net: Network) => T): (vpc: Ref<Vpc>, net: Network) => T {
  // Asked for every endpoint by most rules: the key of an object is at hand, and need not be put together.
  const answersOf = oncePer((_: Network) => ({ byKey: new Map<string, T>(), others: new Map<string, T>() }));
  return (vpc, net) => {
    const { byKey, others } = answersOf(net);
    return vpc.is === 'entity'
      ? remembered(byKey, vpc.to.key, () => make(vpc, net))
      : remembered(others, refKey(vpc) ?? '', () => make(vpc, net));
  };
}

/** The entity a reference leads to, if it is one of this network. */
export function target<T extends Entity>(ref: Ref<T>): T | undefined {
  return ref.is === 'entity' ? ref.to : undefined;
}
