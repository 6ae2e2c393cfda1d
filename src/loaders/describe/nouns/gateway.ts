import { type Bag, bag, openBag } from '../../../model/bag.ts';
import { known } from '../../../model/fact.ts';
import type { DhcpOptions, Gateway, Subnet, Vpc, ZoneDetail } from '../../../model/nouns.ts';
import { nounOf, type Registry, refIn, refTo } from '../registry.ts';
import { fact, field, isObject, isRecorded, means, missing, placeOf, type Row, rowsIn, text } from '../row.ts';
import type { Store } from '../store.ts';
import { lowerCase } from '../values.ts';

/** What leads out of VPCs. Gateways without a VPC are left out. */
export function gatewaysOf(registry: Registry): Gateway[] {
  const { store } = registry;
  const attached = (key: 'InternetGateways' | 'EgressOnlyInternetGateways' | 'VpnGateways', list: string) =>
    store.rows(key).flatMap((row) => rowsIn(row, list).map((attachment) => ({ row, attachment })));
  return [
    ...store.rows('NatGateways').map((row) => gateway(registry, 'nat-gateway', row, 'NatGatewayId', row)),
    ...store
      .rows('TransitGatewayVpcAttachments')
      .map((row) => gateway(registry, 'transit-gateway', row, 'TransitGatewayAttachmentId', row)),
    ...attached('InternetGateways', 'Attachments').map(({ row, attachment }) =>
      gateway(registry, 'internet-gateway', row, 'InternetGatewayId', attachment),
    ),
    ...attached('EgressOnlyInternetGateways', 'Attachments').map(({ row, attachment }) =>
      gateway(registry, 'egress-only-internet-gateway', row, 'EgressOnlyInternetGatewayId', attachment),
    ),
    ...attached('VpnGateways', 'VpcAttachments').map(({ row, attachment }) =>
      gateway(registry, 'vpn-gateway', row, 'VpnGatewayId', attachment),
    ),
    ...store.rows('VpcPeeringConnections').flatMap((row) => peerings(registry, row)),
  ];
}

/** `holder` is what names the VPC and the state: the gateway itself, or its attachment. */
function gateway(registry: Registry, type: Gateway['type'], row: Row, id: string, holder: Row): Gateway {
  return {
    ...nounOf(registry, row, id),
    kind: 'gateway',
    type,
    vpc: refIn(registry.vpcs, holder, 'VpcId'),
    peer: null,
    subnets: subnetsOf(registry, type, row),
    state: lowerCase(fact(holder, 'State', 'string')),
    // Answers without the field are older than private NAT gateways.
    connectivity:
      type === 'nat-gateway'
        ? lowerCase(fact(row, 'ConnectivityType', 'string', isRecorded(row) ? undefined : means('public')))
        : known(null, row.at),
  };
}

function subnetsOf(registry: Registry, type: Gateway['type'], row: Row): Gateway['subnets'] {
  if (type === 'transit-gateway') return listOfIds(registry, row);
  const subnet = type === 'nat-gateway' ? text(row, 'SubnetId') : undefined;
  return bag(subnet === undefined ? [] : [refTo<Subnet>(registry.subnets, subnet, placeOf(row, 'SubnetId'))], row.at);
}

function listOfIds(registry: Registry, row: Row): Gateway['subnets'] {
  const at = placeOf(row, 'SubnetIds');
  const ids = field(row, 'SubnetIds');
  if (!Array.isArray(ids)) return openBag(missing(row, 'SubnetIds'), at);
  const texts = ids.filter((id): id is string => typeof id === 'string');
  return bag(
    texts.map((id) => refTo<Subnet>(registry.subnets, id, at)),
    at,
  );
}

/** A peering connection seen from each of its VPCs. */
function peerings(registry: Registry, row: Row): Gateway[] {
  const side = (name: string): Row => {
    const info = field(row, name);
    return { fields: isObject(info) ? info : {}, at: placeOf(row, name), call: row.call };
  };
  const status = field(row, 'Status');
  const state: Row = { fields: isObject(status) ? status : {}, at: placeOf(row, 'Status'), call: row.call };
  const noun = nounOf(registry, row, 'VpcPeeringConnectionId');
  const [requester, accepter] = [side('RequesterVpcInfo'), side('AccepterVpcInfo')];
  return (
    [
      [requester, accepter, ''],
      [accepter, requester, ' (accepter)'],
    ] as const
  ).map(([here, there, suffix]) => ({
    ...noun,
    key: `${noun.key}${suffix}`,
    kind: 'gateway',
    type: 'peering',
    vpc: refIn(registry.vpcs, here, 'VpcId'),
    peer: refIn(registry.vpcs, there, 'VpcId'),
    subnets: bag([], row.at),
    state: lowerCase(fact(state, 'Code', 'string')),
    connectivity: known(null, row.at),
  }));
}

/** Sets of DHCP options; the VPCs that use one name it, not the other way round. */
export function dhcpOptionsOf(registry: Registry): DhcpOptions[] {
  return registry.store.rows('DhcpOptions').map((row) => {
    const noun = nounOf(registry, row, 'DhcpOptionsId');
    const vpcs = registry.store.rows('Vpcs').filter((vpc) => text(vpc, 'DhcpOptionsId') === noun.key);
    const complete = registry.store.complete('Vpcs');
    return {
      ...noun,
      kind: 'dhcp-options',
      vpcs: bag(
        vpcs.map((vpc) => refTo<Vpc>(registry.vpcs, text(vpc, 'VpcId') ?? '', placeOf(vpc, 'DhcpOptionsId'))),
        row.at,
        { open: complete.complete ? null : complete.because },
      ),
      domainNameServers: serversOf(row),
    };
  });
}

function serversOf(row: Row): Bag<string> {
  const at = placeOf(row, 'DhcpConfigurations');
  if (!Array.isArray(field(row, 'DhcpConfigurations'))) return openBag(missing(row, 'DhcpConfigurations'), at);
  const servers = rowsIn(row, 'DhcpConfigurations').find((option) => text(option, 'Key') === 'domain-name-servers');
  return bag(servers ? rowsIn(servers, 'Values').flatMap((value) => text(value, 'Value') ?? []) : [], at);
}

export function zonesOf(store: Store): ZoneDetail[] {
  return store.rows('AvailabilityZones').flatMap((row) => {
    const name = text(row, 'ZoneName');
    if (name === undefined) return [];
    return [
      {
        name,
        id: text(row, 'ZoneId') ?? null,
        region: text(row, 'RegionName') ?? null,
        type: text(row, 'ZoneType') ?? null,
      },
    ];
  });
}
