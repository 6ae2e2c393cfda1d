// Written by `npm run gen` from the files beside it.
import type { Rule } from '../src/engine/index.ts';
import availability_az_coverage_gap from './availability/az-coverage-gap.ts';
import availability_az_not_supported from './availability/az-not-supported.ts';
import availability_companion_az_mismatch from './availability/companion-az-mismatch.ts';
import availability_cross_region_az from './availability/cross-region-az.ts';
import availability_dead_endpoint from './availability/dead-endpoint.ts';
import availability_duplicate_az_subnets from './availability/duplicate-az-subnets.ts';
import availability_gwlb_cross_az_route from './availability/gwlb-cross-az-route.ts';
import availability_gwlb_subnet_count from './availability/gwlb-subnet-count.ts';
import availability_no_subnets from './availability/no-subnets.ts';
import availability_single_az from './availability/single-az.ts';
import availability_subnet_ip_exhausted from './availability/subnet-ip-exhausted.ts';
import change_endpoint_replaced from './change/endpoint-replaced.ts';
import change_immutable from './change/immutable.ts';
import change_private_dns_switched_on from './change/private-dns-switched-on.ts';
import coverage_deprecated_companion from './coverage/deprecated-companion.ts';
import coverage_duplicate_endpoint from './coverage/duplicate-endpoint.ts';
import coverage_interface_where_gateway_fits from './coverage/interface-where-gateway-fits.ts';
import coverage_missing_companion from './coverage/missing-companion.ts';
import coverage_nat_without_gateway_endpoint from './coverage/nat-without-gateway-endpoint.ts';
import coverage_private_api_unserved from './coverage/private-api-unserved.ts';
import coverage_quota_near from './coverage/quota-near.ts';
import coverage_repeated_across_vpcs from './coverage/repeated-across-vpcs.ts';
import coverage_required_service from './coverage/required-service.ts';
import coverage_retired_service from './coverage/retired-service.ts';
import dns_custom_resolver from './dns/custom-resolver.ts';
import dns_duplicate_zones from './dns/duplicate-zones.ts';
import dns_dynamodb_zone_override from './dns/dynamodb-zone-override.ts';
import dns_execute_api_hides_public_apis from './dns/execute-api-hides-public-apis.ts';
import dns_gateway_record_type_attributes from './dns/gateway-record-type-attributes.ts';
import dns_inbound_only_without_resolver from './dns/inbound-only-without-resolver.ts';
import dns_iot_zone_needed from './dns/iot-zone-needed.ts';
import dns_lattice_all_domains from './dns/lattice-all-domains.ts';
import dns_lattice_domain_unverified from './dns/lattice-domain-unverified.ts';
import dns_private_dns_conflict from './dns/private-dns-conflict.ts';
import dns_private_dns_disabled from './dns/private-dns-disabled.ts';
import dns_private_dns_unsupported from './dns/private-dns-unsupported.ts';
import dns_record_type_incompatible from './dns/record-type-incompatible.ts';
import dns_s3_inbound_only_needs_gateway from './dns/s3-inbound-only-needs-gateway.ts';
import dns_s3_interface_shadows_gateway from './dns/s3-interface-shadows-gateway.ts';
import dns_s3_record_type_mismatch from './dns/s3-record-type-mismatch.ts';
import dns_unverified_service_name from './dns/unverified-service-name.ts';
import dns_vpc_attributes_off from './dns/vpc-attributes-off.ts';
import dns_zone_missing_wildcard from './dns/zone-missing-wildcard.ts';
import dns_zone_shadows_services from './dns/zone-shadows-services.ts';
import dns_zone_stale_target from './dns/zone-stale-target.ts';
import dns_zone_unreachable from './dns/zone-unreachable.ts';
import dns_zone_wrong_name from './dns/zone-wrong-name.ts';
import endpoint_service_auto_accept from './endpoint-service/auto-accept.ts';
import endpoint_service_az_not_enabled from './endpoint-service/az-not-enabled.ts';
import endpoint_service_cross_region_timeout from './endpoint-service/cross-region-timeout.ts';
import endpoint_service_ipv6_without_dualstack from './endpoint-service/ipv6-without-dualstack.ts';
import endpoint_service_listeners_differ from './endpoint-service/listeners-differ.ts';
import endpoint_service_load_balancer_group from './endpoint-service/load-balancer-group.ts';
import endpoint_service_needless_accepter from './endpoint-service/needless-accepter.ts';
import endpoint_service_nlb_reused from './endpoint-service/nlb-reused.ts';
import endpoint_service_public from './endpoint-service/public.ts';
import endpoint_service_single_az_load_balancer from './endpoint-service/single-az-load-balancer.ts';
import endpoint_service_unverified_private_dns from './endpoint-service/unverified-private-dns.ts';
import endpoint_service_wildcard_principal from './endpoint-service/wildcard-principal.ts';
import policy_aws_buckets_blocked from './policy/aws-buckets-blocked.ts';
import policy_aws_resources_blocked from './policy/aws-resources-blocked.ts';
import policy_dead_statement from './policy/dead-statement.ts';
import policy_ecr_layers_blocked from './policy/ecr-layers-blocked.ts';
import policy_foreign_actions from './policy/foreign-actions.ts';
import policy_full_access from './policy/full-access.ts';
import policy_gateway_principal from './policy/gateway-principal.ts';
import policy_grants_nothing from './policy/grants-nothing.ts';
import policy_ignored_by_service from './policy/ignored-by-service.ts';
import policy_invalid_document from './policy/invalid-document.ts';
import policy_keyless_caller_blocked from './policy/keyless-caller-blocked.ts';
import policy_object_action_on_bucket_arn from './policy/object-action-on-bucket-arn.ts';
import policy_overly_broad from './policy/overly-broad.ts';
import policy_principal_unbounded from './policy/principal-unbounded.ts';
import policy_resource_unbounded from './policy/resource-unbounded.ts';
import policy_source_ip_unavailable from './policy/source-ip-unavailable.ts';
import policy_too_large from './policy/too-large.ts';
import policy_unknown_action from './policy/unknown-action.ts';
import policy_unknown_condition_key from './policy/unknown-condition-key.ts';
import policy_vacuous_condition from './policy/vacuous-condition.ts';
import policy_web_identity_blocked from './policy/web-identity-blocked.ts';
import reachability_client_egress from './reachability/client-egress.ts';
import reachability_clients_not_covered from './reachability/clients-not-covered.ts';
import reachability_default_group from './reachability/default-group.ts';
import reachability_gateway_client_egress from './reachability/gateway-client-egress.ts';
import reachability_instance_connect_egress from './reachability/instance-connect-egress.ts';
import reachability_ipv6_source_missing from './reachability/ipv6-source-missing.ts';
import reachability_nacl_blocks_return from './reachability/nacl-blocks-return.ts';
import reachability_no_client_in_group from './reachability/no-client-in-group.ts';
import reachability_no_return_route from './reachability/no-return-route.ts';
import reachability_open_ingress from './reachability/open-ingress.ts';
import reachability_service_port_not_allowed from './reachability/service-port-not-allowed.ts';
import reachability_wider_than_service from './reachability/wider-than-service.ts';
import routing_gateway_duplicate_route from './routing/gateway-duplicate-route.ts';
import routing_gateway_no_route_tables from './routing/gateway-no-route-tables.ts';
import routing_gateway_partial from './routing/gateway-partial.ts';
import routing_gateway_transit_clients from './routing/gateway-transit-clients.ts';
import routing_gwlb_asymmetric from './routing/gwlb-asymmetric.ts';
import routing_gwlb_prefix_list from './routing/gwlb-prefix-list.ts';
import routing_gwlb_unrouted from './routing/gwlb-unrouted.ts';
import transport_companion_ip_type from './transport/companion-ip-type.ts';
import transport_dynamodb_gateway_ipv6 from './transport/dynamodb-gateway-ipv6.ts';
import transport_ip_type_service_unsupported from './transport/ip-type-service-unsupported.ts';
import transport_ip_type_subnet_mismatch from './transport/ip-type-subnet-mismatch.ts';
import transport_ipv6_bypasses_gateway from './transport/ipv6-bypasses-gateway.ts';
import transport_non_tcp_assumption from './transport/non-tcp-assumption.ts';
import transport_udp_needed from './transport/udp-needed.ts';
import transport_zonal_name_used from './transport/zonal-name-used.ts';
import validity_field_not_for_type from './validity/field-not-for-type.ts';
import validity_group_vpc_mismatch from './validity/group-vpc-mismatch.ts';
import validity_missing_name_tag from './validity/missing-name-tag.ts';
import validity_not_execute_api from './validity/not-execute-api.ts';
import validity_not_shareable from './validity/not-shareable.ts';
import validity_partition_mismatch from './validity/partition-mismatch.ts';
import validity_resource_loop from './validity/resource-loop.ts';
import validity_service_region_mismatch from './validity/service-region-mismatch.ts';
import validity_shared_subnet from './validity/shared-subnet.ts';
import validity_split_associations from './validity/split-associations.ts';
import validity_type_service_mismatch from './validity/type-service-mismatch.ts';
import validity_unknown_service_name from './validity/unknown-service-name.ts';

