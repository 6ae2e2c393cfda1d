/** The Terraform resource types of the model. We skip all other types. */
const NETWORK_TYPES = [
  'aws_vpc',
  'aws_default_vpc',
  'aws_subnet',
  'aws_default_subnet',
  'aws_security_group',
  'aws_default_security_group',
  'aws_security_group_rule',
  'aws_vpc_security_group_ingress_rule',
  'aws_vpc_security_group_egress_rule',
  'aws_route_table',
  'aws_default_route_table',
  'aws_route_table_association',
  'aws_main_route_table_association',
  'aws_route',
  'aws_vpn_gateway_route_propagation',
  'aws_vpc_endpoint',
  'aws_vpc_endpoint_subnet_association',
  'aws_vpc_endpoint_route_table_association',
  'aws_vpc_endpoint_security_group_association',
  'aws_vpc_endpoint_policy',
  'aws_vpc_endpoint_private_dns',
  'aws_vpc_endpoint_service',
  'aws_vpc_endpoint_service_allowed_principal',
  'aws_vpc_endpoint_service_private_dns_verification',
  'aws_vpc_endpoint_connection_accepter',
  'aws_ram_resource_association',
  'aws_vpc_ipv4_cidr_block_association',
  'aws_vpc_ipv6_cidr_block_association',
  'aws_ec2_managed_prefix_list',
  'aws_ec2_managed_prefix_list_entry',
  'aws_lb',
  'aws_alb',
  'aws_lb_listener',
  'aws_alb_listener',
  'aws_route53_zone',
  'aws_route53_zone_association',
  'aws_route53_record',
  'aws_route53_resolver_endpoint',
  'aws_route53_resolver_rule',
  'aws_route53_resolver_rule_association',
  'aws_route53profiles_profile',
  'aws_route53profiles_association',
  'aws_route53profiles_resource_association',
  'aws_network_acl',
  'aws_default_network_acl',
  'aws_network_acl_rule',
  'aws_network_acl_association',
  'aws_vpc_dhcp_options',
  'aws_vpc_dhcp_options_association',
  'aws_vpc_security_group_vpc_association',
  'aws_vpc_block_public_access_options',
  'aws_vpc_block_public_access_exclusion',
  'aws_nat_gateway',
  'aws_internet_gateway',
  'aws_internet_gateway_attachment',
  'aws_egress_only_internet_gateway',
  'aws_ec2_transit_gateway_vpc_attachment',
  'aws_vpc_peering_connection',
  'aws_vpn_gateway',
  'aws_vpn_gateway_attachment',
  'aws_networkmanager_vpc_attachment',
  'aws_ec2_client_vpn_network_association',
  'aws_instance',
  'aws_network_interface',
  'aws_network_interface_sg_attachment',
  'aws_lambda_function',
  'aws_ecs_service',
  'aws_ecs_cluster',
  'aws_eks_cluster',
  'aws_db_instance',
  'aws_spot_instance_request',
  'aws_launch_template',
  'aws_launch_configuration',
  'aws_elb',
  'aws_synthetics_canary',
  'aws_codebuild_project',
  'aws_sagemaker_model',
  'aws_sagemaker_notebook_instance',
  'aws_batch_compute_environment',
  'aws_mwaa_environment',
  'aws_glue_connection',
  'aws_apprunner_vpc_connector',
  'aws_imagebuilder_infrastructure_configuration',
  'aws_dms_replication_instance',
  'aws_msk_cluster',
  'aws_rds_cluster',
  'aws_elasticache_cluster',
  'aws_elasticache_replication_group',
  'aws_opensearch_domain',
  'aws_elasticsearch_domain',
  'aws_efs_mount_target',
  'aws_ec2_instance_connect_endpoint',
  'aws_opensearch_vpc_endpoint',
  'aws_opensearchserverless_vpc_endpoint',
  'aws_redshift_endpoint_access',
  'aws_redshift_cluster',
  'aws_redshift_subnet_group',
  'aws_redshiftserverless_endpoint_access',
  'aws_networkfirewall_firewall',
  'aws_networkfirewall_vpc_endpoint_association',
  'aws_eks_node_group',
  'aws_eks_fargate_profile',
  'aws_eks_pod_identity_association',
  'aws_iam_openid_connect_provider',
  'aws_ecs_task_definition',
  'aws_lambda_event_source_mapping',
  'aws_msk_serverless_cluster',
  'aws_sagemaker_domain',
  'aws_vpclattice_resource_configuration',
  'aws_vpclattice_resource_gateway',
  'aws_api_gateway_rest_api',
  'aws_api_gateway_domain_name_access_association',
  'aws_iam_role',
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_iam_policy',
] as const;

/** Endpoints of other providers, which we cannot read: we only report that they exist. */
export const UNREAD = 'awscc_ec2_vpc_endpoint';

const WANTED: ReadonlySet<string> = new Set([...NETWORK_TYPES, UNREAD]);

/** Whether instances of this type are read. Data sources are always read where they are of AWS: others refer to them. */
export function isWanted(type: string, mode: string | undefined): boolean {
  return WANTED.has(type) || (mode === 'data' && type.startsWith('aws_'));
}

const POLICIES_OF_ROLES: ReadonlySet<string> = new Set([
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_iam_policy',
]);

/** Types whose roles are asked what they allow. */
const ASKED_FOR_ROLES: ReadonlySet<unknown> = new Set(['aws_lambda_function', 'aws_ecs_task_definition']);

/** Whether a resource says what a role may do. Documents with many of them are read without them where nothing asks. */
export function isPolicyOfRole(type: string, mode: string | undefined): boolean {
  return mode !== 'data' && POLICIES_OF_ROLES.has(type);
}

/** Whether a document with a resource of this type is read with the policies of roles. */
export function hasPoliciesOfRoles(type: unknown): boolean {
  return ASKED_FOR_ROLES.has(type);
}
