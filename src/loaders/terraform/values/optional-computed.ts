import { table } from '../../../base/table.ts';
import type { Instance } from '../document/document.ts';
import { isRecord } from '../document/shapes.ts';

const BALANCER = [
  'subnets',
  'subnet_mapping',
  'ip_address_type',
  'security_groups',
  'enforce_security_group_inbound_rules_on_private_link_traffic',
];

const MACHINE = ['vpc_security_group_ids', 'network_interface', 'primary_network_interface'];

/**
 * Attributes that are both optional and computed. If left out, they plan as "known after apply", as if they were set
 * to something unknown. Only their absence from `configuration` shows it. Left out means null here: nothing given.
 * Source: the provider's schema (6.34).
 */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = table({
  aws_vpc_endpoint: [
    'subnet_ids',
    'security_group_ids',
    'route_table_ids',
    'policy',
    'private_dns_enabled',
    'ip_address_type',
    'dns_options',
    'service_region',
    'service_name',
    'subnet_configuration',
  ],
  aws_vpc: ['enable_dns_hostnames', 'ipv6_cidr_block'],
  aws_subnet: ['ipv6_cidr_block', 'cidr_block'],
  aws_security_group: ['ingress', 'egress'],
  aws_default_security_group: ['ingress', 'egress'],
  aws_security_group_rule: ['source_security_group_id'],
  aws_route: ['network_interface_id'],
  aws_route_table: ['route', 'propagating_vgws'],
  aws_default_route_table: ['route', 'propagating_vgws'],
  aws_network_acl: ['ingress', 'egress', 'subnet_ids'],
  aws_default_network_acl: ['ingress', 'egress', 'subnet_ids'],
  aws_vpc_endpoint_service: [
    'allowed_principals',
    'private_dns_name',
    'supported_regions',
    'supported_ip_address_types',
  ],
  aws_ec2_managed_prefix_list: ['entry'],
  aws_lb: BALANCER,
  aws_alb: BALANCER,
  aws_lb_listener: ['protocol', 'tcp_idle_timeout_seconds'],
  aws_alb_listener: ['protocol', 'tcp_idle_timeout_seconds'],
  aws_instance: MACHINE,
  aws_spot_instance_request: MACHINE,
  aws_network_interface: ['security_groups'],
  aws_api_gateway_rest_api: ['endpoint_configuration'],
  aws_ec2_instance_connect_endpoint: ['security_group_ids'],
  aws_opensearchserverless_vpc_endpoint: ['security_group_ids'],
  aws_redshift_endpoint_access: ['vpc_security_group_ids'],
  aws_redshiftserverless_endpoint_access: ['vpc_security_group_ids'],
});

/**
 * Whether an attribute that is absent from the configuration and unknown in the plan was simply left out.
 * This holds only for new resources: an existing resource keeps its values. (`dynamic` blocks are not in the
 * configuration. But Terraform plans the blocks of `ingress`, `egress` and `route` as known lists, even if their
 * `for_each` is not known.)
 */
export function canBeLeftOut(instance: Instance, name: string): boolean {
  return isNew(instance) && instance.mode === 'managed' && (LEFT_OUT[instance.type]?.includes(name) ?? false);
}

/** The same for an argument of a literal block: everything in its plan comes from `configuration`. */
export function isLeftOutOfBlock(instance: Instance, block: string, name: string): boolean {
  const written = instance.block?.expressions[block];
  const isWithout = (each: unknown) => isRecord(each) && !Object.hasOwn(each, name);
  return isNew(instance) && Array.isArray(written) && written.length > 0 && written.every(isWithout);
}

function isNew({ action }: Instance): boolean {
  return action === 'create' || action === 'replace';
}
