/**
 * What runs in a VPC, by the provider's own schemas, as far as scenes say it: no tool wrote documents of them for the corpus.
 * Source: https://github.com/hashicorp/terraform-provider-aws, internal/service/eks, ecs, lambda, kafka, sagemaker and iam
 */
import { type Attribute, block, computed, computedList, optional, type Schema, tags } from '../schema.ts';

const region = computed;

function schema(attributes: Readonly<Record<string, Attribute>>): Schema {
  return { version: 0, attributes: { ...tags, arn: computed, id: computed, region, ...attributes } };
}

const network = { security_group_ids: computedList, subnet_ids: computedList };

export const WORKLOADS: Readonly<Record<string, Schema>> = {
  aws_eks_cluster: schema({
    identity: { ...computedList, nested: { oidc: { ...computedList, nested: { issuer: computed } } } },
    name: computed,
    role_arn: computed,
    vpc_config: block(network),
  }),
  aws_eks_node_group: schema({
    cluster_name: computed,
    node_group_name: computed,
    node_role_arn: computed,
    subnet_ids: computedList,
  }),
  aws_eks_fargate_profile: schema({
    cluster_name: computed,
    fargate_profile_name: computed,
    pod_execution_role_arn: computed,
    subnet_ids: computedList,
  }),
  aws_iam_openid_connect_provider: schema({ client_id_list: computedList, url: computed }),
  aws_ecs_task_definition: schema({
    container_definitions: computed,
    family: computed,
    network_mode: computed,
    requires_compatibilities: computedList,
    task_role_arn: optional(),
  }),
  aws_ecs_service: schema({
    launch_type: computed,
    name: computed,
    network_configuration: block({ security_groups: computedList, subnets: computedList }),
    task_definition: optional(),
  }),
  aws_lambda_function: schema({ function_name: computed, role: computed, vpc_config: block(network) }),
  aws_msk_cluster: schema({
    broker_node_group_info: block({ client_subnets: computedList, security_groups: computedList }),
    cluster_name: computed,
  }),
  aws_lambda_event_source_mapping: schema({
    event_source_arn: optional(),
    function_name: computed,
    provisioned_poller_config: block({ minimum_pollers: computed }),
    source_access_configuration: block({ type: computed, uri: computed }),
  }),
  aws_sagemaker_domain: schema({
    app_network_access_type: optional(),
    domain_name: computed,
    subnet_ids: computedList,
    vpc_id: computed,
  }),
  aws_iam_role: schema({ assume_role_policy: computed, name: computed }),
  aws_iam_role_policy: schema({ name: computed, policy: computed, role: computed }),
};
