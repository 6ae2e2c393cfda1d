import { oncePer } from '../../../base/memo.ts';
import { table } from '../../../base/table.ts';
import {
  type Attachment,
  type Bag,
  bag,
  type Fact,
  is,
  isEmpty,
  known,
  map,
  openBag,
  type Ref,
  type SecurityGroup,
  type Subnet,
  union,
  unknown,
  type Vpc,
  within,
} from '../../../model/index.ts';
import type { ConfigModule, ConfigResource } from '../document/configuration.ts';
import type { TerraformDocument } from '../document/document.ts';
import { isWanted } from '../document/types.ts';
import { whyUnknown } from '../values/why-unknown.ts';
import { blockViews } from './blocks.ts';
import { View } from './view.ts';

/** Where a type has its security groups and subnets, and whether it calls other services by itself. */
interface Holder {
  readonly block?: string;
  readonly groups: string;
  /** Undefined if another resource has them. */
  readonly subnets?: string;
  readonly calls: boolean;
  /** Whether it has the default group of its VPC where none is given. */
  readonly byDefault?: true;
  /** Blocks, of network interfaces for one, that may hold groups, and subnets where these are told nowhere else. */
  readonly interfaces?: string;
}

const MACHINE = { groups: 'vpc_security_group_ids', subnets: 'subnet_id', calls: true, byDefault: true } as const;
const BALANCER = { groups: 'security_groups', subnets: 'subnets', calls: false } as const;
const IN_VPC = { block: 'vpc_config', groups: 'security_group_ids', subnets: 'subnet_ids', calls: true } as const;
const SEARCH = { ...IN_VPC, block: 'vpc_options', calls: false } as const;

const HOLDERS: Readonly<Record<string, Holder>> = table({
  aws_instance: MACHINE,
  aws_spot_instance_request: MACHINE,
  aws_launch_template: { groups: 'vpc_security_group_ids', calls: true, interfaces: 'network_interfaces' },
  aws_launch_configuration: { groups: 'security_groups', calls: true },
  aws_network_interface: { groups: 'security_groups', subnets: 'subnet_id', calls: true, byDefault: true },
  aws_lb: BALANCER,
  aws_alb: BALANCER,
  aws_elb: BALANCER,
  aws_lambda_function: IN_VPC,
  // The interfaces of its control plane lead to nodes. Nodes, not the cluster, call services from the VPC.
  aws_eks_cluster: { ...IN_VPC, calls: false },
  aws_ecs_service: {
    block: 'network_configuration',
    groups: 'security_groups',
    subnets: 'subnets',
    calls: true,
    byDefault: true,
  },
  aws_synthetics_canary: IN_VPC,
  aws_codebuild_project: { ...IN_VPC, subnets: 'subnets' },
  aws_sagemaker_model: { ...IN_VPC, subnets: 'subnets' },
  aws_sagemaker_notebook_instance: { groups: 'security_groups', subnets: 'subnet_id', calls: true, byDefault: true },
  aws_batch_compute_environment: { ...IN_VPC, block: 'compute_resources', subnets: 'subnets' },
  aws_mwaa_environment: { ...IN_VPC, block: 'network_configuration' },
  aws_glue_connection: {
    block: 'physical_connection_requirements',
    groups: 'security_group_id_list',
    subnets: 'subnet_id',
    calls: true,
  },
  aws_apprunner_vpc_connector: { groups: 'security_groups', subnets: 'subnets', calls: true },
  aws_imagebuilder_infrastructure_configuration: { groups: 'security_group_ids', subnets: 'subnet_id', calls: true },
  aws_dms_replication_instance: { groups: 'vpc_security_group_ids', calls: true },
  aws_msk_cluster: {
    block: 'broker_node_group_info',
    groups: 'security_groups',
    subnets: 'client_subnets',
    calls: false,
  },
  aws_msk_serverless_cluster: { ...IN_VPC, calls: false },
  aws_sagemaker_domain: {
    groups: 'security_group_ids',
    subnets: 'subnet_ids',
    calls: true,
    interfaces: 'default_user_settings',
  },
  aws_db_instance: { groups: 'vpc_security_group_ids', calls: false },
  aws_neptune_cluster: { groups: 'vpc_security_group_ids', calls: false },
  aws_docdb_cluster: { groups: 'vpc_security_group_ids', calls: false },
  aws_rds_cluster: { groups: 'vpc_security_group_ids', calls: false },
  aws_elasticache_cluster: { groups: 'security_group_ids', calls: false },
  aws_elasticache_replication_group: { groups: 'security_group_ids', calls: false },
  aws_opensearch_domain: SEARCH,
  aws_elasticsearch_domain: SEARCH,
  aws_efs_mount_target: { groups: 'security_groups', subnets: 'subnet_id', calls: false },
  aws_apigatewayv2_vpc_link: { groups: 'security_group_ids', subnets: 'subnet_ids', calls: false },
  aws_route53_resolver_endpoint: { groups: 'security_group_ids', calls: false, interfaces: 'ip_address' },
  aws_ec2_instance_connect_endpoint: { groups: 'security_group_ids', subnets: 'subnet_id', calls: false },
  aws_opensearch_vpc_endpoint: SEARCH,
  aws_opensearchserverless_vpc_endpoint: { groups: 'security_group_ids', subnets: 'subnet_ids', calls: false },
  aws_redshift_cluster: { groups: 'vpc_security_group_ids', calls: false },
  aws_redshift_endpoint_access: { groups: 'vpc_security_group_ids', calls: false },
  aws_redshiftserverless_endpoint_access: { groups: 'vpc_security_group_ids', subnets: 'subnet_ids', calls: false },
});

export const ATTACHMENT_TYPES = Object.keys(HOLDERS);

