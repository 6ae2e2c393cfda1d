import { type Bag, bag, openBag } from '../../../model/bag.ts';
import { known, map, unknown } from '../../../model/fact.ts';
import type { DhcpOptions, Gateway, Subnet, Vpc, ZoneDetail } from '../../../model/nouns/index.ts';
import type { Origin } from '../../../model/origin.ts';
import { nounOf, type Registry, refIn, refTo, regionFact } from '../registry.ts';
import { fact, field, isRecorded, means, missing, placeOf, type Row, rowIn, rowsIn, text } from '../row.ts';
import type { Store } from '../store.ts';
import { lowerCase } from '../values.ts';

/** Gateways that lead out of VPCs, without those that have no VPC. */
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
    ...clientVpns(registry),
    ...coreNetworks(registry),
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
  const state = rowIn(row, 'Status');
  const noun = nounOf(registry, row, 'VpcPeeringConnectionId');
  const [requester, accepter] = [rowIn(row, 'RequesterVpcInfo'), rowIn(row, 'AccepterVpcInfo')];
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

/** Client VPN endpoints by the networks they lead into; where these are not in the input, by the VPC they name. */
function clientVpns(registry: Registry): Gateway[] {
  const { store } = registry;
  const told = new Set(store.rows('ClientVpnTargetNetworks').map((row) => text(row, 'ClientVpnEndpointId')));
  const associated = store.rows('ClientVpnTargetNetworks').map((row) => ({ row, id: 'AssociationId' }));
  const others = store
    .rows('ClientVpnEndpoints')
    .filter((row) => !told.has(text(row, 'ClientVpnEndpointId')) && text(row, 'VpcId') !== undefined)
    .filter((row) => text(rowIn(row, 'Status'), 'Code') !== 'pending-associate')
    .map((row) => ({ row, id: 'ClientVpnEndpointId' }));
  return [...associated, ...others].map(({ row, id }) => ({
    ...gateway(registry, 'client-vpn', row, id, row),
    state: stateOfVpn(row),
  }));
}

/** The state in the words of other gateways: a gateway that is no longer associated is gone. */
function stateOfVpn(row: Row): Gateway['state'] {
  const state = lowerCase(fact(rowIn(row, 'Status'), 'Code', 'string'));
  return map(state, (code) => (/^(association-failed|disassociat\w+)$/.test(code) ? 'deleted' : code));
}

/** VPCs attached to core networks of Cloud WAN. */
function coreNetworks(registry: Registry): Gateway[] {
  const { store } = registry;
  const made = store
    .rows('CoreNetworkAttachments')
    .filter((row) => text(row, 'AttachmentType') === 'VPC')
    .map((row): Gateway => {
      const vpc = /:vpc\/(vpc-\w+)$/.exec(text(row, 'ResourceArn') ?? '')?.[1];
      const at = placeOf(row, 'ResourceArn');
      return {
        ...gateway(registry, 'core-network', row, 'AttachmentId', row),
        account: fact(row, 'OwnerAccountId', 'string'),
        vpc:
          vpc === undefined
            ? { is: 'unknown', because: missing(row, 'ResourceArn'), at }
            : refTo<Vpc>(registry.vpcs, vpc, at),
        subnets: openBag('list-attachments does not return subnets', row.at),
      };
    });
  const call = 'networkmanager list-attachments';
  const refused = store.unread(call);
  if (refused === undefined) return made;
  // The account may have any number of them, so their absence from the output proves nothing.
  const because = `${call}: ${refused}`;
  const at: Origin = { input: 0 };
  const any: Gateway = {
    key: 'of Cloud WAN',
    address: null,
    id: unknown(because, at),
    region: regionFact(store, at),
    account: unknown(because, at),
    at,
    kind: 'gateway',
    type: 'core-network',
    vpc: { is: 'unknown', because, at },
    peer: null,
    subnets: openBag(because, at),
    state: unknown(because, at),
    connectivity: known(null, at),
  };
  return [...made, any];
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
