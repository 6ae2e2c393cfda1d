/**
 * A small network in a few words: the examples of the rules. Printers turn it into a plan, a state, a raw tfstate and
 * describe output, so that every example runs through every loader. Defaults are healthy: two zones, private DNS on, TCP
 * 443 from the VPC, a policy for the own organization; an example writes only what is wrong.
 */
export interface Scene {
  /** Default `us-east-1`. */
  readonly region?: string;
  /** Default `{ main: {} }`. */
  readonly vpcs?: Readonly<Record<string, VpcScene>>;
  /** Default: `a`, `b`, `c` in zones a, b, c of the first VPC. Given ones are added to (or replace) the default ones. */
  readonly subnets?: Readonly<Record<string, SubnetScene>>;
  /** Default: `https` in the first VPC, admitting tcp/443 from the VPC's range. Given ones are added. */
  readonly groups?: Readonly<Record<string, GroupScene>>;
  /** Default: `private` in the first VPC, with all its default subnets. Given ones are added. */
  readonly routeTables?: Readonly<Record<string, RouteTableScene>>;
  readonly endpoints?: Readonly<Record<string, EndpointScene>>;
  readonly services?: Readonly<Record<string, EndpointServiceScene>>;
  readonly hostedZones?: Readonly<Record<string, HostedZoneScene>>;
}

export interface VpcScene {
  /** Default `10.0.0.0/16`, `10.1.0.0/16` ... */
  readonly cidr?: string;
  /** Default true. */
  readonly dnsSupport?: boolean;
  /** Default true. 'omitted': left to the default, which is false. */
  readonly dnsHostnames?: boolean | 'omitted';
}

export interface SubnetScene {
  /** Zone letter. Default: the subnet's name if it is one letter, else `a`. */
  readonly zone?: string;
  /** Default: the first VPC. */
  readonly vpc?: string;
  readonly cidr?: string;
}

export interface GroupScene {
  readonly vpc?: string;
  readonly ingress: readonly RuleScene[];
}

export interface RuleScene {
  /** `tcp`, `udp`, `icmp`, `-1` ... Default `tcp`. */
  readonly protocol?: string;
  /** One port, or `[from, to]`. Default 443. Ignored for `-1` and `icmp`. */
  readonly port?: number | readonly [number, number];
  /** CIDR ranges; `vpc` for the VPC's own range. Default `['vpc']` unless `groups` or `self` is given. */
  readonly cidrs?: readonly string[];
  /** Other groups of the scene. */
  readonly groups?: readonly string[];
  readonly self?: boolean;
}

export interface RouteTableScene {
  readonly vpc?: string;
  readonly subnets?: readonly string[];
}

export interface EndpointScene {
  /** Service after the usual prefix. Default: the endpoint's name in the scene. */
  readonly service?: string;
  /** The whole service name, instead of `service`. */
  readonly serviceName?: string;
  /** Default `Interface`; 'omitted' leaves it to AWS's default, which is Gateway. */
  readonly type?:
    | 'Interface'
    | 'Gateway'
    | 'GatewayLoadBalancer'
    | 'Resource'
    | 'ServiceNetwork'
    | 'Tunnel'
    | 'omitted';
  readonly vpc?: string;
  /** Default `['a', 'b']`, none for gateways, `['a']` for GatewayLoadBalancer. */
  readonly subnets?: readonly string[];
  /** Default `['https']` for interfaces. 'omitted': AWS attaches the VPC's default group. */
  readonly groups?: readonly string[] | 'omitted';
  /** Default `['private']` for gateways. */
  readonly routeTables?: readonly string[];
  /** Default true for interfaces. */
  readonly privateDns?: boolean | 'omitted';
  /** Document, or text as it stands. 'omitted': AWS's default. Default: the own organization on both sides. */
  readonly policy?: object | string;
  readonly serviceRegion?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly ipAddressType?: string;
  readonly dnsRecordIpType?: string;
  readonly onlyInboundResolver?: boolean;
}

export interface EndpointServiceScene {
  readonly acceptanceRequired?: boolean;
  readonly principals?: readonly string[];
  /** Subnets of its network load balancer. Default `['a', 'b']`. */
  readonly subnets?: readonly string[];
}

export interface HostedZoneScene {
  readonly name: string;
  readonly vpcs?: readonly string[];
  /** Record names that lead to an endpoint of the scene. */
  readonly records?: readonly { readonly name: string; readonly endpoint: string }[];
}