/** Anything else that holds a network interface. */
export class AttachmentView extends View implements Attachment {
  readonly kind = 'attachment';

  /** That of its subnets, else of its security groups. */
  get vpc(): Ref<Vpc> {
    const subnet = this.subnets.sure.find((ref) => ref.is === 'entity');
    if (subnet?.is === 'entity') return subnet.to.vpc;
    const group = this.#given.sure.find((ref) => ref.is === 'entity');
    if (group?.is === 'entity') return group.to.vpc;
    return { is: 'unknown', because: `${this.key} is in the VPC of its subnet, which is not known`, at: this.at };
  }
  get groups(): Bag<Ref<SecurityGroup>> {
    const groups = this.#withDefault(this.#given);
    // Resources of their own add groups to interfaces, also to those of instances.
    const apart = this.registry.associations.instances('aws_network_interface_sg_attachment')[0];
    const mayHaveMore = apart !== undefined && this.#holder.block === undefined && this.#holder.calls;
    return mayHaveMore ? { ...groups, open: groups.open ?? `${apart.address} may add a group to ${this.key}` } : groups;
  }
  get subnets(): Bag<Ref<Subnet>> {
    const { subnets, interfaces } = this.#holder;
    if (subnets === undefined && interfaces !== undefined)
      return this.#inBlocks<Subnet>(interfaces, 'subnet_id', 'subnet');
    if (subnets === undefined) return openBag(`another resource sets the subnets of ${this.key}`, this.at);
    return this.#refs<Subnet>(subnets, 'subnet');
  }
  get calls(): Fact<boolean> {
    return known(this.#holder.calls, this.at);
  }
  get inboundResolver(): Fact<boolean> {
    if (this.instance.type !== 'aws_route53_resolver_endpoint') return known(false, this.at);
    const direction = this.string('direction');
    if (!is(direction, 'INBOUND_DELEGATION')) return map(direction, (value) => value === 'INBOUND');
    return unknown('AWS does not say whether an inbound endpoint for delegation answers such names', direction.at);
  }

  get #holder(): Holder {
    return HOLDERS[this.instance.type]!;
  }

  get #given(): Bag<Ref<SecurityGroup>> {
    const { groups, interfaces } = this.#holder;
    const own = this.#refs<SecurityGroup>(groups, 'security-group');
    if (interfaces === undefined) return own;
    return union([own, this.#inBlocks<SecurityGroup>(interfaces, 'security_groups', 'security-group')], own.at);
  }

  #withDefault(groups: Bag<Ref<SecurityGroup>>): Bag<Ref<SecurityGroup>> {
    if (!this.#holder.byDefault || !isEmpty(groups)) return groups;
    const isAttached = this.#isAttached;
    if (!isAttached.known) return openBag(isAttached.because, groups.at);
    if (!isAttached.value) return groups;
    const { vpc } = this;
    const group = vpc.is === 'entity' ? this.registry.defaultGroup(vpc.to) : undefined;
    if (group) return bag([{ is: 'entity', to: group, at: groups.at }], groups.at);
    return openBag(`${this.key} has the default security group of its VPC, which is not in the input`, groups.at);
  }

  /** Whether it has its own interfaces: an instance may receive an existing one, and a service may have none. */
  get #isAttached(): Fact<boolean> {
    const { block } = this.#holder;
    if (block !== undefined) return this.#hasBlock(block);
    const given = [this.#hasBlock('network_interface'), this.#hasBlock('primary_network_interface')];
    if (given.some((fact) => is(fact, true))) return known(false, this.at);
    return given.find((fact) => !fact.known) ?? known(true, this.at);
  }

  #hasBlock(name: string): Fact<boolean> {
    const at = within(this.at, name);
    const value = this.registry.graph.read(this.instance, name);
    const blocks = blockViews(value);
    return blocks ? known(blocks.length > 0, at) : unknown(whyUnknown(value), at);
  }

  #refs<T extends SecurityGroup | Subnet>(name: string, kind: T['kind']): Bag<Ref<T>> {
    const { block } = this.#holder;
    return block === undefined
      ? this.registry.refs<T>(this.instance, name, kind)
      : this.#inBlocks<T>(block, name, kind);
  }

  #inBlocks<T extends SecurityGroup | Subnet>(block: string, name: string, kind: T['kind']): Bag<Ref<T>> {
    const at = within(this.at, block);
    const value = this.registry.graph.read(this.instance, block);
    const blocks = blockViews(value);
    if (!blocks) return openBag(whyUnknown(value), at);
    return union(
      blocks.map((b) => this.registry.refsOf<T>(b.member(name), kind, at)),
      at,
    );
  }
}

/** Arguments and blocks that may hold security groups, in resources that are not read. */
const MAY_HOLD = /security_?group|vpc_config|vpc_options|vpc_settings|network_configuration|network_interface/i;

/** A resource that we do not read and that may put something into a security group. Null if there is none. */
export const unreadHolder = oncePer(({ configuration }: TerraformDocument): string | null =>
  configuration ? holderIn(configuration.root, '') : null,
);

function holderIn({ resources, calls }: ConfigModule, path: string): string | null {
  for (const resource of resources.values()) if (mayHold(resource)) return `${path}${resource.type}.${resource.name}`;
  for (const { name, module } of calls.values()) {
    const found = holderIn(module, `${path}module.${name}.`);
    if (found !== null) return found;
  }
  return null;
}

function mayHold({ mode, type, expressions }: ConfigResource): boolean {
  if (mode !== 'managed' || !/^aws(?:cc)?_/.test(type) || isWanted(type, mode)) return false;
  return MAY_HOLD.test(JSON.stringify(expressions, (_, value: unknown) => (typeof value === 'string' ? '' : value)));
}
