/**
 * The objects of a network. Every attribute is a `Fact`, a `Bag` or a `Ref`: it may be unknown, and the compiler makes a
 * rule ask. Names are those of AWS.
 */
import type { Bag } from './bag.ts';
import type { Fact } from './fact.ts';
import type { Origin } from './origin.ts';
import type { Entity, Ref } from './ref.ts';
import type { Tree } from './tree.ts';

export type EndpointType = 'Interface' | 'Gateway' | 'GatewayLoadBalancer' | 'Resource' | 'ServiceNetwork' | 'Tunnel';

interface Noun extends Entity {
  /** Unique in the network: the Terraform address, else the AWS id. */
  readonly key: string;
  /** Terraform address or CloudFormation logical id; null if the input has none. */
  readonly address: string | null;
  readonly id: Fact<string>;
  readonly region: Fact<string>;
  /** Account that owns it. */
  readonly account: Fact<string>;
  readonly at: Origin;
  /** Another name that people use besides the address: the path of its construct in the CDK. */
  readonly path?: string;
  /** Other names to match it by: with the name of its stack. */
  readonly aliases?: readonly string[];
  /** Whether the input only looked it up (a Terraform data source) and does not manage it. */
  readonly lookedUp?: true | undefined;
  /** Whether the plan changes it in place: what it does not tell may be about to change. */
  readonly changing?: true | undefined;
  /** Whether the object is only context: no rule checks it. */
  readonly context?: true | undefined;
}

export interface Endpoint extends Noun {
  readonly kind: 'endpoint';
  readonly type: Fact<EndpointType | string>;
  /** `com.amazonaws.us-east-1.sqs`; null for types that have none (Resource, ServiceNetwork, Tunnel). */
  readonly serviceName: Fact<string | null>;
  /** The service name with `ANY_REGION` in place of the Region, if only that is unknown. */
  readonly serviceInAnyRegion?: string | undefined;
  /**
   * The endpoint services of this network that the endpoint certainly leads to. They may be known even if their names
   * are known only after apply. Empty if the endpoint leads to none of them.
   */
  readonly endpointServices: Fact<readonly EndpointService[]>;
  /** The Region of the service, if the input sets it separately from the endpoint's Region; null if not. */
  readonly serviceRegion: Fact<string | null>;
  readonly resourceConfigurationArn: Fact<string | null>;
  readonly serviceNetworkArn: Fact<string | null>;
  readonly vpc: Ref<Vpc>;
  /** After merging inline lists, subnet configurations and association resources. */
  readonly subnets: Bag<Ref<Subnet>>;
  /** As attached: where none is given on an interface endpoint, the VPC's default group. */
  readonly groups: Bag<Ref<SecurityGroup>>;
  readonly routeTables: Bag<Ref<RouteTable>>;
  readonly privateDns: Fact<boolean>;
  /** The policy in force: null if none is given, so that AWS's default (full access) applies. A JSON string is not yet parsed. */
  readonly policy: Fact<Tree | null>;
  /** `ipv4`, `ipv6`, `dualstack`; null if it is left to AWS. */
  readonly ipAddressType: Fact<string | null>;
  readonly dnsOptions: Fact<DnsOptions | null>;
  /** In lower case, as EC2 answers (`available`, `pendingacceptance`); null before it exists. */
  readonly state: Fact<string | null>;
  readonly requesterManaged: Fact<boolean>;
  readonly tags: Fact<Readonly<Record<string, string>>>;
  /** What AWS says went wrong with it; null if it says nothing. */
  readonly failure: Fact<string | null>;
  /** Times of creation, ISO 8601; null before it exists. */
  readonly createdAt: Fact<string | null>;
  /** What the plan will do; null if the input is not a plan. */
  readonly planned: PlannedAction | null;
  /** How the plan replaces it; null if it does not. */
  readonly replacement: Replacement | null;
  /** Addresses asked for, by subnet (`SubnetConfigurations`); as AWS gave them where none was asked for. */
  readonly addresses: Bag<SubnetAddress>;
  /** What the CloudFormation stack that makes it calls it; the stack's own name is null where only deployment tells. */
  readonly inStack?: { readonly name: string | null; readonly logicalId: string };
  /** Zones of its zonal names in `dns_entry` / `DnsEntries`. */
  readonly namedZones: Bag<string>;
  /** Lists that can have two owners in Terraform: the endpoint itself, and association resources beside it. */
  readonly splitLists: Fact<readonly SplitList[]>;
  /** Whether Terraform itself accepts the connection to an endpoint service of the same account. */
  readonly acceptsItself: Fact<boolean>;
  /** Resource shares of AWS RAM that name it. */
  readonly shares: Bag<Mention>;
  /** Private REST APIs, and associations with private domain names, that name it. */
  readonly privateApis: Bag<Mention>;
  /** What it leads to, of an endpoint to a resource of VPC Lattice, as far as the input has it. */
  readonly resources: Bag<LatticeResource>;
}

