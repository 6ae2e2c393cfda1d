/** Endpoints that a service creates and manages: resources of that service, with subnets and security groups of the VPC. */
import { MANAGED, REDSHIFT_PORT } from '../../../aws/index.ts';
import { table } from '../../../base/table.ts';
import {
  type Bag,
  bag,
  type EndpointManager,
  type Fact,
  isEmpty,
  known,
  type ManagedEndpoint,
  openBag,
  type PlannedAction,
  type Ref,
  type SecurityGroup,
  type Subnet,
  union,
  unknown,
  type Vpc,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { toFact } from '../values/convert.ts';
import { isLeftOutOfBlock } from '../values/optional-computed.ts';
import { isNothing } from '../values/value.ts';
import { ofAttribute, whyUnknown } from '../values/why-unknown.ts';
import { blockViews } from './blocks.ts';
import { referredTo } from './referred.ts';
import { View } from './view.ts';

/** Where a type keeps its parts. */
interface Type {
  readonly manager: EndpointManager;
  /** Block that subnets and groups are in. */
  readonly block?: string;
  /** Undefined where a subnet group has them. */
  readonly subnets?: string;
  /** Undefined where the endpoint has no security group. */
  readonly groups?: string;
  readonly vpc?: string;
}

const TYPES: Readonly<Record<string, Type>> = table({
  aws_ec2_instance_connect_endpoint: {
    manager: 'instance-connect',
    subnets: 'subnet_id',
    groups: 'security_group_ids',
    vpc: 'vpc_id',
  },
  aws_opensearch_vpc_endpoint: {
    manager: 'opensearch',
    block: 'vpc_options',
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
  },
  aws_opensearchserverless_vpc_endpoint: {
    manager: 'opensearch-serverless',
    subnets: 'subnet_ids',
    groups: 'security_group_ids',
    vpc: 'vpc_id',
  },
  aws_redshift_endpoint_access: { manager: 'redshift', groups: 'vpc_security_group_ids' },
  aws_redshiftserverless_endpoint_access: {
    manager: 'redshift-serverless',
    subnets: 'subnet_ids',
    groups: 'vpc_security_group_ids',
  },
  aws_networkfirewall_vpc_endpoint_association: {
    manager: 'network-firewall',
    block: 'subnet_mapping',
    subnets: 'subnet_id',
    vpc: 'vpc_id',
  },
});

export const MANAGED_TYPES = Object.keys(TYPES);

export class ManagedEndpointView extends View implements ManagedEndpoint {
  readonly kind = 'managed-endpoint';

  get manager(): EndpointManager {
    return this.#type.manager;
  }

  /** As it names it, else that of its subnets. */
  get vpc(): Ref<Vpc> {
    const { vpc } = this.#type;
    const named = vpc === undefined ? undefined : this.registry.ref<Vpc>(this.instance, vpc, 'vpc');
    if (named && named.is !== 'unknown') return named;
    const subnet = this.subnets.sure.find((ref) => ref.is === 'entity');
    if (subnet?.is === 'entity') return subnet.to.vpc;
    return { is: 'unknown', because: `the VPC of ${this.key} is that of its subnets`, at: this.at };
  }

  get subnets(): Bag<Ref<Subnet>> {
    const { subnets } = this.#type;
    if (subnets !== undefined) return this.#refs<Subnet>(subnets, 'subnet');
    const group = referredTo(this.instance, 'subnet_group_name', 'aws_redshift_subnet_group', this.registry);
    if (!group) return openBag(`the subnet group of ${this.key} is not in the document`, this.at);
    return this.registry.refs<Subnet>(group, 'subnet_ids', 'subnet');
  }

  get groups(): Bag<Ref<SecurityGroup>> {
    const { block, groups, manager } = this.#type;
    if (groups === undefined) return bag([], this.at);
    const given = this.#refs<SecurityGroup>(groups, 'security-group');
    const isLeftOut = block !== undefined && isLeftOutOfBlock(this.instance, block, groups);
    if (!isEmpty(given) && !isLeftOut) return given;
    const { at } = given;
    if (!MANAGED[manager].hasDefaultGroup) return openBag(`\`${groups}\` of ${this.key} is not given`, at);
    const because = `${this.key} has the default security group of its VPC, which is not in the document`;
    return bag([this.registry.defaultGroupOf(this.vpc, because, at)], at);
  }

  get port(): Fact<number | null> {
    const { manager } = this;
    if (manager !== 'redshift' && manager !== 'redshift-serverless') return known(null, this.at);
    const own = this.fact('port', numberIn);
    if (own.known) return own;
    const cluster = referredTo(this.instance, 'cluster_identifier', 'aws_redshift_cluster', this.registry);
    return cluster ? this.#portOf(cluster) : own;
  }

  get isMultiZone(): Fact<boolean> {
    if (this.manager !== 'opensearch') return known(true, this.at);
    const domain = referredTo(this.instance, 'domain_arn', 'aws_opensearch_domain', this.registry);
    if (!domain) return unknown(`the domain of ${this.key} is not in the document`, this.at);
    return this.#isZoneAware(domain);
  }

  get firewallSubnets(): Bag<Ref<Subnet>> {
    if (this.manager !== 'network-firewall') return bag([], this.at);
    const firewall = referredTo(this.instance, 'firewall_arn', 'aws_networkfirewall_firewall', this.registry);
    if (!firewall) return openBag(`the firewall of ${this.key} is not in the document`, this.at);
    return this.#inBlocks<Subnet>(firewall, 'subnet_mapping', 'subnet_id', 'subnet');
  }

  get planned(): PlannedAction | null {
    const { action } = this.instance;
    return action === 'create' || action === 'update' || action === 'replace' || action === 'no-op' ? action : null;
  }

  get #type(): Type {
    return TYPES[this.instance.type]!;
  }

  #refs<T extends SecurityGroup | Subnet>(name: string, kind: T['kind']): Bag<Ref<T>> {
    const { block } = this.#type;
    if (block !== undefined) return this.#inBlocks<T>(this.instance, block, name, kind);
    return this.registry.refs<T>(this.instance, name, kind);
  }

  #inBlocks<T extends SecurityGroup | Subnet>(
    instance: Instance,
    block: string,
    name: string,
    kind: T['kind'],
  ): Bag<Ref<T>> {
    const at = within(instance.at, block);
    const value = this.registry.graph.read(instance, block);
    const blocks = blockViews(value);
    if (!blocks) return openBag(whyUnknown(value), at);
    return union(
      blocks.map((each) => this.registry.refsOf<T>(each.member(name), kind, at)),
      at,
    );
  }

  #portOf(cluster: Instance): Fact<number> {
    const value = this.registry.graph.read(cluster, 'port');
    const at = within(cluster.at, 'port');
    if (isNothing(value)) return known(REDSHIFT_PORT, at);
    const found = toFact(value, at, numberIn);
    return found.known ? found : unknown(ofAttribute('port', cluster.address, whyUnknown(value)), at);
  }

  #isZoneAware(domain: Instance): Fact<boolean> {
    const at = within(domain.at, 'cluster_config');
    const value = this.registry.graph.read(domain, 'cluster_config');
    const blocks = blockViews(value);
    if (!blocks) return unknown(whyUnknown(value), at);
    const [config] = blocks;
    if (!config) return known(false, at);
    const found = toFact(config.member('zone_awareness_enabled'), at, (v) =>
      typeof v === 'boolean' ? v : v === null || v === undefined ? false : undefined,
    );
    return found.known ? found : unknown(`\`zone_awareness_enabled\` of ${domain.address} is not known`, at);
  }
}

function numberIn(v: unknown): number | undefined {
  return typeof v === 'number' ? v : undefined;
}
