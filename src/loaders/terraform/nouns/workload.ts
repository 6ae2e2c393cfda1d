import { aiServicesOf, IMAGES, NEEDS, needsOfContainers } from '../../../aws/index.ts';
import { oncePer } from '../../../base/memo.ts';
import { table } from '../../../base/table.ts';
import {
  type Bag,
  bag,
  openBag,
  type Ref,
  type Subnet,
  union,
  type Vpc,
  type Workload,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { leaves } from '../values/leaves.ts';
import { type Value, valueJson } from '../values/value-json.ts';
import { whyUnknown } from '../values/why-unknown.ts';
import { blockViews } from './blocks.ts';
import { usesPodIdentity, usesServiceAccountRoles } from './eks.ts';
import type { Registry } from './registry.ts';
import { actionsOf } from './role.ts';
import { View } from './view.ts';

interface Type {
  readonly is: keyof typeof NEEDS;
  readonly block?: string;
  readonly subnets: string;
}

/** Where each type keeps its subnets. */
const TYPES: Readonly<Record<string, Type>> = table({
  aws_eks_node_group: { is: 'node-group', subnets: 'subnet_ids' },
  aws_eks_fargate_profile: { is: 'fargate-profile', subnets: 'subnet_ids' },
  aws_ecs_service: { is: 'ecs-service', block: 'network_configuration', subnets: 'subnets' },
  aws_lambda_function: { is: 'function', block: 'vpc_config', subnets: 'subnet_ids' },
  aws_lambda_event_source_mapping: { is: 'event-source-mapping', subnets: '' },
  aws_sagemaker_domain: { is: 'sagemaker-domain', subnets: 'subnet_ids' },
});

export const WORKLOAD_TYPES = Object.keys(TYPES);

/** Where a cluster of MSK keeps its subnets. */
const CLUSTERS: Readonly<Record<string, readonly [block: string, subnets: string]>> = table({
  aws_msk_cluster: ['broker_node_group_info', 'client_subnets'],
  aws_msk_serverless_cluster: ['vpc_config', 'subnet_ids'],
});

/** What runs in subnets and calls services of AWS from there. */
export class WorkloadView extends View implements Workload {
  readonly kind = 'workload';

  get vpc(): Ref<Vpc> {
    const subnet = this.subnets.sure.find((ref) => ref.is === 'entity');
    if (subnet?.is === 'entity') return subnet.to.vpc;
    return { is: 'unknown', because: `${this.key} is in the VPC of its subnets, which is not known`, at: this.at };
  }
  get subnets(): Bag<Ref<Subnet>> {
    const { is, block, subnets } = this.#type;
    if (is === 'event-source-mapping') return this.#ofCluster();
    return this.#subnetsIn(this.instance, block, subnets);
  }
  get needs(): Bag<string> {
    const { is } = this.#type;
    const own = NEEDS[is];
    if (is === 'node-group' && usesServiceAccountRoles(this.instance, this.registry))
      return bag([...own, 'sts'], this.at);
    if (is === 'ecs-service') return this.#ofTasks();
    if (is === 'event-source-mapping') return this.#ofSource(own);
    if (is === 'sagemaker-domain') return this.#ofDomain(own);
    return bag(own, this.at);
  }
  get mayCall(): Bag<string> {
    const { is } = this.#type;
    if (is === 'node-group') {
      const more = usesPodIdentity(this.instance, this.registry) ? ['eks-auth'] : [];
      return bag(['eks', ...more], this.at);
    }
    if (is === 'function') return this.#ofRole(this.instance, 'role');
    const task = is === 'ecs-service' ? this.#task() : undefined;
    return task ? this.#ofRole(task, 'task_role_arn') : bag([], this.at);
  }

  get #type(): Type {
    return TYPES[this.instance.type]!;
  }

  #read(instance: Instance, name: string): Value {
    return this.registry.graph.read(instance, name);
  }

  #subnetsIn(instance: Instance, block: string | undefined, name: string): Bag<Ref<Subnet>> {
    if (block === undefined) return this.registry.refs<Subnet>(instance, name, 'subnet');
    const at = within(this.at, block);
    const value = this.#read(instance, block);
    const blocks = blockViews(value);
    if (!blocks) return openBag(whyUnknown(value), at);
    return union(
      blocks.map((each) => this.registry.refsOf<Subnet>(each.member(name), 'subnet', at)),
      at,
    );
  }

  /** Pollers in on-demand mode are in the subnets of the cluster; those in provisioned mode need none of them. */
  #ofCluster(): Bag<Ref<Subnet>> {
    const provisioned = blockViews(this.#read(this.instance, 'provisioned_poller_config'));
    if (provisioned && provisioned.length > 0) return bag([], this.at);
    const cluster = this.#referred('event_source_arn', ...Object.keys(CLUSTERS));
    if (!cluster) return bag([], this.at);
    const [block, subnets] = CLUSTERS[cluster.type]!;
    return this.#subnetsIn(cluster, block, subnets);
  }

  /** Pollers that authenticate with a secret read it from Secrets Manager. */
  #ofSource(own: readonly string[]): Bag<string> {
    const value = this.#read(this.instance, 'source_access_configuration');
    const types = blockViews(value)?.map((each) => each.member('type')) ?? [value];
    const isSecret = (type: Value) => type.k === 'lit' && /_AUTH$|_CERTIFICATE$/.test(String(type.v));
    if (types.some(isSecret)) return bag([...own, 'secretsmanager'], this.at);
    const unclear = types.find(({ k }) => k !== 'lit');
    return bag(own, this.at, { open: unclear ? whyUnknown(unclear) : null });
  }

  #ofTasks(): Bag<string> {
    const names = this.#capacities();
    if (!names.some((name) => name.k === 'lit' && /^FARGATE/.test(String(name.v)))) {
      const unclear = names.find((name) => name.k !== 'lit');
      return bag([], this.at, { open: unclear ? whyUnknown(unclear) : null });
    }
    const task = this.#task();
    if (!task) return openBag(`the task definition of ${this.key} is not in the input`, this.at);
    const at = within(task.at, 'container_definitions');
    const value = this.#read(task, 'container_definitions');
    const region = this.region.known ? this.region.value : undefined;
    const known = needsOfContainers(valueJson(value), region);
    const referred = leaves(value).flatMap(({ type }) => REFERRED[type ?? ''] ?? []);
    const needs = [...new Set([...(known ?? []), ...referred])];
    return bag(needs, at, { open: known === null ? whyUnknown(value) : null });
  }

  /** What names where the tasks of a service run. */
  #capacities(): readonly Value[] {
    const strategy = this.#read(this.instance, 'capacity_provider_strategy');
    const providers = blockViews(strategy)?.map((each) => each.member('capacity_provider')) ?? [strategy];
    return [this.#read(this.instance, 'launch_type'), ...providers];
  }

  #task(): Instance | undefined {
    return this.#referred('task_definition', 'aws_ecs_task_definition');
  }

  /** Studio in VPC only mode reaches nothing but by the VPC. */
  #ofDomain(own: readonly string[]): Bag<string> {
    const access = this.fact('app_network_access_type', (v) =>
      typeof v === 'string' ? v : v === null ? '' : undefined,
    );
    if (!access.known) return openBag(access.because, this.at);
    return bag(access.value === 'VpcOnly' ? own : [], this.at);
  }

  #ofRole(of: Instance, name: string): Bag<string> {
    const actions = actionsOf(of, name, this.registry);
    return bag(aiServicesOf(actions.sure), this.at, { open: actions.open });
  }

  /** The instance of one of these types that an attribute refers to. */
  #referred(name: string, ...types: readonly string[]): Instance | undefined {
    const value = this.registry.graph.refer(this.instance, name);
    if (value.k === 'lit') return byArn(this.registry).get(value.v);
    return leaves(value).find(({ type, of }) => of !== undefined && types.includes(type ?? ''))?.of;
  }
}

/** Clusters and task definitions that exist, by their ARNs: a state has no references. */
const byArn = oncePer((registry: Registry): ReadonlyMap<unknown, Instance> => {
  const types = [...Object.keys(CLUSTERS), 'aws_ecs_task_definition'];
  const all = types.flatMap((type) => registry.associations.instances(type));
  return new Map(all.flatMap((each) => (typeof each.values.arn === 'string' ? [[each.values.arn, each]] : [])));
});

/** What a reference in the definition of a container is for. */
const REFERRED: Readonly<Record<string, readonly string[]>> = table({
  aws_ecr_repository: IMAGES,
  aws_cloudwatch_log_group: ['logs'],
  aws_secretsmanager_secret: ['secretsmanager'],
  aws_secretsmanager_secret_version: ['secretsmanager'],
  aws_ssm_parameter: ['ssm'],
});