/** A resource configuration and the resource gateway in front of it. */
export interface LatticeResource extends Mention {
  readonly gatewayVpc: Ref<Vpc>;
  /** Where the gateway looks domain names up: `IN_VPC` or `PUBLIC`. */
  readonly dnsResolution: Fact<string>;
  /** The name clients call it by; null if it has none. */
  readonly customDomain: Fact<string | null>;
  /** Whether the owner of the resource has verified that name. */
  readonly isVerified: Fact<boolean>;
  /** The name it stands for; null if it is not a domain name. */
  readonly targetDomain: Fact<string | null>;
}

/** Something else that names an object. */
export interface Mention {
  readonly at: Origin;
  /** Address, or logical ID. */
  readonly name: string;
}

export interface SplitList {
  /** `subnet_ids`, `route_table_ids`, `security_group_ids`. */
  readonly attribute: string;
  /** Addresses of the association resources. */
  readonly resources: readonly string[];
}

export type PlannedAction = 'create' | 'update' | 'replace' | 'no-op';

export interface Replacement {
  /** Whether the new endpoint is created before the old one is destroyed (`create_before_destroy`). */
  readonly createsFirst: boolean;
  /** Attributes whose change forces it, as the input calls them; empty where something else does. */
  readonly forcedBy: readonly string[];
  /** Terraform's word for why: `replace_because_cannot_update`, `replace_by_triggers`; null if it gives none. */
  readonly reason: string | null;
  /** Why it is not known whether it comes to that; undefined if it does. */
  readonly open?: string;
}

export interface SubnetAddress {
  readonly at: Origin;
  readonly subnet: Ref<Subnet>;
  /** Null if it is left to AWS. */
  readonly ipv4: Fact<string | null>;
  readonly ipv6: Fact<string | null>;
}

export interface DnsOptions {
  readonly recordIpType: Fact<string | null>;
  readonly onlyInboundResolver: Fact<boolean | null>;
  readonly preference: Fact<string | null>;
  readonly specifiedDomains: Bag<string>;
}

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

export interface EndpointService extends Noun {
  readonly kind: 'endpoint-service';
  /** `com.amazonaws.vpce.<region>.vpce-svc-...` */
  readonly serviceName: Fact<string>;
  /** Of the endpoints to it: `Interface` or `GatewayLoadBalancer`, as its load balancers are. */
  readonly endpointType: Fact<string>;
  readonly acceptanceRequired: Fact<boolean>;
  /** Allowed principals: ARNs or `*`. */
  readonly principals: Bag<Fact<string>>;
  readonly loadBalancers: Bag<Ref<LoadBalancer>>;
  /** Resources that accept connections to it. */
  readonly accepters: Bag<Accepter>;
  /** Zone names the service itself lists. */
  readonly zones: Bag<string>;
  /** Address types consumers may choose: `ipv4`, `ipv6`. */
  readonly ipAddressTypes: Bag<string>;
  /** As written; null if it has none. */
  readonly privateDnsName: Fact<string | null>;
  /** How the name is verified; null if there is no name. */
  readonly privateDnsProof: Fact<PrivateDnsProof | null>;
  /** Regions from which it may be consumed. */
  readonly supportedRegions: Bag<string>;
}

/** A resource that accepts one connection: `aws_vpc_endpoint_connection_accepter`. */
export interface Accepter {
  readonly at: Origin;
  readonly name: string;
  readonly endpoint: Ref<Endpoint>;
  /** Whether the resource will accept the connection. It accepts only once, when it is created. */
  readonly planned: boolean;
}

