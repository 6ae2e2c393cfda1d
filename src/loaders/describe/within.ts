/** The part of a store that is about some VPCs: an export of an account holds far more than a plan is about. */
import type { Key } from './calls.ts';
import { field, isObject, type Row, rowsIn, text } from './row.ts';
import type { Store } from './store.ts';

/** Where the rows of a key name what they are: the object's own id, and its VPCs. */
interface Placing {
  readonly id?: string;
  vpcs(row: Row): readonly string[];
}

const ofField = (row: Row): readonly string[] => {
  const vpc = text(row, 'VpcId');
  return vpc === undefined ? [] : [vpc];
};
const attachedTo = (list: string) => (row: Row) => rowsIn(row, list).flatMap(ofField);
const sideOf = (row: Row, side: string) => {
  const info = field(row, side);
  return isObject(info) && typeof info.VpcId === 'string' ? [info.VpcId] : [];
};

/** Keys of which only a part is kept; all of the others is. */
const PLACES: Partial<Record<Key, Placing>> = {
  VpcEndpoints: { id: 'VpcEndpointId', vpcs: ofField },
  VpcEndpoint: { id: 'VpcEndpointId', vpcs: ofField },
  InstanceConnectEndpoints: { id: 'InstanceConnectEndpointId', vpcs: ofField },
  Vpcs: { id: 'VpcId', vpcs: ofField },
  Subnets: { id: 'SubnetId', vpcs: ofField },
  SecurityGroups: { id: 'GroupId', vpcs: ofField },
  RouteTables: { id: 'RouteTableId', vpcs: ofField },
  NetworkAcls: { id: 'NetworkAclId', vpcs: ofField },
  NetworkInterfaces: { vpcs: ofField },
  Instances: { vpcs: ofField },
  NatGateways: { vpcs: ofField },
  TransitGatewayVpcAttachments: { vpcs: ofField },
  InternetGateways: { vpcs: attachedTo('Attachments') },
  EgressOnlyInternetGateways: { vpcs: attachedTo('Attachments') },
  VpnGateways: { vpcs: attachedTo('VpcAttachments') },
  VpcPeeringConnections: { vpcs: (row) => [...sideOf(row, 'RequesterVpcInfo'), ...sideOf(row, 'AccepterVpcInfo')] },
};

/** @param ids Of other objects that count, with the VPCs they are in. */
export function within(store: Store, vpcs: ReadonlySet<string>, ids: ReadonlySet<string>): Store {
  const near = new Set(vpcs);
  const keys = Object.entries(PLACES) as [Key, Placing][];
  for (const [key, { id, vpcs: placesOf }] of keys) {
    const isPeering = key === 'VpcPeeringConnections';
    for (const row of id === undefined && !isPeering ? [] : store.rows(key)) {
      const counts = isPeering ? placesOf(row).some((vpc) => vpcs.has(vpc)) : ids.has(text(row, id!) ?? '');
      if (counts) for (const vpc of placesOf(row)) near.add(vpc);
    }
  }
  const kept = new Map<Key, readonly Row[]>();
  for (const [key, { vpcs: placesOf }] of keys) {
    // An object that does not say where it is may be anywhere.
    const counts = (places: readonly string[]) => places.length === 0 || places.some((vpc) => near.has(vpc));
    kept.set(
      key,
      store.rows(key).filter((row) => counts(placesOf(row))),
    );
  }
  const groups = new Set(kept.get('SecurityGroups')!.map((row) => text(row, 'GroupId')));
  const isWhole = store.complete('SecurityGroups').complete;
  const rules = store.rows('SecurityGroupRules').filter((row) => {
    const group = text(row, 'GroupId');
    // If no output lists this group, only its rules are known.
    return groups.has(group) || !isWhole || (group !== undefined && ids.has(group));
  });
  kept.set('SecurityGroupRules', rules);
  return { ...store, rows: (key) => kept.get(key) ?? store.rows(key) };
}
