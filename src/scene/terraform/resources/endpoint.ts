import {
  dnsEntries,
  FULL_ACCESS,
  groupsAttached,
  interfacesOf,
  policyInForce,
  prefixListOf,
  privateDnsInForce,
  recordIpType,
  subnetsAttached,
  tablesAttached,
} from '../../attached.ts';
import { label } from '../../names.ts';
import { type Endpoint, inScene, type NotGiven, type ResolvedScene, type Target } from '../../resolved.ts';
import { Call, type Expression, type Json, Local, Reference } from '../expression.ts';
import type { Resource } from '../resource.ts';
import { managed, optionalArguments, referTo, vpcId } from './refer.ts';

/** VPC endpoints, with association resources where the scene wants them. */
export function endpointResources(scene: ResolvedScene, phase: 'planned' | 'applied' | 'refreshed'): Resource[] {
  return scene.endpoints.flatMap((endpoint) => [
    endpointResource(scene, endpoint, phase),
    ...(endpoint.associations === 'inline' ? [] : associations(scene, endpoint)),
    ...named(scene, endpoint),
  ]);
}

/** Argument of Terraform by the key of the scene that sets it. */
const ARGUMENT_OF: Readonly<Record<string, string>> = {
  subnets: 'subnet_ids',
  groups: 'security_group_ids',
  routeTables: 'route_table_ids',
  privateDns: 'private_dns_enabled',
  policy: 'policy',
  vpc: 'vpc_id',
};

function endpointResource(
  scene: ResolvedScene,
  endpoint: Endpoint,
  phase: 'planned' | 'applied' | 'refreshed',
): Resource {
  const separate = endpoint.associations === 'separate';
  // Two owners of one list are what `both` is about.
  const usual = Object.entries(ARGUMENT_OF).filter(
    ([key, argument]) => !endpoint.said.has(key) && !(endpoint.associations === 'both' && argument.endsWith('_ids')),
  );
  return managed(scene, 'aws_vpc_endpoint', endpoint, {
    arguments: optionalArguments({
      vpc_id: vpcId(endpoint.vpc),
      service_name: serviceName(endpoint),
      vpc_endpoint_type:
        endpoint.typeWritten === 'unknown' ? new Local('vpc_endpoint_type') : (endpoint.typeWritten ?? undefined),
      service_region: endpoint.serviceRegion ?? undefined,
      resource_configuration_arn: endpoint.resource
        ? new Reference(`aws_vpclattice_resource_configuration.${label(endpoint.name)}`, 'arn')
        : (endpoint.resourceConfigurationArn ?? undefined),
      service_network_arn: endpoint.serviceNetworkArn ?? undefined,
      subnet_ids: separate ? undefined : ids('aws_subnet', endpoint.subnets, 'subnet_ids'),
      security_group_ids: separate ? undefined : ids('aws_security_group', endpoint.groups, 'security_group_ids'),
      route_table_ids: separate ? undefined : ids('aws_route_table', endpoint.routeTables, 'route_table_ids'),
      private_dns_enabled: given(endpoint.privateDns, 'private_dns_enabled'),
      ip_address_type: endpoint.ipAddressType ?? undefined,
      subnet_configuration: subnetConfiguration(endpoint),
      dns_options: dnsOptions(endpoint),
      policy: separate ? undefined : policy(endpoint),
      auto_accept: endpoint.accepted === 'itself' ? true : undefined,
      tags: endpoint.tags ?? undefined,
    }),
    applied:
      phase === 'planned'
        ? {}
        : { ...answered(scene, endpoint), ...(separate && phase === 'applied' ? asCreated(endpoint) : {}) },
    usual: new Set(usual.map(([, argument]) => argument)),
    dependsOn: endpoint.dependsOn.map((name) => `aws_vpc_endpoint.${label(name)}`),
    createBeforeDestroy: endpoint.createBeforeDestroy,
    moved: endpoint.moved,
  });
}

function serviceName(endpoint: Endpoint): Expression | undefined {
  if (endpoint.serviceName === 'unknown') return new Local('service_name');
  const { endpointService } = endpoint;
  if (endpointService) return referTo('aws_vpc_endpoint_service', { to: endpointService }, 'service_name');
  return endpoint.serviceName ?? undefined;
}

function given(value: boolean | NotGiven, name: string): Expression | undefined {
  if (value === 'omitted') return undefined;
  return value === 'unknown' ? new Local(name) : value;
}

function ids(type: string, targets: readonly Target<object>[] | NotGiven, name: string): Expression | undefined {
  if (targets === 'omitted') return undefined;
  return targets === 'unknown' ? new Local(name) : targets.map((target) => referTo(type, target));
}

function policy(endpoint: Endpoint): Expression | undefined {
  if (endpoint.policy === 'omitted') return undefined;
  if (endpoint.policy === 'unknown') return new Local('policy');
  if (endpoint.policyDocument === null) return endpoint.policy;
  return new Call('jsonencode', endpoint.policyDocument as Json, endpoint.policy);
}

function subnetConfiguration({ addresses, subnets }: Endpoint): Expression | undefined {
  if (addresses === null || typeof subnets === 'string') return undefined;
  const blocks = subnets.flatMap((target) => {
    const ipv4 = addresses[inScene<{ name: string }>(target)?.name ?? ''];
    return ipv4 === undefined ? [] : [{ ipv4, subnet_id: referTo('aws_subnet', target) }];
  });
  return blocks.length > 0 ? blocks : undefined;
}

