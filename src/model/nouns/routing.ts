/** Route tables, and what leads out of a VPC. */
import type { Bag } from '../bag.ts';
import type { Fact } from '../fact.ts';
import type { Origin } from '../origin.ts';
import type { Ref } from '../ref.ts';
import type { Noun } from './noun.ts';
import type { Subnet, Vpc } from './vpc.ts';

export interface RouteTable extends Noun {
  readonly kind: 'route-table';
  readonly vpc: Ref<Vpc>;
  readonly main: Fact<boolean>;
  /** Subnets associated explicitly. */
  readonly subnets: Bag<Ref<Subnet>>;
  readonly routes: Bag<Route>;
  /** Whether it is the table of an internet or virtual private gateway: routes for what comes in. */
  readonly edge: Fact<boolean>;
}

export interface Route {
  readonly at: Origin;
  /** CIDR or prefix list id. */
  readonly destination: Fact<string>;
  /** What it leads to. */
  readonly target: Fact<RouteTarget>;
  /** Its target is gone: what takes it is dropped. */
  readonly blackhole?: true;
}

export interface RouteTarget {
  readonly is:
    | 'nat-gateway'
    | 'internet-gateway'
    | 'egress-only-internet-gateway'
    | 'transit-gateway'
    | 'core-network'
    | 'peering'
    | 'vpn-gateway'
    | 'vpc-endpoint'
    | 'network-interface'
    | 'local'
    | 'other';
  /** Id or address where known. */
  readonly name: string | null;
}

/** What leads out of a VPC, in the words of `RouteTarget`. A peering connection is listed once for each of its VPCs. */
export interface Gateway extends Noun {
  readonly kind: 'gateway';
  readonly type:
    | 'nat-gateway'
    | 'internet-gateway'
    | 'egress-only-internet-gateway'
    | 'vpn-gateway'
    | 'client-vpn'
    | 'transit-gateway'
    | 'core-network'
    | 'peering';
  readonly vpc: Ref<Vpc>;
  /** VPC at the other end of a peering connection; null for other types. */
  readonly peer: Ref<Vpc> | null;
  /** In lower case; null before it exists. */
  readonly state: Fact<string | null>;
  /** Of a NAT gateway and of an attachment to a transit gateway; empty for other types, and for a NAT gateway of a whole VPC. */
  readonly subnets: Bag<Ref<Subnet>>;
  /** Of a NAT gateway: `public`, or `private`, which leads to other networks only; null for other types. */
  readonly connectivity: Fact<string | null>;
}
