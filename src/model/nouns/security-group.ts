/** What lets traffic in and out: security groups, prefix lists and network ACLs. */
import type { Bag } from '../bag.ts';
import type { Fact } from '../fact.ts';
import type { Origin } from '../origin.ts';
import type { Ref } from '../ref.ts';
import type { Noun } from './noun.ts';
import type { Subnet, Vpc } from './vpc.ts';

export interface SecurityGroup extends Noun {
  readonly kind: 'security-group';
  readonly name: Fact<string>;
  readonly vpc: Ref<Vpc>;
  /** Other VPCs in which it may be used: Security Group VPC Associations. */
  readonly associatedVpcs: Bag<Ref<Vpc>>;
  /** Whether it is the VPC's `default` group. */
  readonly isDefault: Fact<boolean>;
  /** Inline rules and rule resources together. */
  readonly ingress: Bag<IngressRule>;
  /** What its members may open connections to: the same rules, with destinations for sources. */
  readonly egress: Bag<IngressRule>;
}

export interface IngressRule {
  readonly at: Origin;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1` (all), or a protocol number. */
  readonly protocol: Fact<string>;
  /** First and last port; null if the protocol has none or all are meant. */
  readonly fromPort: Fact<number | null>;
  readonly toPort: Fact<number | null>;
  readonly sources: Bag<Source>;
}

/** `rule`: id of the rule that allows the source, `sgr-...`, if the input names it. */
export type Source = { readonly rule?: string | undefined } & SourceOf;

type SourceOf =
  | {
      readonly is: 'cidr';
      readonly family: 4 | 6;
      readonly cidr: Fact<string>;
      /** Whose range it is, if only that is known. */
      readonly of?: RangeOf | undefined;
    }
  | { readonly is: 'prefix-list'; readonly list: Ref<PrefixList> }
  | { readonly is: 'group'; readonly group: Ref<SecurityGroup> };

/** A range of a VPC. AWS allows no range larger than /16, or than /44 in IPv6: so it is never every address. */
export interface RangeOf {
  readonly vpc: Ref<Vpc>;
  /** Whether it is all of the VPC's own range (IPv4: the primary one). If not, it is a part: the range of a subnet. */
  readonly isWhole: boolean;
}

export interface PrefixList extends Noun {
  readonly kind: 'prefix-list';
  readonly entries: Bag<string>;
}

export interface NetworkAcl extends Noun {
  readonly kind: 'network-acl';
  readonly vpc: Ref<Vpc>;
  readonly isDefault: Fact<boolean>;
  readonly subnets: Bag<Ref<Subnet>>;
  /** The default `deny` at the end (number 32767) included where the input has it. */
  readonly entries: Bag<NetworkAclEntry>;
}

export interface NetworkAclEntry {
  readonly at: Origin;
  /** Entries are tried in ascending order; the first that matches decides. */
  readonly number: Fact<number>;
  readonly egress: Fact<boolean>;
  readonly action: Fact<'allow' | 'deny'>;
  /** As in `IngressRule`. */
  readonly protocol: Fact<string>;
  readonly fromPort: Fact<number | null>;
  readonly toPort: Fact<number | null>;
  /** IPv4 or IPv6 range. */
  readonly cidr: Fact<string>;
}
