/** What sentences call the targets of routes. */
import { table } from '../base/table.ts';
import type { RouteTarget } from '../model/index.ts';

const WORDS: Readonly<Record<RouteTarget['is'], string>> = table({
  'nat-gateway': 'a NAT gateway',
  'internet-gateway': 'an internet gateway',
  'egress-only-internet-gateway': 'an egress-only internet gateway',
  'transit-gateway': 'a transit gateway',
  'core-network': 'a core network',
  peering: 'a VPC peering connection',
  'vpn-gateway': 'a virtual private gateway',
  'vpc-endpoint': 'another VPC endpoint',
  'network-interface': 'a network interface',
  local: 'the VPC itself',
  other: 'another target',
});

export function wayInWords(way: RouteTarget['is']): string {
  return WORDS[way];
}
