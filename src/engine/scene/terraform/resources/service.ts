import { label, zoneNamed } from '../../names.ts';
import { idOf, inScene, type ResolvedScene, type Service } from '../../resolved.ts';
import { Reference } from '../expression.ts';
import type { Resource } from '../resource.ts';
import { managed, optionalArguments, referTo } from './refer.ts';

/** Endpoint services of the account with their load balancers, and what AWS says of other services. */
export function serviceResources(scene: ResolvedScene): Resource[] {
  return [
    ...scene.services.flatMap((service) => [loadBalancer(scene, service), endpointService(scene, service)]),
    ...serviceData(scene),
  ];
}

function loadBalancer(scene: ResolvedScene, service: Service): Resource {
  const network = service.type === 'network';
  const subnet = service.subnets.map(inScene).find((it) => it !== undefined);
  return managed(scene, 'aws_lb', service, {
    arguments: optionalArguments({
      name: service.name,
      internal: network ? true : undefined,
      load_balancer_type: service.type,
      subnets: service.subnets.map((target) => referTo('aws_subnet', target)),
    }),
    planned: network ? { dns_record_client_routing_policy: 'any_availability_zone', enable_zonal_shift: false } : {},
    applied: {
      id: service.loadBalancerArn,
      arn: service.loadBalancerArn,
      arn_suffix: service.loadBalancerArn.split(':loadbalancer/')[1]!,
      dns_name: `${service.name}-1.elb.${scene.region}.amazonaws.com`,
      zone_id: 'Z26RNL4JYFTOTI',
      access_logs: [{ bucket: '', enabled: false, prefix: '' }],
      ...(network ? {} : { internal: false, secondary_ips_auto_assigned_per_subnet: null }),
      ip_address_type: 'ipv4',
      subnets: service.subnets.map(idOf).sort(),
      subnet_mapping: service.subnets.map((target) => ({
        allocation_id: '',
        ipv6_address: '',
        outpost_id: '',
        private_ipv4_address: '',
        subnet_id: idOf(target),
      })),
      vpc_id: subnet ? idOf(subnet.vpc) : '',
    },
  });
}

function endpointService(scene: ResolvedScene, service: Service): Resource {
  const list = [new Reference(`aws_lb.${label(service.name)}`, 'arn')];
  const network = service.type === 'network';
  return managed(scene, 'aws_vpc_endpoint_service', service, {
    arguments: optionalArguments({
      acceptance_required: service.acceptanceRequired,
      network_load_balancer_arns: network ? list : undefined,
      gateway_load_balancer_arns: network ? undefined : list,
      allowed_principals: service.principals.length > 0 ? service.principals : undefined,
      private_dns_name: service.privateDnsName ?? undefined,
      supported_ip_address_types: service.ipAddressTypes ?? undefined,
      tags: service.tags ?? undefined,
    }),
    applied: {
      id: service.id,
      arn: `arn:aws:ec2:${scene.region}:${scene.account}:vpc-endpoint-service/${service.id}`,
      availability_zones: service.zones,
      base_endpoint_dns_names: [`${service.id}.${scene.region}.vpce.amazonaws.com`],
      private_dns_name_configuration: service.privateDnsName === null ? [] : [{ ...verification(service) }],
      service_name: service.serviceName,
      service_type: network ? 'Interface' : 'GatewayLoadBalancer',
      state: 'Available',
      supported_ip_address_types: service.ipAddressTypes ?? ['ipv4'],
    },
  });
}

/** How an owner proves a private name: a TXT record. */
function verification(service: Service) {
  return {
    name: `_${service.id.slice(-8)}`,
    state: service.privateDnsState ?? '',
    type: 'TXT',
    value: `vpce:${service.id}`,
  };
}

function serviceData(scene: ResolvedScene): Resource[] {
  return Object.entries(scene.serviceDetails).map(([serviceName, detail]) => {
    const prefix = `com.amazonaws.${scene.region}.`;
    const ofAws = serviceName.startsWith(prefix);
    const names = detail.privateDnsNames ?? [];
    const zones = detail.zones ?? ['a', 'b', 'c', 'd', 'e', 'f'];
    const id = scene.id('vpce-svc', serviceName);
    return {
      mode: 'data',
      type: 'aws_vpc_endpoint_service',
      name: label(serviceName.split('.').at(-1)!),
      arguments: optionalArguments({
        service: ofAws ? serviceName.slice(prefix.length) : undefined,
        service_name: ofAws ? undefined : serviceName,
        service_type: detail.type,
      }),
      planned: {},
      applied: {
        region: scene.region,
        arn: `arn:aws:ec2:${scene.region}:${scene.account}:vpc-endpoint-service/${id}`,
        availability_zones: zones.map((zone) => zoneNamed(zone, scene.region).name),
        base_endpoint_dns_names: [`${serviceName.split('.').slice(3).join('.')}.${scene.region}.vpce.amazonaws.com`],
        id: '140981279',
        owner: detail.owner ?? 'amazon',
        private_dns_name: names[0] ?? '',
        private_dns_names: names,
        service_id: id,
        service_name: serviceName,
        service_type: detail.type ?? 'Interface',
        service_region: scene.region,
        supported_ip_address_types: detail.ipAddressTypes ?? ['ipv4'],
        vpc_endpoint_policy_supported: detail.policySupported ?? true,
      },
      usual: 'all',
    } satisfies Resource;
  });
}