export const rules: readonly Rule[] = [
  availability_az_coverage_gap as unknown as Rule,
  availability_az_not_supported as unknown as Rule,
  availability_companion_az_mismatch as unknown as Rule,
  availability_cross_region_az as unknown as Rule,
  availability_dead_endpoint as unknown as Rule,
  availability_duplicate_az_subnets as unknown as Rule,
  availability_gwlb_cross_az_route as unknown as Rule,
  availability_gwlb_subnet_count as unknown as Rule,
  availability_no_subnets as unknown as Rule,
  availability_single_az as unknown as Rule,
  availability_subnet_ip_exhausted as unknown as Rule,
  change_endpoint_replaced as unknown as Rule,
  change_immutable as unknown as Rule,
  change_private_dns_switched_on as unknown as Rule,
  coverage_deprecated_companion as unknown as Rule,
  coverage_duplicate_endpoint as unknown as Rule,
  coverage_interface_where_gateway_fits as unknown as Rule,
  coverage_missing_companion as unknown as Rule,
  coverage_nat_without_gateway_endpoint as unknown as Rule,
  coverage_private_api_unserved as unknown as Rule,
  coverage_quota_near as unknown as Rule,
  coverage_repeated_across_vpcs as unknown as Rule,
  coverage_required_service as unknown as Rule,
  coverage_retired_service as unknown as Rule,
  dns_custom_resolver as unknown as Rule,
  dns_duplicate_zones as unknown as Rule,
  dns_dynamodb_zone_override as unknown as Rule,
  dns_execute_api_hides_public_apis as unknown as Rule,
  dns_gateway_record_type_attributes as unknown as Rule,
  dns_inbound_only_without_resolver as unknown as Rule,
  dns_iot_zone_needed as unknown as Rule,
  dns_lattice_all_domains as unknown as Rule,
  dns_lattice_domain_unverified as unknown as Rule,
  dns_private_dns_conflict as unknown as Rule,
  dns_private_dns_disabled as unknown as Rule,
  dns_private_dns_unsupported as unknown as Rule,
  dns_record_type_incompatible as unknown as Rule,
  dns_s3_inbound_only_needs_gateway as unknown as Rule,
  dns_s3_interface_shadows_gateway as unknown as Rule,
  dns_s3_record_type_mismatch as unknown as Rule,
  dns_unverified_service_name as unknown as Rule,
  dns_vpc_attributes_off as unknown as Rule,
  dns_zone_missing_wildcard as unknown as Rule,
  dns_zone_shadows_services as unknown as Rule,
  dns_zone_stale_target as unknown as Rule,
  dns_zone_unreachable as unknown as Rule,
  dns_zone_wrong_name as unknown as Rule,
  endpoint_service_auto_accept as unknown as Rule,
  endpoint_service_az_not_enabled as unknown as Rule,
  endpoint_service_cross_region_timeout as unknown as Rule,
  endpoint_service_ipv6_without_dualstack as unknown as Rule,
  endpoint_service_listeners_differ as unknown as Rule,
  endpoint_service_load_balancer_group as unknown as Rule,
  endpoint_service_needless_accepter as unknown as Rule,
  endpoint_service_nlb_reused as unknown as Rule,
  endpoint_service_public as unknown as Rule,
  endpoint_service_single_az_load_balancer as unknown as Rule,
  endpoint_service_unverified_private_dns as unknown as Rule,
  endpoint_service_wildcard_principal as unknown as Rule,
  policy_aws_buckets_blocked as unknown as Rule,
  policy_aws_resources_blocked as unknown as Rule,
  policy_dead_statement as unknown as Rule,
  policy_ecr_layers_blocked as unknown as Rule,
  policy_foreign_actions as unknown as Rule,
  policy_full_access as unknown as Rule,
  policy_gateway_principal as unknown as Rule,
  policy_grants_nothing as unknown as Rule,
  policy_ignored_by_service as unknown as Rule,
  policy_invalid_document as unknown as Rule,
  policy_keyless_caller_blocked as unknown as Rule,
  policy_object_action_on_bucket_arn as unknown as Rule,
  policy_overly_broad as unknown as Rule,
  policy_principal_unbounded as unknown as Rule,
  policy_resource_unbounded as unknown as Rule,
  policy_source_ip_unavailable as unknown as Rule,
  policy_too_large as unknown as Rule,
  policy_unknown_action as unknown as Rule,
  policy_unknown_condition_key as unknown as Rule,
  policy_vacuous_condition as unknown as Rule,
  policy_web_identity_blocked as unknown as Rule,
  reachability_client_egress as unknown as Rule,
  reachability_clients_not_covered as unknown as Rule,
  reachability_default_group as unknown as Rule,
  reachability_gateway_client_egress as unknown as Rule,
  reachability_instance_connect_egress as unknown as Rule,
  reachability_ipv6_source_missing as unknown as Rule,
  reachability_nacl_blocks_return as unknown as Rule,
  reachability_no_client_in_group as unknown as Rule,
  reachability_no_return_route as unknown as Rule,
  reachability_open_ingress as unknown as Rule,
  reachability_service_port_not_allowed as unknown as Rule,
  reachability_wider_than_service as unknown as Rule,
  routing_gateway_duplicate_route as unknown as Rule,
  routing_gateway_no_route_tables as unknown as Rule,
  routing_gateway_partial as unknown as Rule,
  routing_gateway_transit_clients as unknown as Rule,
  routing_gwlb_asymmetric as unknown as Rule,
  routing_gwlb_prefix_list as unknown as Rule,
  routing_gwlb_unrouted as unknown as Rule,
  transport_companion_ip_type as unknown as Rule,
  transport_dynamodb_gateway_ipv6 as unknown as Rule,
  transport_ip_type_service_unsupported as unknown as Rule,
  transport_ip_type_subnet_mismatch as unknown as Rule,
  transport_ipv6_bypasses_gateway as unknown as Rule,
  transport_non_tcp_assumption as unknown as Rule,
  transport_udp_needed as unknown as Rule,
  transport_zonal_name_used as unknown as Rule,
  validity_field_not_for_type as unknown as Rule,
  validity_group_vpc_mismatch as unknown as Rule,
  validity_missing_name_tag as unknown as Rule,
  validity_not_execute_api as unknown as Rule,
  validity_not_shareable as unknown as Rule,
  validity_partition_mismatch as unknown as Rule,
  validity_resource_loop as unknown as Rule,
  validity_service_region_mismatch as unknown as Rule,
  validity_shared_subnet as unknown as Rule,
  validity_split_associations as unknown as Rule,
  validity_type_service_mismatch as unknown as Rule,
  validity_unknown_service_name as unknown as Rule,
];
