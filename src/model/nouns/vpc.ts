/** VPCs, subnets and zones. */
import type { Bag } from '../bag.ts';
import type { Fact } from '../fact.ts';
import type { Ref } from '../ref.ts';
import type { Noun } from './noun.ts';

export interface Vpc extends Noun {
  readonly kind: 'vpc';
  readonly enableDnsSupport: Fact<boolean>;
  readonly enableDnsHostnames: Fact<boolean>;
  /** The primary IPv4 range. */
  readonly cidr: Fact<string>;
  /** The other IPv4 ranges. */
  readonly secondaryCidrs: Bag<string>;
  /** All ranges. An input that does not list IPv6 ranges has the IPv4 ranges. */
  readonly cidrs: Bag<string>;
  /** Whether it has an IPv6 range. Without one all of its subnets are for IPv4. */
  readonly hasIpv6: Fact<boolean>;
  /** Whether it is the default VPC of its Region. */
  readonly isDefault: Fact<boolean>;
  /** VPC Block Public Access, as in force: `off`, `block-ingress`, `block-bidirectional`; null if nothing turns it on. */
  readonly blockPublicAccess: Fact<string | null>;
  /** Whether this input creates it: what is in it is then all here. */
  readonly created: boolean;
}

export interface Subnet extends Noun {
  readonly kind: 'subnet';
  readonly vpc: Ref<Vpc>;
  /** Zone name, per account: `us-east-1a`. Whose it is, `seenBy` tells. */
  readonly zone: Fact<string>;
  /** Zone id, the same for all accounts: `use1-az1`. */
  readonly zoneId: Fact<string>;
  /** The account whose zone names these are. Equal texts mean the same account. Null if it is not known. */
  readonly seenBy: string | null;
  /** IPv4 range; null for an IPv6-only subnet. */
  readonly cidr: Fact<string | null>;
  readonly ipv6Cidr: Fact<string | null>;
  /** Whether it has an IPv6 range: known also where the range is not. */
  readonly hasIpv6: Fact<boolean>;
  readonly ipv6Native: Fact<boolean>;
  /** IPv4 addresses left in it when it was read. */
  readonly freeAddresses: Fact<number>;
  /** As for its VPC, where an exclusion does not say otherwise. */
  readonly blockPublicAccess: Fact<string | null>;
}

/** An Availability Zone, Local Zone or Wavelength Zone as the account sees it. */
export interface ZoneDetail {
  readonly name: string;
  readonly id: string | null;
  readonly region: string | null;
  /** `availability-zone`, `local-zone`, `wavelength-zone`; null if the input does not say. */
  readonly type: string | null;
}
