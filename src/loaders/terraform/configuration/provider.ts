/** What the AWS provider (6.34) makes of arguments that are left out, and of values of another type. */
import { table } from '../../../base/table.ts';
import { isWanted } from '../document/types.ts';
import { lit, settle, type Value } from '../values/value.ts';

/** Attributes that AWS gives, of all resources. */
const ALWAYS: readonly string[] = ['id', 'arn', 'owner_id', 'tags_all', 'region'];

/** Attributes that AWS gives, or gives where they are left out. */
const COMPUTED: Readonly<Record<string, readonly string[]>> = table({
  aws_vpc: [
    'cidr_block',
    'default_network_acl_id',
    'default_route_table_id',
    'default_security_group_id',
    'dhcp_options_id',
    'enable_dns_hostnames',
    'enable_network_address_usage_metrics',
    'ipv6_association_id',
    'ipv6_cidr_block',
    'ipv6_cidr_block_network_border_group',
    'main_route_table_id',
  ],
  aws_default_vpc: [
    'cidr_block',
    'default_network_acl_id',
    'default_route_table_id',
    'default_security_group_id',
    'dhcp_options_id',
    'existing_default_vpc',
    'instance_tenancy',
    'ipv6_association_id',
    'ipv6_cidr_block',
    'main_route_table_id',
  ],
  aws_subnet: [
    'availability_zone',
    'availability_zone_id',
    'ipv6_cidr_block',
    'ipv6_cidr_block_association_id',
    'private_dns_hostname_type_on_launch',
  ],
  aws_default_subnet: [
    'availability_zone_id',
    'cidr_block',
    'existing_default_subnet',
    'ipv6_cidr_block',
    'ipv6_cidr_block_association_id',
    'vpc_id',
  ],
  aws_security_group: ['egress', 'ingress', 'name', 'name_prefix', 'vpc_id'],
  aws_default_security_group: ['description', 'egress', 'ingress', 'name', 'name_prefix', 'vpc_id'],
  aws_security_group_rule: ['security_group_rule_id', 'source_security_group_id'],
  aws_vpc_security_group_ingress_rule: ['security_group_rule_id'],
  aws_vpc_security_group_egress_rule: ['security_group_rule_id'],
  aws_route_table: ['propagating_vgws', 'route'],
  aws_default_route_table: ['route', 'vpc_id'],
  aws_route: ['instance_id', 'instance_owner_id', 'network_interface_id', 'origin', 'state'],
  aws_main_route_table_association: ['original_route_table_id'],
  aws_vpc_endpoint: [
    'cidr_blocks',
    'dns_entry',
    'dns_options',
    'ip_address_type',
    'network_interface_ids',
    'policy',
    'prefix_list_id',
    'private_dns_enabled',
    'requester_managed',
    'route_table_ids',
    'security_group_ids',
    'service_name',
    'service_region',
    'state',
    'subnet_configuration',
    'subnet_ids',
  ],
  aws_vpc_endpoint_service: [
    'allowed_principals',
    'availability_zones',
    'base_endpoint_dns_names',
    'manages_vpc_endpoints',
    'private_dns_name',
    'private_dns_name_configuration',
    'service_name',
    'service_type',
    'state',
    'supported_ip_address_types',
    'supported_regions',
  ],
  aws_vpc_ipv4_cidr_block_association: ['cidr_block'],
  aws_vpc_ipv6_cidr_block_association: ['ip_source', 'ipv6_address_attribute', 'ipv6_cidr_block', 'ipv6_pool'],
  aws_ec2_managed_prefix_list: ['entry', 'version'],
  aws_lb: loadBalancer(),
  aws_alb: loadBalancer(),
  aws_lb_listener: ['protocol', 'ssl_policy', 'tcp_idle_timeout_seconds'],
  aws_alb_listener: ['protocol', 'ssl_policy', 'tcp_idle_timeout_seconds'],
  aws_route53_zone: ['name_servers', 'primary_name_server', 'zone_id'],
  aws_route53_zone_association: ['owning_account', 'vpc_region'],
  aws_route53_record: ['fqdn'],
  aws_route53_resolver_rule: ['share_status'],
  aws_route53profiles_profile: ['share_status', 'status', 'status_message'],
  aws_network_acl: ['egress', 'ingress', 'subnet_ids'],
  aws_default_network_acl: ['egress', 'ingress', 'subnet_ids', 'vpc_id'],
  aws_nat_gateway: [
    'association_id',
    'network_interface_id',
    'private_ip',
    'public_ip',
    'secondary_private_ip_address_count',
    'secondary_private_ip_addresses',
  ],
  aws_internet_gateway: ['vpc_id'],
  aws_vpn_gateway: ['amazon_side_asn', 'vpc_id'],
  aws_ec2_transit_gateway_vpc_attachment: ['security_group_referencing_support', 'vpc_owner_id'],
  aws_vpc_peering_connection: ['accept_status', 'accepter', 'peer_owner_id', 'peer_region', 'requester'],
  aws_instance: [
    'availability_zone',
    'private_dns',
    'private_ip',
    'security_groups',
    'subnet_id',
    'vpc_security_group_ids',
  ],
  aws_network_interface: [
    'interface_type',
    'mac_address',
    'private_dns_name',
    'private_ip',
    'private_ips',
    'security_groups',
  ],
  aws_db_instance: ['address', 'availability_zone', 'db_subnet_group_name', 'endpoint', 'vpc_security_group_ids'],
  aws_eks_cluster: ['certificate_authority', 'endpoint', 'identity', 'version'],
});

