import type { Bag } from './bag.ts';
import type {
  Attachment,
  DhcpOptions,
  DnsProfile,
  Endpoint,
  EndpointService,
  Gateway,
  HostedZone,
  LoadBalancer,
  NetworkAcl,
  NounKind,
  PrefixList,
  ResolverRule,
  RouteTable,
  SecurityGroup,
  ServiceDetail,
  Subnet,
  Vpc,
  ZoneDetail,
  ZoneRecords,
} from './nouns.ts';
import { type Entity, type Ref, refKey } from './ref.ts';

/** Whether a set is all there is, so that a rule may argue from absence. */
export type Completeness =
  | { readonly complete: true /** What that rests on, where it is not certain. */; readonly assumed: string | null }
  | { readonly complete: false; readonly because: string };

/** The one picture that rules judge: what an input says of a network, whatever the input was. */
export interface Network {
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
  readonly networkAcls: readonly NetworkAcl[];
  readonly dhcpOptions: readonly DhcpOptions[];
  readonly gateways: readonly Gateway[];
  /** Records by hosted zone; a zone without an entry here may answer anything. */
  readonly zoneRecords: readonly ZoneRecords[];
  readonly zones: readonly ZoneDetail[];
  /** What AWS says of services, where the input has it; by service name. */
  readonly serviceDetails: readonly ServiceDetail[];
  /** The network before the plan; undefined where the input is no plan, or one that starts from nothing. */
  readonly before?: NetworkBefore | undefined;
  /** Whether all objects of a kind (in a VPC, where one is given) are here. */
  complete(kind: NounKind, vpc?: Ref<Vpc>): Completeness;
}

/** What was there before a plan, by the addresses objects have after it: a move keeps identity. */
export interface NetworkBefore {
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
    networkAcls: [],
    dhcpOptions: [],
    gateways: [],
    zoneRecords: [],
    zones: [],
    serviceDetails: [],
    complete: () => ({ complete: false, because }),
  };
}

/** Objects of one VPC: those surely in it and those that may be. */
export interface InVpc<T> {
  readonly sure: readonly T[];
  readonly maybe: readonly T[];
}

const indexes = new WeakMap<readonly unknown[], Map<string | undefined, unknown[]>>();

/**
 * The objects of a list that lie in the VPC of a reference. Built once per list, so that asking for every endpoint stays
 * linear. Objects whose VPC is not known are `maybe` for every VPC.
 */
export function inVpc<T extends { readonly vpc: Ref<Vpc> }>(list: readonly T[], vpc: Ref<Vpc>): InVpc<T> {
  let index = indexes.get(list) as Map<string | undefined, T[]> | undefined;
  if (!index) {
    index = new Map();
    for (const item of list) {
      const key = refKey(item.vpc);
      const same = index.get(key);
      if (same) same.push(item);
      else index.set(key, [item]);
    }
    indexes.set(list, index);
  }
  const key = refKey(vpc);
  if (key === undefined) return { sure: [], maybe: list };
  const sure = index.get(key) ?? [];
  return { sure, maybe: uncertain(index, key, vpc) };
}

/** Objects whose VPC is unknown, or given in a form that cannot be compared with `vpc` (an id against an address). */
function uncertain<T extends { readonly vpc: Ref<Vpc> }>(
  index: Map<string | undefined, T[]>,
  key: string,
  vpc: Ref<Vpc>,
): readonly T[] {
  const out: T[] = [];
  for (const [other, items] of index) {
    if (other === key) continue;
    const incomparable =
      other === undefined ||
      other.startsWith('symbol ') ||
      key.startsWith('symbol ') ||
      (other.startsWith('id ') && vpc.is === 'entity' && !vpc.to.id.known) ||
      (key.startsWith('id ') && items[0]!.vpc.is === 'entity' && !items[0]!.vpc.to.id.known);
    if (incomparable) out.push(...items);
  }
  return out;
}

/** The entity a reference leads to, if it is one of this network. */
export function target<T extends Entity>(ref: Ref<T>): T | undefined {
  return ref.is === 'entity' ? ref.to : undefined;
}

/** The entities a bag of references leads to, with whether each is surely meant. */
export function targets<T extends Entity>(refs: Bag<Ref<T>>): { sure: T[]; maybe: T[]; outside: Ref<T>[] } {
  const sure: T[] = [];
  const maybe: T[] = [];
  const outside: Ref<T>[] = [];
  for (const ref of refs.sure) ref.is === 'entity' ? sure.push(ref.to) : outside.push(ref);
  for (const ref of refs.maybe) ref.is === 'entity' ? maybe.push(ref.to) : outside.push(ref);
  return { sure, maybe, outside };
}
