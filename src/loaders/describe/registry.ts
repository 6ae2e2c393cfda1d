import { table } from '../../base/table.ts';
import type { Bag } from '../../model/bag.ts';
import { type Fact, known, unknown } from '../../model/fact.ts';
import { otherThan } from '../../model/ids.ts';
import { reason } from '../../model/index.ts';
import type {
  Endpoint,
  EndpointService,
  HostedZone,
  LoadBalancer,
  NounKind,
  PrefixList,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
} from '../../model/nouns/index.ts';
import type { Origin } from '../../model/origin.ts';
import { type Entity, mistakenRef, type Ref } from '../../model/ref.ts';
import { asText, elementAt, fact, list, missing, placeOf, type Row, text } from './row.ts';
import type { Store } from './store.ts';

/** The objects of one picture by id, for references. Built on first use: objects refer to one another. */
export interface Registry {
  readonly store: Store;
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly groups: ReadonlyMap<string, SecurityGroup>;
  readonly routeTables: ReadonlyMap<string, RouteTable>;
  readonly prefixLists: ReadonlyMap<string, PrefixList>;
  readonly loadBalancers: ReadonlyMap<string, LoadBalancer>;
  readonly hostedZones: ReadonlyMap<string, HostedZone>;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  /** By service name, which is what endpoints refer to. */
  readonly endpointServices: ReadonlyMap<string, EndpointService>;
}

/** What the fields that references stand in name. */
const NAMED: Readonly<Record<string, NounKind>> = table({
  VpcId: 'vpc',
  VPCId: 'vpc',
  HostVPCId: 'vpc',
  vpcId: 'vpc',
  vpcIdentifier: 'vpc',
  SubnetId: 'subnet',
  SubnetIds: 'subnet',
  subnets: 'subnet',
  ClientSubnets: 'subnet',
  TargetNetworkId: 'subnet',
  GroupId: 'security-group',
  Groups: 'security-group',
  SecurityGroups: 'security-group',
  RouteTableIds: 'route-table',
  PrefixListId: 'prefix-list',
});

/** A reference by id, to the object itself where the input has it. */
export function refTo<T extends Entity>(objects: ReadonlyMap<string, T>, id: string, at: Origin): Ref<T> {
  const to = objects.get(id);
  if (to) return { is: 'entity', to, at };
  const field = at.path?.findLast((step) => typeof step === 'string');
  const kind = field === undefined ? undefined : NAMED[field];
  const what = kind === undefined ? undefined : otherThan(kind, id);
  return what === undefined ? { is: 'id', id, at } : mistakenRef({ name: id, what }, at);
}

/** The reference in a field. */
export function refIn<T extends Entity>(objects: ReadonlyMap<string, T>, row: Row, name: string): Ref<T> {
  const id = text(row, name);
  const at = placeOf(row, name);
  return id === undefined ? { is: 'unknown', because: missing(row, name), at } : refTo(objects, id, at);
}

/** The references in a list of ids. */
export function refsIn<T extends Entity>(
  objects: ReadonlyMap<string, T>,
  row: Row,
  name: string,
  absent?: (at: Origin) => Bag<never>,
): Bag<Ref<T>> {
  const read = (element: unknown, at: Origin, i: number) => {
    const id = asText(element);
    return id === undefined ? undefined : refTo(objects, id, elementAt(at, i));
  };
  return list(row, name, read, absent);
}

/** The attributes every object has: key, id, owner. `id` is the name of the field that holds the id. */
export function nounOf(registry: Registry | { store: Store }, row: Row, idField: string, ownerField = 'OwnerId') {
  const id = text(row, idField);
  return {
    // A row without its id (a result of --query) still needs its own key.
    key: id ?? `${row.call} #${row.at.input}${row.at.pointer ?? ''}`,
    address: null,
    id: fact(row, idField, 'string'),
    region: regionFact(registry.store, row.at),
    account: ownerOf(registry.store, row, ownerField),
    at: row.at,
  };
}

function ownerOf(store: Store, row: Row, name = 'OwnerId'): Fact<string> {
  const owner = text(row, name);
  const at = placeOf(row, name);
  if (owner !== undefined) return known(owner, at);
  return store.account === null ? unknown('no file of the input names its account', at) : known(store.account, at);
}

/**
 * Who made the calls: the same text for one account. Subnets of another account, which shares them, may be here as either
 * of the two sees them: null.
 */
export function seenBy(store: Store, owner?: string): string | null {
  if (store.account === null) return `calls of input ${store.input}`;
  return owner === undefined || owner === store.account ? `account ${store.account}` : null;
}

export function regionFact(store: Store, at: Origin): Fact<string> {
  return store.region === null
    ? unknown(reason('no file of the input names its Region', 'Add the output of `aws ec2 describe-subnets`'), at)
    : known(store.region, at);
}
