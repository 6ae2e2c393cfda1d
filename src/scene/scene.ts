import type { EndpointManager } from '../model/index.ts';

/**
 * A small network in a few words, for the examples of the rules. Printers turn it into a plan, a state, a raw tfstate
 * and describe output. Every example thus runs through every loader. An example states only what is wrong, because the
 * defaults are healthy. Defaults are two zones, private DNS, TCP 443 from the VPC, and a policy for the owner's
 * organization.
 *
 * Objects refer to each other by their names in the scene. A literal AWS id (`subnet-0a1b2c3d`) is an object that is not
 * in the input. Null removes a default object.
 */
export interface Scene {
  /** Default `us-east-1`. */
  readonly region?: string;
  /** Default `{ main: {} }`. */
  readonly vpcs?: Named<VpcScene>;
  /** Every VPC has `a`, `b`, `c` in zones a, b, c; those of further VPCs are called `<vpc>-a` ... Given ones are added. */
  readonly subnets?: Named<SubnetScene>;
  /** Every VPC has `https` (`<vpc>-https`), which allows tcp/443 from the VPC's CIDR. `default` is the VPC's default group. */
  readonly groups?: Named<GroupScene>;
  /** Every VPC has `private` (`<vpc>-private`) with its default subnets and no way out. Given ones are added. */
  readonly routeTables?: Named<RouteTableScene>;
  readonly endpoints?: Named<EndpointScene>;
  /** Endpoint services of the account itself. */
  readonly services?: Named<EndpointServiceScene>;
  /** Load balancers besides those that every endpoint service has by its own name. */
  readonly loadBalancers?: Named<LoadBalancerScene>;
  readonly hostedZones?: Named<HostedZoneScene>;
  readonly resolverRules?: Named<ResolverRuleScene>;
  readonly resolverEndpoints?: Named<ResolverEndpointScene>;
  readonly dnsProfiles?: Named<DnsProfileScene>;
  readonly prefixLists?: Named<PrefixListScene>;
  readonly networkAcls?: Named<NetworkAclScene>;
  readonly dhcpOptions?: Named<DhcpOptionsScene>;
  /** Network interfaces of something that is not an endpoint, such as an instance. */
  readonly interfaces?: Named<InterfaceScene>;
  /** Endpoints that a service creates and manages. */
  readonly managedEndpoints?: Named<ManagedEndpointScene>;
  /** REST APIs of API Gateway. */
  readonly restApis?: Named<RestApiScene>;
  /** What runs in subnets and calls services. Terraform and templates carry it. */
  readonly workloads?: Named<WorkloadScene>;
  /** What AWS answers of a service, by service name: DescribeVpcEndpointServices, or the data source of it. */
  readonly serviceDetails?: Readonly<Record<string, ServiceDetailScene>>;
  /**
   * What was different before the plan, if the plan is not the first. Everything else existed unchanged. Null: it did not
   * exist. The plan deletes what is only here. Keys of an endpoint change one by one. Only plans show this; other inputs
   * show what exists.
   */
  readonly before?: SceneBefore;
}

export type SceneBefore = Pick<
  Scene,
  | 'vpcs'
  | 'subnets'
  | 'groups'
  | 'routeTables'
  | 'endpoints'
  | 'services'
  | 'loadBalancers'
  | 'prefixLists'
  | 'hostedZones'
>;

type Named<T> = Readonly<Record<string, T | null>>;

/** The argument is omitted, so that the default of Terraform and AWS applies. */
type Omitted = 'omitted';
/** The value comes from outside the input, in Terraform from a local. Only a plan can carry it. */
type Unknown = 'unknown';

