import { digest, label } from '../../names.ts';
import { inScene, type ResolvedScene, type Workload } from '../../resolved.ts';
import { Call, type Expression, type Json, Reference } from '../expression.ts';
import type { Resource } from '../resource.ts';
import { managed, referTo, vpcId } from './refer.ts';

/** What runs in subnets, with what it belongs to. */
export function workloadResources(scene: ResolvedScene): Resource[] {
  return scene.workloads.flatMap((it) => PRINTERS[it.runs](scene, it));
}

type Printer = (scene: ResolvedScene, it: Workload) => Resource[];

const PRINTERS: Readonly<Record<Workload['runs'], Printer>> = {
  'node-group': (scene, it) => [
    ...cluster(scene, it),
    made(scene, 'aws_eks_node_group', it, {
      cluster_name: clusterName(it),
      node_group_name: it.name,
      node_role_arn: roleArn(scene),
      subnet_ids: subnets(it),
    }),
  ],
  'fargate-profile': (scene, it) => [
    ...cluster(scene, it),
    made(scene, 'aws_eks_fargate_profile', it, {
      cluster_name: clusterName(it),
      fargate_profile_name: it.name,
      pod_execution_role_arn: roleArn(scene),
      subnet_ids: subnets(it),
    }),
  ],
  'ecs-service': (scene, it) => [
    made(scene, 'aws_ecs_task_definition', it, {
      family: it.name,
      network_mode: 'awsvpc',
      requires_compatibilities: ['FARGATE'],
      container_definitions: json(it.containers as unknown as Json),
      ...(it.actions.length > 0 ? { task_role_arn: new Reference(`aws_iam_role.${label(it.name)}`, 'arn') } : {}),
    }),
    ...role(scene, it),
    made(scene, 'aws_ecs_service', it, {
      name: it.name,
      launch_type: 'FARGATE',
      task_definition: new Reference(`aws_ecs_task_definition.${label(it.name)}`, 'arn'),
      network_configuration: [{ subnets: subnets(it), security_groups: [] }],
    }),
  ],
  function: (scene, it) => [
    ...role(scene, it),
    made(scene, 'aws_lambda_function', it, {
      function_name: it.name,
      role: it.actions.length > 0 ? new Reference(`aws_iam_role.${label(it.name)}`, 'arn') : roleArn(scene),
      vpc_config: [{ subnet_ids: subnets(it), security_group_ids: [] }],
    }),
  ],
  'event-source-mapping': (scene, it) => [
    made(scene, 'aws_msk_cluster', it, {
      cluster_name: it.name,
      broker_node_group_info: [{ client_subnets: subnets(it), security_groups: [] }],
    }),
    made(scene, 'aws_lambda_event_source_mapping', it, {
      event_source_arn: new Reference(`aws_msk_cluster.${label(it.name)}`, 'arn'),
      function_name: 'consumer',
      ...(it.elsewhere ? { provisioned_poller_config: [{ minimum_pollers: 1 }] } : {}),
      ...(it.withRoles
        ? { source_access_configuration: [{ type: 'SASL_SCRAM_512_AUTH', uri: secretArn(scene) }] }
        : {}),
    }),
  ],
  'sagemaker-domain': (scene, it) => [
    made(scene, 'aws_sagemaker_domain', it, {
      domain_name: it.name,
      vpc_id: vpcId(inScene(it.subnets[0]!)!.vpc),
      subnet_ids: subnets(it),
      app_network_access_type: it.elsewhere ? 'PublicInternetOnly' : 'VpcOnly',
    }),
  ],
};

function made(
  scene: ResolvedScene,
  type: string,
  it: Workload,
  given: Readonly<Record<string, Expression>>,
  applied: Readonly<Record<string, Json>> = {},
): Resource {
  const arn = `arn:aws:${type.slice(4).replace(/_.*/, '')}:${scene.region}:${scene.account}:${type}/${it.name}`;
  return managed(scene, type, it, { arguments: given, applied: { id: it.name, arn, ...applied } });
}

function cluster(scene: ResolvedScene, it: Workload): Resource[] {
  const issuer = `https://oidc.eks.${scene.region}.amazonaws.com/id/${digest(it.id).slice(0, 32).toUpperCase()}`;
  const own = made(
    scene,
    'aws_eks_cluster',
    it,
    { name: it.name, role_arn: roleArn(scene), vpc_config: [{ subnet_ids: subnets(it), security_group_ids: [] }] },
    { identity: [{ oidc: [{ issuer }] }] },
  );
  if (!it.withRoles) return [own];
  const url = new Reference(`aws_eks_cluster.${label(it.name)}`, 'identity', 0, 'oidc', 0, 'issuer');
  return [own, made(scene, 'aws_iam_openid_connect_provider', it, { client_id_list: ['sts.amazonaws.com'], url })];
}

function clusterName(it: Workload): Reference {
  return new Reference(`aws_eks_cluster.${label(it.name)}`, 'name');
}

function role(scene: ResolvedScene, it: Workload): Resource[] {
  if (it.actions.length === 0) return [];
  const statement = (more: Json): Json => ({ Version: '2012-10-17', Statement: [more] });
  const trusted = it.runs === 'function' ? 'lambda.amazonaws.com' : 'ecs-tasks.amazonaws.com';
  return [
    made(scene, 'aws_iam_role', it, {
      name: it.name,
      assume_role_policy: json(
        statement({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: trusted } }),
      ),
    }),
    made(scene, 'aws_iam_role_policy', it, {
      name: it.name,
      role: new Reference(`aws_iam_role.${label(it.name)}`, 'id'),
      policy: json(statement({ Effect: 'Allow', Action: it.actions, Resource: '*' })),
    }),
  ];
}

function subnets(it: Workload): Expression {
  return it.subnets.map((subnet) => referTo('aws_subnet', subnet));
}

function json(value: Json): Call {
  return new Call('jsonencode', value, JSON.stringify(value));
}

function roleArn({ account }: ResolvedScene): string {
  return `arn:aws:iam::${account}:role/app`;
}

function secretArn({ region, account }: ResolvedScene): string {
  return `arn:aws:secretsmanager:${region}:${account}:secret:kafka`;
}
