import { label, zoneNamed } from '../../names.ts';
import { idOf, inScene, type LoadBalancer, type ResolvedScene, type Service } from '../../resolved.ts';
import { Reference } from '../expression.ts';
import type { Resource } from '../resource.ts';
import { managed, optionalArguments, referTo } from './refer.ts';

/** Endpoint services of the account, load balancers, and AWS's description of other services. */
export function serviceResources(scene: ResolvedScene): Resource[] {
  return [
    ...scene.loadBalancers.flatMap((it) => [loadBalancer(scene, it), ...listeners(scene, it)]),
    ...scene.services.map((service) => endpointService(scene, service)),
    ...serviceData(scene),
  ];
}

function loadBalancer(scene: ResolvedScene, it: LoadBalancer): Resource {
  const network = it.type === 'network';
  const subnet = it.subnets.map(inScene).find((one) => one !== undefined);
  return managed(scene, 'aws_lb', it, {
    arguments: optionalArguments({
      name: it.name,
      internal: network ? true : undefined,
      ip_address_type: it.ipAddressType ?? undefined,
      load_balancer_type: it.type,
      subnets: it.subnets.map((target) => referTo('aws_subnet', target)),
      security_groups:
        it.groups.length > 0 ? it.groups.map((target) => referTo('aws_security_group', target)) : undefined,
      enforce_security_group_inbound_rules_on_private_link_traffic:
        it.enforced === null ? undefined : it.enforced ? 'on' : 'off',
    }),
    planned: network ? { dns_record_client_routing_policy: 'any_availability_zone', enable_zonal_shift: false } : {},
    applied: {
      id: it.arn,
      arn: it.arn,
      arn_suffix: it.arn.split(':loadbalancer/')[1]!,
      dns_name: `${it.name}-1.elb.${scene.region}.amazonaws.com`,
      zone_id: 'Z26RNL4JYFTOTI',
      access_logs: [{ bucket: '', enabled: false, prefix: '' }],
      ...(network ? {} : { internal: false, secondary_ips_auto_assigned_per_subnet: null }),
      ip_address_type: it.ipAddressType ?? 'ipv4',
      ...(it.groups.length > 0
        ? {
            security_groups: it.groups.map(idOf).sort(),
            enforce_security_group_inbound_rules_on_private_link_traffic: it.enforced === false ? 'off' : 'on',
          }
        : {}),
      subnets: it.subnets.map(idOf).sort(),
      subnet_mapping: it.subnets.map((target) => ({
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

function listeners(scene: ResolvedScene, it: LoadBalancer): Resource[] {
  // The target group is created elsewhere: rules do not ask for it.
  const targetGroup = `${it.arn.split(':loadbalancer/')[0]}:targetgroup/${it.name}/0123456789abcdef`;
  return it.listeners.map((listener, i) =>
    managed(
      scene,
      'aws_lb_listener',
      { name: `${it.name}_${i + 1}`, given: true },
      {
        arguments: optionalArguments({
          load_balancer_arn: new Reference(`aws_lb.${label(it.name)}`, 'arn'),
          port: listener.port,
          default_action: [{ type: 'forward', target_group_arn: targetGroup }],
          protocol: listener.protocol,
          tcp_idle_timeout_seconds: listener.idleTimeout ?? undefined,
        }),
        applied: {
          id: listener.arn,
          arn: listener.arn,
          ssl_policy: 'ELBSecurityPolicy-2016-08',
          tcp_idle_timeout_seconds: listener.idleTimeout ?? 350,
        },
      },
    ),
  );
}

function endpointService(scene: ResolvedScene, service: Service): Resource {
  const list = service.loadBalancers.map((it) => new Reference(`aws_lb.${label(it.name)}`, 'arn'));
  const network = service.type === 'network';
  return managed(scene, 'aws_vpc_endpoint_service', service, {
    arguments: optionalArguments({
      acceptance_required: service.acceptanceRequired,
      network_load_balancer_arns: network ? list : undefined,
      gateway_load_balancer_arns: network ? undefined : list,
      allowed_principals: service.principals.length > 0 ? service.principals : undefined,
      private_dns_name: service.privateDnsName ?? undefined,
      supported_ip_address_types: service.ipAddressTypes ?? undefined,
      supported_regions: service.supportedRegions.length > 0 ? service.supportedRegions : undefined,
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
