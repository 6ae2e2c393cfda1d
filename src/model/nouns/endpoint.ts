/** Endpoints as customers create them, and endpoint services. Each names the other. */
import type { Bag } from '../bag.ts';
import type { Fact } from '../fact.ts';
import type { Origin } from '../origin.ts';
import type { Ref } from '../ref.ts';
import type { Tree } from '../tree.ts';
import type { Mention, Noun } from './noun.ts';
import type { RouteTable } from './routing.ts';
import type { SecurityGroup } from './security-group.ts';
import type { LoadBalancer } from './service.ts';
import type { Subnet, Vpc } from './vpc.ts';

export type EndpointType = 'Interface' | 'Gateway' | 'GatewayLoadBalancer' | 'Resource' | 'ServiceNetwork' | 'Tunnel';

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
