/**
 * The VPC resolver and Route 53 Profiles, by the provider's own schemas: no tool wrote documents of them for the corpus.
 * Source: https://github.com/hashicorp/terraform-provider-aws, internal/service/route53resolver and route53profiles
 */
import { block, computed, computedList, optional, type Schema, tags } from '../schema.ts';

const timeouts = optional();
const region = computed;

export const RESOLVER: Readonly<Record<string, Schema>> = {
  aws_route53_resolver_rule: {
    version: 0,
    attributes: {
      ...tags,
      arn: computed,
      domain_name: computed,
      id: computed,
      name: optional(''),
      owner_id: computed,
      region,
      resolver_endpoint_id: optional(''),
      rule_type: computed,
      share_status: computed,
      target_ip: block({ ip: computed, ipv6: computed, port: computed, protocol: computed }),
      timeouts,
    },
  },
  aws_route53_resolver_endpoint: {
    version: 0,
    attributes: {
      ...tags,
      arn: computed,
      direction: computed,
      id: computed,
      ip_address: block({ ip: computed, ip_id: computed, ipv6: computed, subnet_id: computed }),
      region,
      security_group_ids: computedList,
    },
  },
  aws_route53_resolver_rule_association: {
    version: 0,
    attributes: { id: computed, name: optional(''), region, resolver_rule_id: computed, timeouts, vpc_id: computed },
  },
  aws_route53profiles_profile: {
    version: 0,
    attributes: {
      ...tags,
      arn: computed,
      id: computed,
      name: computed,
      owner_id: computed,
      region,
      share_status: computed,
      status: computed,
      status_message: computed,
      timeouts,
    },
  },
  aws_route53profiles_association: {
    version: 0,
    attributes: {
      id: computed,
      name: computed,
      owner_id: computed,
      profile_id: computed,
      region,
      resource_id: computed,
      status: computed,
      status_message: computed,
      timeouts,
    },
  },
  aws_route53profiles_resource_association: {
    version: 0,
    attributes: {
      id: computed,
      name: computed,
      owner_id: computed,
      profile_id: computed,
      region,
      resource_arn: computed,
      resource_properties: optional(),
      resource_type: computed,
      status: computed,
      status_message: computed,
      timeouts,
    },
  },
};
