/** What holds network interfaces in a VPC, and what services create there. */
import type { Bag } from '../bag.ts';
import type { Fact } from '../fact.ts';
import type { Ref } from '../ref.ts';
import type { Endpoint, PlannedAction } from './endpoint.ts';
import type { Noun } from './noun.ts';
import type { SecurityGroup } from './security-group.ts';
import type { Subnet, Vpc } from './vpc.ts';

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