function dnsOptions(endpoint: Endpoint): Expression | undefined {
  const options = optionalArguments({
    dns_record_ip_type: endpoint.dnsRecordIpType ?? undefined,
    private_dns_only_for_inbound_resolver_endpoint: endpoint.onlyInboundResolver ?? undefined,
    private_dns_preference: endpoint.dnsPreference ?? undefined,
    private_dns_specified_domains: endpoint.dnsDomains ?? undefined,
  });
  return Object.keys(options).length > 0 ? [options] : undefined;
}

/** What AWS answers of it; lists sorted, as the provider keeps sets. */
function answered(scene: ResolvedScene, endpoint: Endpoint): Record<string, Json> {
  if (endpoint.typeWritten === 'unknown' || endpoint.serviceName === 'unknown') {
    throw new Error(`scene: type or service of ${endpoint.name} is unknown: only a plan can carry it (set \`inputs\`)`);
  }
  const interfaces = interfacesOf(scene, endpoint);
  return {
    id: endpoint.id,
    arn: `arn:aws:ec2:${scene.region}:${scene.account}:vpc-endpoint/${endpoint.id}`,
    owner_id: scene.account,
    state: endpoint.state,
    requester_managed: endpoint.requesterManaged,
    service_region: endpoint.serviceRegion ?? scene.region,
    ip_address_type: endpoint.ipAddressType ?? 'ipv4',
    dns_entry: dnsEntries(scene, endpoint).map(({ name, zone }) => ({ dns_name: name, hosted_zone_id: zone })),
    dns_options: [
      {
        dns_record_ip_type: recordIpType(endpoint) ?? '',
        private_dns_only_for_inbound_resolver_endpoint: endpoint.onlyInboundResolver ?? false,
        private_dns_preference: endpoint.dnsPreference ?? '',
        private_dns_specified_domains: endpoint.dnsDomains ?? [],
      },
    ],
    network_interface_ids: interfaces.map((it) => it.id).sort(),
    subnet_configuration: interfaces.map(({ address, subnet }) => ({ ipv4: address, ipv6: '', subnet_id: subnet.id })),
    subnet_ids: subnetsAttached(endpoint).sort(),
    security_group_ids: groupsAttached(endpoint).sort(),
    route_table_ids: tablesAttached(endpoint).sort(),
    prefix_list_id: prefixListOf(scene, endpoint),
    private_dns_enabled: privateDnsInForce(endpoint),
    policy: policyInForce(endpoint),
  };
}

/** With association resources the endpoint's own attributes stay as they were at its creation until the next refresh. */
function asCreated(endpoint: Endpoint): Record<string, Json> {
  return {
    subnet_ids: [],
    subnet_configuration: [],
    network_interface_ids: [],
    route_table_ids: [],
    security_group_ids: groupsAttached({ ...endpoint, groups: 'omitted' }),
    policy: FULL_ACCESS,
  };
}

function associations(scene: ResolvedScene, endpoint: Endpoint): Resource[] {
  const vpc_endpoint_id = new Reference(
    `aws_vpc_endpoint.${managed(scene, 'aws_vpc_endpoint', endpoint, none).name}`,
    'id',
  );
  const make = (what: string, name: string, more: Record<string, Expression>): Resource =>
    managed(
      scene,
      `aws_vpc_endpoint_${what}`,
      { name, given: true },
      {
        arguments: { vpc_endpoint_id, ...more },
        applied: { id: what === 'policy' ? endpoint.id : scene.id('a', what, name) },
      },
    );
  const each = (targets: Endpoint['subnets'] | Endpoint['groups'] | Endpoint['routeTables']) =>
    (typeof targets === 'string' ? [] : [...targets]).map((target) => ({
      target,
      name: `${endpoint.name}_${inScene<{ name: string }>(target)?.name ?? (target as { outside: string }).outside}`,
    }));
  const document = policy(endpoint);
  return [
    ...each(endpoint.subnets).map(({ target, name }) =>
      make('subnet_association', name, { subnet_id: referTo('aws_subnet', target) }),
    ),
    ...each(endpoint.groups).map(({ target, name }, i) =>
      make('security_group_association', name, {
        security_group_id: referTo('aws_security_group', target),
        ...(i === 0 ? { replace_default_association: true } : {}),
      }),
    ),
    ...each(endpoint.routeTables).map(({ target, name }) =>
      make('route_table_association', name, { route_table_id: referTo('aws_route_table', target) }),
    ),
    ...(document === undefined ? [] : [make('policy', endpoint.name, { policy: document })]),
  ];
}

/** Resources of others that name it: what accepts its connection, what shares it. */
function named(scene: ResolvedScene, endpoint: Endpoint): Resource[] {
  const { accepted, shared, endpointService: service } = endpoint;
  const it = { name: endpoint.name, given: true };
  const own = (attribute: string) => referTo('aws_vpc_endpoint', { to: endpoint }, attribute);
  const out: Resource[] = [];
  if (accepted === 'by-resource' && service) {
    out.push(
      managed(scene, 'aws_vpc_endpoint_connection_accepter', it, {
        arguments: {
          vpc_endpoint_service_id: referTo('aws_vpc_endpoint_service', { to: service }),
          vpc_endpoint_id: own('id'),
        },
        applied: { id: `${service.id}_${endpoint.id}`, vpc_endpoint_state: 'available' },
      }),
    );
  }
  if (shared) {
    const share = `arn:aws:ram:${scene.region}:${scene.account}:resource-share/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0`;
    out.push(
      managed(scene, 'aws_ram_resource_association', it, {
        arguments: { resource_arn: own('arn'), resource_share_arn: share },
        applied: { id: `${share},arn:aws:ec2:${scene.region}:${scene.account}:vpc-endpoint/${endpoint.id}` },
      }),
    );
  }
  return out;
}

const none = { arguments: {}, applied: {} };