export interface VpcScene {
  /** Default `10.0.0.0/16`, `10.1.0.0/16` ... */
  readonly cidr?: string;
  /** Whether a pool of the IP Address Manager gives the range, so that no plan and no template knows it. */
  readonly pooled?: true;
  /** Default true. */
  readonly dnsSupport?: boolean;
  /** Default true. Omitted means false. */
  readonly dnsHostnames?: boolean | Omitted;
  readonly ipv6?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface SubnetScene {
  /** Letter, or the whole name of a zone (`us-east-1-bos-1a`). Default: the subnet's name if it is one letter, else `a`. */
  readonly zone?: string;
  /** Whether Terraform names the zone by its id, so that a plan knows the id and not the name. Zone `a` is `az1`. */
  readonly zoneById?: boolean;
  /** Default: the first VPC. */
  readonly vpc?: string;
  /** Default: the next /24 of the VPC. */
  readonly cidr?: string;
  /** Dual stack; `native` has no IPv4 range. */
  readonly ipv6?: boolean | 'native';
  /** The account that owns it, if it is another account. Only describe output shows it. */
  readonly owner?: string;
  /** Free IPv4 addresses. If given, the subnet already exists, and Terraform reads it with a data source. */
  readonly free?: number;
}

export interface GroupScene {
  readonly vpc?: string;
  readonly ingress?: readonly RuleScene[] | Unknown;
  /** What its members may open connections to; `cidrs` and the like are destinations. Default: nothing. */
  readonly egress?: readonly RuleScene[];
  /** Whether Terraform has a resource for each rule. Default false: blocks in the group. */
  readonly separate?: boolean;
}

export interface RuleScene {
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1` (all). Default `tcp`. */
  readonly protocol?: string;
  /** One port, or first and last. Default 443. Not used for `icmp`, `icmpv6` and `-1`. */
  readonly port?: number | readonly [number, number];
  /** Ranges, IPv4 or IPv6; `vpc` for the VPC's own. Default `['vpc']` unless another source is given. */
  readonly cidrs?: readonly string[];
  readonly groups?: readonly string[];
  readonly prefixLists?: readonly string[];
  readonly self?: boolean;
}

export interface RouteTableScene {
  readonly vpc?: string;
  readonly subnets?: readonly string[];
  /** The VPC's main table: every subnet without another table uses it. */
  readonly main?: boolean;
  /** Target by destination (CIDR range, or the name of a prefix list). */
  readonly routes?: Readonly<Record<string, RouteTargetScene>>;
}

/** A way out, made where a route names it; or the name of an endpoint; or a peering connection to another VPC of the scene. */
export type RouteTargetScene =
  | 'nat-gateway'
  | 'internet-gateway'
  | 'egress-only-internet-gateway'
  | 'transit-gateway'
  | 'vpn-gateway'
  | { readonly endpoint: string }
  | { readonly peer: string }
  /** A NAT gateway in this subnet; `nat-gateway` is one in the VPC's first. */
  | { readonly nat: string }
  /** A NAT gateway that is gone: EC2 answers the route as a blackhole. Described only. */
  | { readonly gone: 'nat-gateway' };

export interface EndpointScene {
  /** Service after the usual prefix. Default: the endpoint's name. */
  readonly service?: string;
  /** The whole service name, instead of `service`. */
  readonly serviceName?: string | Unknown;
  /** Endpoint service of the scene, instead of `service`. */
  readonly endpointService?: string;
  /** Default `Interface`; omitted means Gateway. */
  readonly type?:
    | 'Interface'
    | 'Gateway'
    | 'GatewayLoadBalancer'
    | 'Resource'
    | 'ServiceNetwork'
    | 'Tunnel'
    | Omitted
    | Unknown;
  readonly vpc?: string;
  /** Default: the VPC's first two, none for gateways, the first for GatewayLoadBalancer. */
  readonly subnets?: readonly string[] | Omitted | Unknown;
  /** Default: the VPC's `https` group where the type takes groups. Omitted: AWS attaches the VPC's default group. */
  readonly groups?: readonly string[] | Omitted | Unknown;
  /** Default: the VPC's `private` table for gateways. */
  readonly routeTables?: readonly string[] | Omitted | Unknown;
  /** Default true for interfaces to services that have a private name. Omitted means false. */
  readonly privateDns?: boolean | Omitted | Unknown;
  /**
   * A document, or text that is used unchanged. Default: the owner's organization for callers and resources, if the service
   * supports policies. Omitted: full access.
   */
  readonly policy?: object | string | Omitted | Unknown;
  readonly serviceRegion?: string;
  readonly resourceConfigurationArn?: string;
  readonly serviceNetworkArn?: string;
  readonly ipAddressType?: string;
  /** IPv4 addresses asked for, by subnet. Default: left to AWS. */
  readonly addresses?: Readonly<Record<string, string>>;
  readonly dnsRecordIpType?: string;
  readonly onlyInboundResolver?: boolean;
  readonly dnsPreference?: string;
  readonly dnsDomains?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether Terraform has association resources for subnets, groups, tables and policy; `both`: beside the lists. */
  readonly associations?: 'separate' | 'both';
  /** Default `available`. Not in a plan, which makes everything new. */
  readonly state?: string;
  readonly lastError?: { readonly code: string; readonly message: string };
  /** Default 2026-01-15. Described only. */
  readonly createdAt?: string;
  readonly requesterManaged?: boolean;
  /** Whether Terraform accepts its connection to an endpoint service: itself (`auto_accept`), or by a resource of its own. */
  readonly accepted?: 'itself' | 'by-resource';
  /** Whether a resource share of AWS RAM names it. */
  readonly shared?: boolean;
  /** Whether a private REST API, or an association with a private domain name, names it. */
  readonly namedBy?: 'private-api' | 'private-domain';
  /** The resource of VPC Lattice it is to, with its gateway, instead of an ARN. */
  readonly resource?: LatticeScene;
  /** Endpoints that are created first: `depends_on`, `DependsOn`. */
  readonly dependsOn?: readonly string[];
  /** If the plan replaces the endpoint, Terraform creates the new one before it destroys the old one. */
  readonly createBeforeDestroy?: boolean;
  /** The name that it had before the plan, only in the code: a `moved` block. */
  readonly moved?: string;
}

export interface LatticeScene {
  /** VPC of the gateway. Default: the first. */
  readonly vpc?: string;
  /** Domain name it stands for. Default: none, an address. */
  readonly target?: string;
  readonly customDomain?: string;
  /** Whether the configuration names a verification of that domain. Default false. */
  readonly verification?: boolean;
  /** Whether the gateway looks names up in its VPC. Default false. */
  readonly inVpc?: boolean;
}

export interface EndpointServiceScene {
  /** Default `network`. */
  readonly loadBalancer?: 'network' | 'gateway';
  /** Default true. */
  readonly acceptanceRequired?: boolean;
  /** Default: none. */
  readonly principals?: readonly string[];
  /** Subnets of its load balancer. Default `['a', 'b']`. */
  readonly subnets?: readonly string[];
  /** What else is to say of its load balancer. */
  readonly balancer?: Omit<LoadBalancerScene, 'subnets'>;
  /** Load balancers by name, the services' own ones included. Default: its own. */
  readonly loadBalancers?: readonly string[];
  /** Regions that may consume the service. Default: only its own Region. */
  readonly supportedRegions?: readonly string[];
  /** Zone letters the service itself lists. Default: its load balancer's. Not in a plan. */
  readonly zones?: readonly string[];
  readonly privateDnsName?: string;
  /** `verified`, `pendingVerification`, `failed`. Not in a plan. */
  readonly privateDnsState?: string;
  readonly ipAddressTypes?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface LoadBalancerScene {
  /** Default `['a', 'b']`. */
  readonly subnets?: readonly string[];
  /** Default `ipv4`. */
  readonly ipAddressType?: string;
  /** Default: none is in the input. */
  readonly listeners?: readonly ListenerScene[];
  /** Default: none. */
  readonly groups?: readonly string[];
  /** Whether their inbound rules count for what comes by PrivateLink. Default: left to AWS, which turns it on. */
  readonly enforced?: boolean;
}

export interface ListenerScene {
  /** Default `TCP`. */
  readonly protocol?: string;
  /** Default 443. */
  readonly port?: number;
  /** Seconds. Default: left to AWS. */
  readonly idleTimeout?: number;
}

export interface HostedZoneScene {
  /** Domain name. Default: the zone's name in the scene. */
  readonly domain?: string;
  /** VPCs it is associated with. Default: the first. Empty: a public zone. */
  readonly vpcs?: readonly string[];
  /**
   * By record name: an alias of an endpoint of the scene (by its name of a zone, `a`), or the values of a CNAME. Unknown: the
   * output that lists them is missing. Described only.
   */
  readonly records?:
    | Readonly<Record<string, { readonly endpoint: string; readonly zone?: string } | readonly string[]>>
    | Unknown;
}

export interface ResolverRuleScene {
  /** Default: the rule's name in the scene. `.` is every name. */
  readonly domain?: string;
  /** Default `FORWARD`. Each VPC has a `RECURSIVE` rule for `.`, which the resolver itself makes. */
  readonly type?: 'FORWARD' | 'SYSTEM' | 'RECURSIVE';
  /** Default: the first VPC. */
  readonly vpcs?: readonly string[];
}

export interface ResolverEndpointScene {
  /** Default `INBOUND`. */
  readonly direction?: 'INBOUND' | 'OUTBOUND';
  /** Default `['a', 'b']`. */
  readonly subnets?: readonly string[];
}

export interface DnsProfileScene {
  /** Default: the first VPC. */
  readonly vpcs?: readonly string[];
  /** Hosted zones it holds. `unknown`: it belongs to another account, and only the association is here. */
  readonly zones: readonly string[] | Unknown;
}

export interface PrefixListScene {
  readonly cidrs: readonly string[];
}

export interface NetworkAclScene {
  readonly vpc?: string;
  readonly subnets?: readonly string[];
  readonly ingress?: readonly NetworkAclEntryScene[];
  readonly egress?: readonly NetworkAclEntryScene[];
}

export interface NetworkAclEntryScene {
  /** Default 100, 110, 120 ... */
  readonly number?: number;
  /** Default `allow`. */
  readonly action?: 'allow' | 'deny';
  /** `tcp`, `udp`, `-1`. Default `tcp`. */
  readonly protocol?: string;
  readonly port?: number | readonly [number, number];
  /** `vpc` for the VPC's own range, which is the default. */
  readonly cidr?: string;
}

export interface DhcpOptionsScene {
  /** Default: the first VPC. */
  readonly vpc?: string;
  readonly servers: readonly string[];
}

export interface InterfaceScene {
  readonly subnet: string;
  readonly groups?: readonly string[];
  /** As EC2 calls it: `nat_gateway`, `lambda`. Default `interface`. Described only. */
  readonly type?: string;
}

export interface ManagedEndpointScene {
  readonly manager: EndpointManager;
  readonly vpc?: string;
  /** Default: the VPC's first two, or the first where the service wants one. */
  readonly subnets?: readonly string[];
  /** Default: the VPC's `https` group, where the endpoint has groups. */
  readonly groups?: readonly string[] | Omitted;
  /** Whether its OpenSearch domain is in several zones. Default true. Not in describe output. */
  readonly multiZone?: boolean;
  /** Of its Redshift cluster. Default 5439. */
  readonly port?: number;
  /** Subnets of its firewall. Default: the first two of the first VPC. */
  readonly firewallSubnets?: readonly string[];
}

export interface RestApiScene {
  /** Default true. */
  readonly private?: boolean;
  /** Endpoints that it names. Default: none. */
  readonly endpoints?: readonly string[];
  /** Whether its OpenAPI document names them. Default false: its endpoint configuration. */
  readonly inBody?: boolean;
}

export interface WorkloadScene {
  readonly runs:
    | 'node-group'
    | 'fargate-profile'
    | 'ecs-service'
    | 'function'
    | 'event-source-mapping'
    | 'sagemaker-domain';
  /** Default: the first two of the first VPC. */
  readonly subnets?: readonly string[];
  /** Of a node group: whether pods get roles by OIDC. Of an event source mapping: whether the cluster wants a secret. */
  readonly withRoles?: boolean;
  /** For tasks: images, log driver and secrets of their containers. Default: only an image of ECR. */
  readonly containers?: readonly object[];
  /** What its role may do. */
  readonly actions?: readonly string[];
  /** Of an event source mapping: pollers of its own. Of a domain: not only by the VPC. */
  readonly elsewhere?: boolean;
  /** Of a function: a custom resource of CloudFormation calls it. Templates carry it. */
  readonly answersCloudFormation?: boolean;
}

export interface ServiceDetailScene {
  /** Default `Interface`. */
  readonly type?: string;
  /** Zone letters. Default a to f. */
  readonly zones?: readonly string[];
  /** Default `amazon`. */
  readonly owner?: string;
  readonly privateDnsNames?: readonly string[];
  /** Default true. */
  readonly policySupported?: boolean;
  readonly ipAddressTypes?: readonly string[];
  /** `verified`, `pendingVerification`, `failed`. */
  readonly privateDnsVerified?: string;
}

/** The kinds of input a scene can be printed as. */
export type SceneInput = 'plan' | 'state' | 'tfstate' | 'describe' | 'sources' | 'template';

/** Those that are documents of a tool; code and templates are written by people. */
export type DocumentInput = Exclude<SceneInput, 'sources' | 'template'>;
