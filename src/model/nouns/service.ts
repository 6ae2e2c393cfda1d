/** What is behind services: load balancers, and what AWS says of each service. */
import type { Bag } from '../bag.ts';
import type { Fact } from '../fact.ts';
import type { Origin } from '../origin.ts';
import type { Ref } from '../ref.ts';
import type { Noun } from './noun.ts';
import type { SecurityGroup } from './security-group.ts';
import type { Subnet } from './vpc.ts';

export interface LoadBalancer extends Noun {
  readonly kind: 'load-balancer';
  readonly type: Fact<string>;
  readonly subnets: Bag<Ref<Subnet>>;
  readonly zones: Bag<string>;
  /** `ipv4`, `dualstack`. */
  readonly ipAddressType: Fact<string>;
  readonly listeners: Bag<Listener>;
  /** Empty if the load balancer has no security groups: then it allows all traffic. */
  readonly groups: Bag<Ref<SecurityGroup>>;
  /** Whether the inbound rules of its security groups also apply to traffic from PrivateLink. */
  readonly enforcesInbound: Fact<boolean>;
}

export interface Listener {
  readonly at: Origin;
  /** `TCP`, `TLS`, `UDP`, `TCP_UDP`; null for Gateway Load Balancers. */
  readonly protocol: Fact<string | null>;
  readonly port: Fact<number | null>;
  /** Seconds after which an idle TCP connection is dropped. */
  readonly idleTimeout: Fact<number>;
}

/** One row of DescribeVpcEndpointServices: overrides the bundled service table. */
export interface ServiceDetail {
  readonly serviceName: string;
  readonly region: Fact<string>;
  readonly types: readonly string[];
  readonly zones: readonly string[] | null;
  readonly zoneIds: readonly string[] | null;
  /** Whose names of zones these are, as for a subnet. */
  readonly seenBy: string | null;
  readonly owner: string | null;
  readonly privateDnsNames: readonly string[] | null;
  readonly policySupported: boolean | null;
  readonly ipAddressTypes: readonly string[] | null;
  readonly privateDnsVerified: string | null;
}
