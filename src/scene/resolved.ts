/** A scene with all defaults filled in, as the network would be after apply. Printers print this. */
import type { EndpointManager } from '../model/index.ts';
import type { RouteTargetScene, ServiceDetailScene, WorkloadScene } from './scene.ts';

/** An object of the scene, or one outside it by its AWS id. */
export type Target<T> = { readonly to: T } | { readonly outside: string };

/** Left to the default, or from where the input does not reach. */
export type NotGiven = 'omitted' | 'unknown';

export interface ResolvedScene {
  readonly region: string;
  readonly account: string;
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly groups: readonly Group[];
  readonly routeTables: readonly RouteTable[];
  readonly endpoints: readonly Endpoint[];
  readonly services: readonly Service[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly hostedZones: readonly HostedZone[];
  readonly resolverRules: readonly ResolverRule[];
  readonly resolverEndpoints: readonly ResolverEndpoint[];
  readonly dnsProfiles: readonly DnsProfile[];
  readonly prefixLists: readonly PrefixList[];
  readonly networkAcls: readonly NetworkAcl[];
  readonly dhcpOptions: readonly DhcpOptions[];
  readonly interfaces: readonly NetworkInterface[];
  readonly managedEndpoints: readonly ManagedEndpoint[];
  readonly restApis: readonly RestApi[];
  readonly workloads: readonly Workload[];
  readonly gateways: readonly Gateway[];
  readonly serviceDetails: Readonly<Record<string, ServiceDetailScene>>;
  /** A stable AWS id: the same scene always gives the same. */
  id(prefix: string, ...name: readonly (string | number)[]): string;
}

interface Noun {
  /** As in the scene. */
  readonly name: string;
  readonly id: string;
  /** Whether the scene names it; false for what every scene has. */
  readonly given: boolean;
}

export interface Vpc extends Noun {
  readonly cidr: string;
  readonly pooled: boolean;
  readonly ipv6Cidr: string | null;
  readonly dnsSupport: boolean | 'omitted';
  readonly dnsHostnames: boolean | 'omitted';
  readonly tags: Readonly<Record<string, string>> | null;
  readonly mainTable: string;
  readonly defaultGroup: string;
  readonly defaultAcl: string;
}

export interface Subnet extends Noun {
  readonly vpc: Target<Vpc>;
  readonly zone: string;
  readonly zoneId: string;
  readonly zoneById: boolean;
  readonly cidr: string | null;
  readonly ipv6Cidr: string | null;
  readonly owner: string;
  /** Free addresses of a subnet that already exists; null for a subnet that the scene creates. */
  readonly free: number | null;
}

export interface Group extends Noun {
  readonly vpc: Target<Vpc>;
  readonly isDefault: boolean;
  readonly separate: boolean;
  readonly ingress: readonly Rule[] | 'unknown';
  readonly egress: readonly Rule[];
}

export interface Rule {
  readonly protocol: string;
  /** Null if the protocol has no ports. */
  readonly ports: readonly [number, number] | null;
  readonly cidrs: readonly string[];
  /** Whether a range is the VPC's own, written as a reference. */
  readonly ofVpc: boolean;
  readonly groups: readonly Target<Group>[];
  readonly prefixLists: readonly Target<PrefixList>[];
  readonly self: boolean;
}

export interface RouteTable extends Noun {
  readonly vpc: Target<Vpc>;
  readonly main: boolean;
  readonly subnets: readonly Target<Subnet>[];
  readonly routes: readonly Route[];
}

export interface Route {
  readonly destination: string | Target<PrefixList>;
  readonly target: { readonly gateway: Gateway; readonly gone?: true } | { readonly endpoint: string };
}

export interface Gateway extends Noun {
  readonly type: Extract<RouteTargetScene, string> | 'peering';
  readonly vpc: Target<Vpc>;
  readonly peer: Target<Vpc> | null;
  /** For a NAT gateway. */
  readonly subnet: Target<Subnet> | null;
}

export interface Endpoint extends Noun {
  readonly type: string;
  /** As written: null if it is left out. */
  readonly typeWritten: string | null | 'unknown';
  readonly serviceName: string | null;
  readonly endpointService: Service | null;
  readonly vpc: Target<Vpc>;
  readonly subnets: readonly Target<Subnet>[] | NotGiven;
  readonly groups: readonly Target<Group>[] | NotGiven;
  readonly routeTables: readonly Target<RouteTable>[] | NotGiven;
  readonly privateDns: boolean | NotGiven;
  /** As the provider writes it. */
  readonly policy: string | NotGiven;
  /** As the scene has it; null if it is text or missing. */
  readonly policyDocument: object | null;
  readonly serviceRegion: string | null;
  readonly resourceConfigurationArn: string | null;
  readonly serviceNetworkArn: string | null;
  readonly ipAddressType: string | null;
  readonly addresses: Readonly<Record<string, string>> | null;
  readonly dnsRecordIpType: string | null;
  readonly onlyInboundResolver: boolean | null;
  readonly dnsPreference: string | null;
  readonly dnsDomains: readonly string[] | null;
  readonly tags: Readonly<Record<string, string>> | null;
  readonly associations: 'inline' | 'separate' | 'both';
  readonly state: string;
  readonly lastError: { readonly code: string; readonly message: string } | null;
  readonly createdAt: string;
  readonly requesterManaged: boolean;
  readonly accepted: 'itself' | 'by-resource' | null;
  readonly shared: boolean;
  readonly namedBy: 'private-api' | 'private-domain' | null;
  readonly resource: Lattice | null;
  /** Names of endpoints. */
  readonly dependsOn: readonly string[];
  readonly createBeforeDestroy: boolean;
  readonly moved: string | null;
  /** What the scene itself states about it, for short texts: keys of `EndpointScene`. */
  readonly said: ReadonlySet<string>;
}

export interface Lattice {
  readonly vpc: Target<Vpc>;
  readonly target: string | null;
  readonly customDomain: string | null;
  readonly verification: boolean;
  readonly inVpc: boolean;
}

export interface Service extends Noun {
  readonly type: 'network' | 'gateway';
  readonly serviceName: string;
  readonly acceptanceRequired: boolean;
  readonly principals: readonly string[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly supportedRegions: readonly string[];
  /** Zone names. */
  readonly zones: readonly string[];
  readonly privateDnsName: string | null;
  readonly privateDnsState: string | null;
  readonly ipAddressTypes: readonly string[] | null;
  readonly tags: Readonly<Record<string, string>> | null;
}

export interface LoadBalancer extends Noun {
  readonly type: 'network' | 'gateway';
  readonly arn: string;
  readonly subnets: readonly Target<Subnet>[];
  /** As written: null if it is left out. */
  readonly ipAddressType: string | null;
  readonly listeners: readonly Listener[];
  readonly groups: readonly Target<Group>[];
  /** Null: left to AWS. */
  readonly enforced: boolean | null;
}

export interface Listener {
  readonly arn: string;
  readonly protocol: string;
  readonly port: number;
  readonly idleTimeout: number | null;
}

export interface HostedZone extends Noun {
  readonly domain: string;
  readonly vpcs: readonly Target<Vpc>[];
  readonly records: readonly HostedZoneRecord[];
  readonly recordsTold: boolean;
}

export interface HostedZoneRecord {
  readonly name: string;
  readonly to: Endpoint | readonly string[];
  /** Zone of the endpoint's name it leads to; null: the Regional one. */
  readonly zone: string | null;
}

export interface ResolverRule extends Noun {
  readonly domain: string;
  readonly type: string;
  readonly vpcs: readonly Target<Vpc>[];
}

export interface ResolverEndpoint extends Noun {
  readonly direction: 'INBOUND' | 'OUTBOUND';
  readonly subnets: readonly Target<Subnet>[];
  readonly group: Target<Group>;
}

export interface DnsProfile extends Noun {
  readonly vpcs: readonly Target<Vpc>[];
  /** Null if it belongs to another account. */
  readonly zones: readonly HostedZone[] | null;
}

export interface PrefixList extends Noun {
  readonly cidrs: readonly string[];
}

export interface NetworkAcl extends Noun {
  readonly vpc: Target<Vpc>;
  readonly subnets: readonly Target<Subnet>[];
  readonly ingress: readonly NetworkAclEntry[];
  readonly egress: readonly NetworkAclEntry[];
}

export interface NetworkAclEntry {
  readonly number: number;
  readonly action: 'allow' | 'deny';
  readonly protocol: string;
  readonly ports: readonly [number, number] | null;
  readonly cidr: string;
  readonly ofVpc: boolean;
}

export interface DhcpOptions extends Noun {
  readonly vpc: Target<Vpc>;
  readonly servers: readonly string[];
}

export interface NetworkInterface extends Noun {
  readonly type: string;
  readonly subnet: Target<Subnet>;
  readonly groups: readonly Target<Group>[];
}

export interface ManagedEndpoint extends Noun {
  readonly manager: EndpointManager;
  readonly vpc: Target<Vpc>;
  readonly subnets: readonly Target<Subnet>[];
  readonly groups: readonly Target<Group>[] | 'omitted';
  readonly multiZone: boolean;
  /** As written: null if it is left out. */
  readonly port: number | null;
  readonly firewallSubnets: readonly Target<Subnet>[];
}

export interface RestApi extends Noun {
  readonly private: boolean;
  readonly endpoints: readonly Target<Endpoint>[];
  readonly inBody: boolean;
}

export interface Workload extends Noun, Required<Omit<WorkloadScene, 'subnets'>> {
  readonly subnets: readonly Target<Subnet>[];
}

/** The AWS id a target has after apply. */
export function idOf(target: Target<{ readonly id: string }>): string {
  return 'to' in target ? target.to.id : target.outside;
}

/** The object a target leads to, if it is one of the scene. */
export function inScene<T>(target: Target<T>): T | undefined {
  return 'to' in target ? target.to : undefined;
}
