/**
 * Private APIs and VPC Lattice, by the provider's own schemas, as far as scenes say it: no tool wrote documents of them.
 * Source: https://github.com/hashicorp/terraform-provider-aws, internal/service/apigateway and vpclattice
 */
import { type Attribute, block, computed, computedList, optional, type Schema } from '../schema.ts';

function schema(attributes: Readonly<Record<string, Attribute>>): Schema {
  return { version: 0, attributes: { arn: computed, id: computed, region: computed, ...attributes } };
}

export const NAMING: Readonly<Record<string, Schema>> = {
  aws_api_gateway_rest_api: schema({
    body: optional(),
    endpoint_configuration: block({ types: computedList, vpc_endpoint_ids: computedList }),
    name: computed,
  }),
  aws_api_gateway_domain_name_access_association: schema({
    access_association_source: computed,
    access_association_source_type: computed,
    domain_name_arn: computed,
  }),
  aws_vpclattice_resource_gateway: schema({
    name: computed,
    resource_config_dns_resolution: optional(),
    vpc_id: computed,
  }),
  aws_vpclattice_resource_configuration: schema({
    custom_domain_name: optional(),
    domain_verification_id: optional(),
    name: computed,
    resource_configuration_definition: block({
      dns_resource: block({ domain_name: computed, ip_address_type: computed }),
      ip_resource: block({ ip_address: computed }),
    }),
    resource_gateway_identifier: optional(),
  }),
};
