/** Route 53. */
import { UNKNOWN } from '../expression.ts';
import {
  block,
  byDefault,
  computed,
  computedList,
  computedText,
  optional,
  optionalList,
  type Schema,
  tags,
} from '../schema.ts';

const timeouts = optional();
const none = byDefault([]);

export const DNS: Readonly<Record<string, Schema>> = {
  aws_route53_zone: {
    version: 0,
    attributes: {
      ...tags,
      arn: computed,
      comment: byDefault('Managed by Terraform'),
      delegation_set_id: optional(''),
      enable_accelerated_recovery: { ...computed, applied: false },
      force_destroy: byDefault(false),
      id: computed,
      name: computed,
      name_servers: computedList,
      primary_name_server: computedText,
      timeouts,
      vpc: block({ vpc_id: computed, vpc_region: computed }),
      zone_id: computed,
    },
  },
  aws_route53_record: {
    version: 2,
    attributes: {
      alias: block({ evaluate_target_health: computed, name: computed, zone_id: computed }),
      allow_overwrite: computed,
      cidr_routing_policy: none,
      failover_routing_policy: none,
      fqdn: computed,
      geolocation_routing_policy: none,
      geoproximity_routing_policy: none,
      health_check_id: optional(''),
      id: computed,
      latency_routing_policy: none,
      multivalue_answer_routing_policy: optional(false),
      name: computed,
      records: optionalList,
      set_identifier: optional(''),
      timeouts,
      ttl: optional(0),
      type: computed,
      weighted_routing_policy: none,
      zone_id: computed,
    },
  },
};

/** What the data source of an endpoint service holds, in a plan's prior state and in a state. */
export const SERVICE_DATA: Schema = {
  version: 0,
  attributes: {
    acceptance_required: { ...computed, applied: false },
    arn: computed,
    availability_zones: computedList,
    base_endpoint_dns_names: computedList,
    filter: { ...optionalList, unset: UNKNOWN },
    id: computed,
    manages_vpc_endpoints: { ...computed, applied: false },
    owner: computed,
    private_dns_name: computedText,
    private_dns_names: computedList,
    region: computed,
    service: optional(),
    service_id: computed,
    service_name: computed,
    service_region: computed,
    service_regions: optionalList,
    service_type: computed,
    supported_ip_address_types: computedList,
    tags: { unset: UNKNOWN, applied: {}, shape: 'map' },
    timeouts,
    vpc_endpoint_policy_supported: computed,
  },
};