function loadBalancer(): readonly string[] {
  return [
    'arn_suffix',
    'dns_name',
    'enforce_security_group_inbound_rules_on_private_link_traffic',
    'internal',
    'ip_address_type',
    'name',
    'name_prefix',
    'security_groups',
    'subnet_mapping',
    'subnets',
    'vpc_id',
    'zone_id',
  ];
}

/** Defaults that a plan shows. */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = table({
  aws_vpc: { enable_dns_support: true, instance_tenancy: 'default' },
  aws_default_vpc: { enable_dns_hostnames: true, enable_dns_support: true },
  aws_subnet: { assign_ipv6_address_on_creation: false, ipv6_native: false, map_public_ip_on_launch: false },
  aws_default_subnet: { ipv6_native: false, map_public_ip_on_launch: true },
  aws_vpc_endpoint: { vpc_endpoint_type: 'Gateway' },
  aws_vpc_endpoint_security_group_association: { replace_default_association: false },
  aws_lb: { load_balancer_type: 'application', enable_cross_zone_load_balancing: false },
  aws_alb: { load_balancer_type: 'application', enable_cross_zone_load_balancing: false },
  aws_nat_gateway: { connectivity_type: 'public' },
  aws_security_group_rule: { self: false },
});

/** Types of which a few arguments are read: these are null where they are left out, and of the others any may be computed. */
const READ: Readonly<Record<string, readonly string[]>> = table({
  aws_eks_node_group: ['cluster_name', 'subnet_ids'],
  aws_eks_fargate_profile: ['cluster_name', 'subnet_ids'],
  aws_eks_pod_identity_association: ['cluster_name'],
  aws_iam_openid_connect_provider: ['url'],
  aws_ecs_task_definition: ['container_definitions', 'task_role_arn'],
  aws_lambda_event_source_mapping: ['event_source_arn', 'provisioned_poller_config', 'source_access_configuration'],
  aws_msk_cluster: ['broker_node_group_info'],
  aws_msk_serverless_cluster: ['vpc_config'],
  aws_sagemaker_domain: ['app_network_access_type', 'subnet_ids'],
  aws_vpclattice_resource_configuration: [
    'custom_domain_name',
    'domain_verification_id',
    'resource_configuration_definition',
    'resource_gateway_identifier',
  ],
  aws_vpclattice_resource_gateway: ['resource_config_dns_resolution', 'vpc_id'],
  aws_api_gateway_rest_api: ['body', 'endpoint_configuration'],
  aws_ec2_instance_connect_endpoint: ['security_group_ids', 'subnet_id'],
  aws_opensearch_domain: ['cluster_config', 'vpc_options'],
  aws_opensearch_vpc_endpoint: ['domain_arn', 'vpc_options'],
  aws_opensearchserverless_vpc_endpoint: ['security_group_ids', 'subnet_ids', 'vpc_id'],
  aws_redshift_cluster: ['cluster_identifier', 'port', 'vpc_security_group_ids'],
  aws_redshift_subnet_group: ['name', 'subnet_ids'],
  aws_redshift_endpoint_access: ['cluster_identifier', 'subnet_group_name', 'vpc_security_group_ids'],
  aws_redshiftserverless_endpoint_access: ['subnet_ids', 'vpc_security_group_ids'],
  aws_networkfirewall_firewall: ['subnet_mapping'],
  aws_networkfirewall_vpc_endpoint_association: ['firewall_arn', 'subnet_mapping', 'vpc_id'],
  aws_api_gateway_domain_name_access_association: ['access_association_source'],
  aws_iam_role: ['inline_policy'],
  aws_iam_role_policy: ['policy', 'role'],
  aws_iam_role_policy_attachment: ['policy_arn', 'role'],
  aws_iam_policy: ['policy'],
});

