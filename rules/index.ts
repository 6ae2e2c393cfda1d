// Written by `npm run gen` from the files beside it.
import type { Rule } from '../src/engine/index.ts';
import availability_duplicate_az_subnets from './availability/duplicate-az-subnets.ts';
import availability_gwlb_subnet_count from './availability/gwlb-subnet-count.ts';
import availability_no_subnets from './availability/no-subnets.ts';
import availability_single_az from './availability/single-az.ts';
import dns_private_dns_conflict from './dns/private-dns-conflict.ts';
import dns_private_dns_disabled from './dns/private-dns-disabled.ts';
import dns_private_dns_unsupported from './dns/private-dns-unsupported.ts';
import dns_vpc_attributes_off from './dns/vpc-attributes-off.ts';
import endpoint_service_public from './endpoint-service/public.ts';
import policy_full_access from './policy/full-access.ts';
import policy_gateway_principal from './policy/gateway-principal.ts';
import policy_invalid_document from './policy/invalid-document.ts';
import policy_overly_broad from './policy/overly-broad.ts';
import reachability_default_group from './reachability/default-group.ts';
import reachability_open_ingress from './reachability/open-ingress.ts';
import reachability_service_port_not_allowed from './reachability/service-port-not-allowed.ts';
import routing_gateway_no_route_tables from './routing/gateway-no-route-tables.ts';
import transport_non_tcp_assumption from './transport/non-tcp-assumption.ts';
import validity_group_vpc_mismatch from './validity/group-vpc-mismatch.ts';
import validity_service_region_mismatch from './validity/service-region-mismatch.ts';
import validity_type_service_mismatch from './validity/type-service-mismatch.ts';

export const rules: readonly Rule[] = [
  availability_duplicate_az_subnets as unknown as Rule,
  availability_gwlb_subnet_count as unknown as Rule,
  availability_no_subnets as unknown as Rule,
  availability_single_az as unknown as Rule,
  dns_private_dns_conflict as unknown as Rule,
  dns_private_dns_disabled as unknown as Rule,
  dns_private_dns_unsupported as unknown as Rule,
  dns_vpc_attributes_off as unknown as Rule,
  endpoint_service_public as unknown as Rule,
  policy_full_access as unknown as Rule,
  policy_gateway_principal as unknown as Rule,
  policy_invalid_document as unknown as Rule,
  policy_overly_broad as unknown as Rule,
  reachability_default_group as unknown as Rule,
  reachability_open_ingress as unknown as Rule,
  reachability_service_port_not_allowed as unknown as Rule,
  routing_gateway_no_route_tables as unknown as Rule,
  transport_non_tcp_assumption as unknown as Rule,
  validity_group_vpc_mismatch as unknown as Rule,
  validity_service_region_mismatch as unknown as Rule,
  validity_type_service_mismatch as unknown as Rule,
];
