import { label } from '../../names.ts';
import { idOf, inScene, type ManagedEndpoint, type ResolvedScene } from '../../resolved.ts';
import { type Expression, type Json, Reference } from '../expression.ts';
import type { Resource } from '../resource.ts';
import { managed, optionalArguments, referTo, vpcId } from './refer.ts';

/** What Terraform calls the endpoints of each service. */
export const MANAGED_TYPES = {
  'instance-connect': 'aws_ec2_instance_connect_endpoint',
  opensearch: 'aws_opensearch_vpc_endpoint',
  'opensearch-serverless': 'aws_opensearchserverless_vpc_endpoint',
  redshift: 'aws_redshift_endpoint_access',
  'redshift-serverless': 'aws_redshiftserverless_endpoint_access',
  'network-firewall': 'aws_networkfirewall_vpc_endpoint_association',
} as const satisfies Record<ManagedEndpoint['manager'], string>;

/** Endpoints that a service manages, with what they lead to. */
export function managedResources(scene: ResolvedScene): Resource[] {
  return scene.managedEndpoints.flatMap((it) => PRINTERS[it.manager](scene, it));
}

type Printer = (scene: ResolvedScene, it: ManagedEndpoint) => Resource[];

const PRINTERS: Readonly<Record<ManagedEndpoint['manager'], Printer>> = {
  'instance-connect': (scene, it) => [
    own(
      scene,
      it,
      { subnet_id: subnets(it)[0]!, security_group_ids: groups(it) },
      { security_group_ids: attached(it), vpc_id: idOf(it.vpc) },
    ),
  ],
  opensearch: (scene, it) => [
    other(scene, 'aws_opensearch_domain', it, {
      domain_name: it.name,
      cluster_config: [{ zone_awareness_enabled: it.multiZone }],
    }),
    own(scene, it, {
      domain_arn: new Reference(`aws_opensearch_domain.${label(it.name)}`, 'arn'),
      vpc_options: [optionalArguments({ subnet_ids: subnets(it), security_group_ids: groups(it) })],
    }),
  ],
  'opensearch-serverless': (scene, it) => [
    own(scene, it, {
      name: it.name,
      vpc_id: vpcId(it.vpc),
      subnet_ids: subnets(it),
      security_group_ids: groups(it),
    }),
  ],
  redshift: (scene, it) => [
    other(scene, 'aws_redshift_cluster', it, {
      cluster_identifier: it.name,
      node_type: 'ra3.xlplus',
      port: it.port ?? undefined,
    }),
    other(scene, 'aws_redshift_subnet_group', it, { name: it.name, subnet_ids: subnets(it) }),
    own(
      scene,
      it,
      {
        endpoint_name: it.name,
        cluster_identifier: new Reference(`aws_redshift_cluster.${label(it.name)}`, 'cluster_identifier'),
        subnet_group_name: new Reference(`aws_redshift_subnet_group.${label(it.name)}`, 'id'),
        vpc_security_group_ids: groups(it),
      },
      { port: it.port ?? 5439 },
    ),
  ],
  'redshift-serverless': (scene, it) => [
    own(
      scene,
      it,
      {
        endpoint_name: it.name,
        workgroup_name: it.name,
        subnet_ids: subnets(it),
        vpc_security_group_ids: groups(it),
      },
      { port: it.port ?? 5439 },
    ),
  ],
  'network-firewall': (scene, it) => [
    other(scene, 'aws_networkfirewall_firewall', it, {
      name: it.name,
      firewall_policy_arn: `arn:aws:network-firewall:${scene.region}:${scene.account}:firewall-policy/${it.name}`,
      vpc_id: vpcId(inScene(it.firewallSubnets[0]!)!.vpc),
      subnet_mapping: it.firewallSubnets.map((each) => ({ subnet_id: referTo('aws_subnet', each) })),
    }),
    own(scene, it, {
      firewall_arn: new Reference(`aws_networkfirewall_firewall.${label(it.name)}`, 'arn'),
      vpc_id: vpcId(it.vpc),
      subnet_mapping: [{ subnet_id: subnets(it)[0]! }],
    }),
  ],
};

type Given = Readonly<Record<string, Expression | undefined>>;

function own(
  scene: ResolvedScene,
  it: ManagedEndpoint,
  given: Given,
  applied: Readonly<Record<string, Json>> = {},
): Resource {
  return managed(scene, MANAGED_TYPES[it.manager], it, {
    arguments: optionalArguments(given),
    applied: { id: it.id, ...applied },
  });
}

/** What the endpoint leads to. */
function other(scene: ResolvedScene, type: string, it: ManagedEndpoint, given: Given): Resource {
  const arn = `arn:aws:${type.slice(4).replace(/_.*/, '')}:${scene.region}:${scene.account}:${type}/${it.name}`;
  return managed(scene, type, it, { arguments: optionalArguments(given), applied: { id: it.name, arn } });
}

function subnets(it: ManagedEndpoint): Expression[] {
  return it.subnets.map((each) => referTo('aws_subnet', each));
}

function groups(it: ManagedEndpoint): Expression | undefined {
  return it.groups === 'omitted' ? undefined : it.groups.map((each) => referTo('aws_security_group', each));
}

/** Groups after apply, where AWS documents that it attaches the default one. */
function attached(it: ManagedEndpoint): Json {
  if (it.groups !== 'omitted') return it.groups.map(idOf);
  const vpc = inScene(it.vpc);
  return vpc ? [vpc.defaultGroup] : [];
}