const POLICY_DOCUMENT = ['id', 'json', 'minified_json'];

/** Whether an attribute that is left out is known only after apply. Of types that are not read here any may be. */
export function isComputed(type: string, mode: 'managed' | 'data', name: string): boolean {
  if (mode === 'data' && type === 'aws_iam_policy_document') return POLICY_DOCUMENT.includes(name);
  if (mode === 'data' || !isWanted(type, mode)) return true;
  const read = READ[type];
  if (read) return !read.includes(name);
  return ALWAYS.includes(name) || (COMPUTED[type]?.includes(name) ?? false);
}

/** The provider's default of an argument that is left out. */
export function defaultOf(type: string, name: string): Value | undefined {
  const defaults = DEFAULTS[type];
  return defaults && Object.hasOwn(defaults, name) ? lit(defaults[name]) : undefined;
}

const NUMBERS: ReadonlySet<string> = new Set([
  'from_port',
  'to_port',
  'port',
  'rule_no',
  'rule_number',
  'icmp_code',
  'icmp_type',
  'max_entries',
  'ttl',
  'tcp_idle_timeout_seconds',
  'idle_timeout',
  'ipv4_netmask_length',
  'ipv6_netmask_length',
  'desired_count',
  'timeout',
]);

/** A value as the provider takes it: `protocol = -1` is the text `-1`, `from_port = "443"` a number. */
export function asTaken(name: string, value: Value): Value {
  switch (value.k) {
    case 'lit':
      return { ...value, v: plainAsTaken(name, value.v) };
    case 'list':
      return settle({ ...value, items: value.items.map((item) => asTaken(name, item)) });
    case 'object':
      return settle({
        ...value,
        members: new Map([...value.members].map(([key, member]) => [key, asTaken(innerName(name, key), member)])),
      });
    case 'one':
      return { ...value, options: value.options.map((option) => asTaken(name, option)) };
    case 'some':
      return {
        ...value,
        sure: value.sure.map((item) => asTaken(name, item)),
        maybe: value.maybe.map((item) => asTaken(name, item)),
      };
    default:
      return value;
  }
}

/** Keys of tags are not arguments. */
function innerName(name: string, key: string): string {
  return name === 'tags' || name === 'tags_all' ? name : key;
}

function plainAsTaken(name: string, v: unknown): unknown {
  if (Array.isArray(v)) return v.map((item) => plainAsTaken(name, item));
  if (typeof v === 'object' && v !== null)
    return Object.fromEntries(Object.entries(v).map(([key, item]) => [key, plainAsTaken(innerName(name, key), item)]));
  if (NUMBERS.has(name)) return typeof v === 'string' && v.trim() !== '' && !Number.isNaN(Number(v)) ? Number(v) : v;
  if (typeof v === 'number') return String(v);
  if (name === 'tags' || name === 'tags_all') return typeof v === 'boolean' ? String(v) : v;
  return v === 'true' || v === 'false' ? asBool(name, v) : v;
}

const BOOLS =
  /^(?:self|internal|egress|acceptance_required|auto_accept|private_dns_.*|enable_.*|replace_default_association|ipv6_native|map_.*|private_zone|zone_awareness_enabled|source_dest_check|revoke_.*|assign_.*|evaluate_target_health|allow_overwrite|force_destroy)$/;

function asBool(name: string, v: string): unknown {
  return BOOLS.test(name) ? v === 'true' : v;
}
