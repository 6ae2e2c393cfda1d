/**
 * Endpoints that a service manages, by the provider's own schemas, as far as scenes say it: no tool wrote documents of them
 * for the corpus.
 * Source: https://github.com/hashicorp/terraform-provider-aws, internal/service/ec2, opensearch, opensearchserverless,
 * redshift, redshiftserverless and networkfirewall
 */
import { type Attribute, block, byDefault, computed, computedList, type Schema, tags } from '../schema.ts';

function schema(attributes: Readonly<Record<string, Attribute>>): Schema {
  return { version: 0, attributes: { ...tags, arn: computed, id: computed, region: computed, ...attributes } };
}

export const MANAGED: Readonly<Record<string, Schema>> = {
  aws_ec2_instance_connect_endpoint: schema({
    security_group_ids: computedList,
    subnet_id: computed,
    vpc_id: computed,
  }),
  aws_opensearch_domain: schema({
    cluster_config: block({ zone_awareness_enabled: computed }),
    domain_name: computed,
  }),
  aws_opensearch_vpc_endpoint: schema({
    domain_arn: computed,
    vpc_options: block({ security_group_ids: computedList, subnet_ids: computedList }),
  }),
  aws_opensearchserverless_vpc_endpoint: schema({
    name: computed,
    security_group_ids: computedList,
    subnet_ids: computedList,
    vpc_id: computed,
  }),
  aws_redshift_cluster: schema({ cluster_identifier: computed, node_type: computed, port: byDefault(5439) }),
  aws_redshift_subnet_group: schema({ name: computed, subnet_ids: computedList }),
  aws_redshift_endpoint_access: schema({
    cluster_identifier: computed,
    endpoint_name: computed,
    port: computed,
    subnet_group_name: computed,
    vpc_security_group_ids: computedList,
  }),
  aws_redshiftserverless_endpoint_access: schema({
    endpoint_name: computed,
    port: computed,
    subnet_ids: computedList,
    vpc_security_group_ids: computedList,
    workgroup_name: computed,
  }),
  aws_networkfirewall_firewall: schema({
    firewall_policy_arn: computed,
    name: computed,
    subnet_mapping: block({ subnet_id: computed }),
    vpc_id: computed,
  }),
  aws_networkfirewall_vpc_endpoint_association: schema({
    firewall_arn: computed,
    subnet_mapping: block({ subnet_id: computed }),
    vpc_id: computed,
  }),
};