export interface PrivateDnsProof {
  /** In lower case: `verified`, `pendingverification`, `failed`. */
  readonly state: Fact<string>;
  /** Name and value of the TXT record; null if the input does not have them. */
  readonly record: { readonly name: string; readonly value: string } | null;
}

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

/** Something else that holds a network interface: an instance, a function, another service's interface. */
export interface Attachment extends Noun {
  readonly kind: 'attachment';
  readonly vpc: Ref<Vpc>;
  readonly groups: Bag<Ref<SecurityGroup>>;
  readonly subnets: Bag<Ref<Subnet>>;
  /** Whether it calls other services of its own accord, as an instance does and a load balancer does not. */
  readonly calls: Fact<boolean>;
  /** Whether it is an inbound endpoint of the VPC resolver: other networks ask it for names. */
  readonly inboundResolver: Fact<boolean>;
}

/** A REST API of API Gateway. */
export interface RestApi extends Noun {
  readonly kind: 'rest-api';
  /** Whether only interface endpoints to execute-api reach it. */
  readonly isPrivate: Fact<boolean>;
  /** Endpoints that it names, in its endpoint configuration or in its OpenAPI document. */
  readonly endpoints: Bag<Ref<Endpoint>>;
}

/** Services that create endpoints of their own in a VPC. */
export type EndpointManager =
  | 'instance-connect'
  | 'opensearch'
  | 'opensearch-serverless'
  | 'redshift'
  | 'redshift-serverless'
  | 'network-firewall';

/** An endpoint that a service creates and manages for its customer, by a call of its own. */
export interface ManagedEndpoint extends Noun {
  readonly kind: 'managed-endpoint';
  readonly manager: EndpointManager;
  readonly vpc: Ref<Vpc>;
  /** As given: the services that need one subnet choose it from these. */
  readonly subnets: Bag<Ref<Subnet>>;
  /** As attached: where none is given, the VPC's default group, if AWS documents so. */
  readonly groups: Bag<Ref<SecurityGroup>>;
  /** The TCP port that clients connect to. Null if its service documents the ports, or if no client connects. */
  readonly port: Fact<number | null>;
  /** Whether what it leads to is in several Availability Zones. */
  readonly isMultiZone: Fact<boolean>;
  /** Subnets of the firewall, in whose zones an association with it may be; empty for other managers. */
  readonly firewallSubnets: Bag<Ref<Subnet>>;
  /** What the plan will do; null if the input is not a plan. */
  readonly planned: PlannedAction | null;
}

/** Something that runs in subnets of a VPC and calls services of AWS from there. */
export interface Workload extends Noun {
  readonly kind: 'workload';
  /** Of its subnets. */
  readonly vpc: Ref<Vpc>;
  readonly subnets: Bag<Ref<Subnet>>;
  /** Services it does not work without, by their keys. */
  readonly needs: Bag<string>;
  /** Services it may call: what the policies in this input let its role call, and what it may do without. */
  readonly mayCall: Bag<string>;
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

/** A set of DHCP options and the VPCs that use it. */
export interface DhcpOptions extends Noun {
  readonly kind: 'dhcp-options';
  readonly vpcs: Bag<Ref<Vpc>>;
  /** Addresses, or `AmazonProvidedDNS`; empty if the set names none. */
  readonly domainNameServers: Bag<string>;
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

/** An Availability Zone, Local Zone or Wavelength Zone as the account sees it. */
export interface ZoneDetail {
  readonly name: string;
  readonly id: string | null;
  readonly region: string | null;
  /** `availability-zone`, `local-zone`, `wavelength-zone`; null if the input does not say. */
  readonly type: string | null;
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

export type NounKind =
  | Endpoint['kind']
  | Vpc['kind']
  | Subnet['kind']
  | SecurityGroup['kind']
  | RouteTable['kind']
  | PrefixList['kind']
  | EndpointService['kind']
  | LoadBalancer['kind']
  | HostedZone['kind']
  | ResolverRule['kind']
  | DnsProfile['kind']
  | Attachment['kind']
  | ManagedEndpoint['kind']
  | RestApi['kind']
  | Workload['kind']
  | NetworkAcl['kind']
  | DhcpOptions['kind']
  | Gateway['kind'];
