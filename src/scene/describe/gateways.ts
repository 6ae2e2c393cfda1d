import { type Gateway, idOf, type ResolvedScene } from '../resolved.ts';
import type { Item } from './objects.ts';

/** The answers about ways out of the VPCs, one file for each kind the scene has. */
export function gatewayFiles(scene: ResolvedScene): { readonly name: string; readonly answer: Item }[] {
  const out: { name: string; answer: Item }[] = [];
  for (const [type, { file, key, item }] of Object.entries(KINDS)) {
    const items = scene.gateways.filter((gateway) => gateway.type === type).map((gateway) => item(gateway, scene));
    if (items.length > 0) out.push({ name: file, answer: { [key]: items } });
  }
  return out;
}

interface Kind {
  readonly file: string;
  readonly key: string;
  item(gateway: Gateway, scene: ResolvedScene): Item;
}

const attached = (gateway: Gateway, State: string) => [{ State, VpcId: idOf(gateway.vpc) }];

const KINDS: Readonly<Record<Gateway['type'], Kind>> = {
  'nat-gateway': {
    file: 'describe-nat-gateways',
    key: 'NatGateways',
    item: (gateway) => ({
      NatGatewayId: gateway.id,
      SubnetId: gateway.subnet ? idOf(gateway.subnet) : undefined,
      State: 'available',
      VpcId: idOf(gateway.vpc),
      Tags: [],
      ConnectivityType: 'public',
    }),
  },
  'internet-gateway': {
    file: 'describe-internet-gateways',
    key: 'InternetGateways',
    item: (gateway, scene) => ({
      Attachments: attached(gateway, 'available'),
      InternetGatewayId: gateway.id,
      OwnerId: scene.account,
      Tags: [],
    }),
  },
  'egress-only-internet-gateway': {
    file: 'describe-egress-only-internet-gateways',
    key: 'EgressOnlyInternetGateways',
    item: (gateway) => ({
      Attachments: attached(gateway, 'attached'),
      EgressOnlyInternetGatewayId: gateway.id,
      Tags: [],
    }),
  },
  'vpn-gateway': {
    file: 'describe-vpn-gateways',
    key: 'VpnGateways',
    item: (gateway) => ({
      AmazonSideAsn: 64512,
      VpnGatewayId: gateway.id,
      State: 'available',
      Type: 'ipsec.1',
      VpcAttachments: attached(gateway, 'attached'),
      Tags: [],
    }),
  },
  'transit-gateway': {
    file: 'describe-transit-gateway-vpc-attachments',
    key: 'TransitGatewayVpcAttachments',
    item: (gateway, scene) => ({
      TransitGatewayAttachmentId: scene.id('tgw-attach', gateway.name),
      TransitGatewayId: gateway.id,
      VpcId: idOf(gateway.vpc),
      VpcOwnerId: scene.account,
      State: 'available',
      SubnetIds: [],
      Tags: [],
    }),
  },
  peering: {
    file: 'describe-vpc-peering-connections',
    key: 'VpcPeeringConnections',
    item: (gateway, scene) => ({
      AccepterVpcInfo: { OwnerId: scene.account, VpcId: idOf(gateway.peer!), Region: scene.region },
      RequesterVpcInfo: { OwnerId: scene.account, VpcId: idOf(gateway.vpc), Region: scene.region },
      Status: { Code: 'active', Message: 'Active' },
      Tags: [],
      VpcPeeringConnectionId: gateway.id,
    }),
  },
};
