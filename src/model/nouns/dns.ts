/** What answers names in a VPC. */
import type { Bag } from '../bag.ts';
import type { Fact } from '../fact.ts';
import type { Origin } from '../origin.ts';
import type { Ref } from '../ref.ts';
import type { Endpoint } from './endpoint.ts';
import type { Noun } from './noun.ts';
import type { Vpc } from './vpc.ts';

export interface HostedZone extends Noun {
  readonly kind: 'hosted-zone';
  /** Without the trailing dot, in lower case. */
  readonly name: Fact<string>;
  readonly isPrivate: Fact<boolean>;
  readonly vpcs: Bag<Ref<Vpc>>;
}

/** A rule of the VPC resolver: whom it asks for a domain and what is below it. */
export interface ResolverRule extends Noun {
  readonly kind: 'resolver-rule';
  /** Without the trailing dot, in lower case. */
  readonly domain: Fact<string>;
  /** `FORWARD` asks other servers. `SYSTEM` exempts a domain from a broader rule. `RECURSIVE` is the resolver's own rule. */
  readonly type: Fact<string>;
  readonly vpcs: Bag<Ref<Vpc>>;
}

/** A Route 53 Profile: what it holds answers in every VPC it is associated with. */
export interface DnsProfile extends Noun {
  readonly kind: 'dns-profile';
  readonly vpcs: Bag<Ref<Vpc>>;
  /** Open where it holds, or may hold, anything else than hosted zones and endpoints: resolver rules. */
  readonly zones: Bag<Ref<HostedZone>>;
  /** Interface endpoints whose private names answer in its VPCs. */
  readonly endpoints: Bag<Ref<Endpoint>>;
}

/** A set of DHCP options and the VPCs that use it. */
export interface DhcpOptions extends Noun {
  readonly kind: 'dhcp-options';
  readonly vpcs: Bag<Ref<Vpc>>;
  /** Addresses, or `AmazonProvidedDNS`; empty if the set names none. */
  readonly domainNameServers: Bag<string>;
}

/** What a hosted zone answers. */
export interface ZoneRecords {
  readonly zone: Ref<HostedZone>;
  readonly records: Bag<DnsRecord>;
}

export interface DnsRecord {
  readonly at: Origin;
  /** Without the trailing dot, in lower case, `*` as such. */
  readonly name: Fact<string>;
  /** `A`, `AAAA`, `CNAME` ... */
  readonly type: Fact<string>;
  /** Name an alias leads to, or the record's values; names without the trailing dot, in lower case. */
  readonly targets: Bag<string>;
}
