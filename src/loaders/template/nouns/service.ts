import {
  type Bag,
  bag,
  type EndpointService,
  type Fact,
  known,
  type Listener,
  type LoadBalancer,
  openBag,
  type PrivateDnsProof,
  type Ref,
  type SecurityGroup,
  type Subnet,
  unknown,
  whyOpen,
} from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { because, booleanOf, numberOf, text } from '../values/value.ts';
import { nounOf } from './base.ts';
import type { Registry } from './registry.ts';
import { fact, number, optional, texts, type View, views, whose } from './view.ts';

/** `AWS::EC2::VPCEndpointService` with its permissions. */
export function endpointServiceOf(resource: Resource, registry: Registry): EndpointService {
  const view = registry.view(resource);
  const { at } = resource;
  const network = registry.refs<LoadBalancer>(view, 'NetworkLoadBalancerArns', 'load-balancer');
  const gateway = registry.refs<LoadBalancer>(view, 'GatewayLoadBalancerArns', 'load-balancer');
  const privateDnsName = optional(view, 'PrivateDnsName');
  return {
    ...nounOf(resource, registry),
    kind: 'endpoint-service',
    serviceName: unknown(`the service name of ${resource.address} is known only after deployment`, at),
    endpointType: endpointTypeOf(network, gateway, at),
    acceptanceRequired: fact(view, 'AcceptanceRequired', (value) => booleanOf(value)),
    get principals() {
      return principalsOf(this, registry);
    },
    loadBalancers: {
      sure: [...network.sure, ...gateway.sure],
      maybe: [...network.maybe, ...gateway.maybe],
      open: network.open ?? gateway.open,
      at,
    },
    // CloudFormation has no resource that accepts: a custom one may.
    accepters: openBag('who accepts connections is not in a template', at),
    zones: openBag('the Availability Zones of the service are known only after deployment', at),
    ipAddressTypes: texts(view, 'SupportedIpAddressTypes', ['ipv4']),
    privateDnsName,
    privateDnsProof: proofOf(privateDnsName),
    supportedRegions: texts(view, 'SupportedRegions'),
  };
}

function proofOf(name: Fact<string | null>): Fact<PrivateDnsProof | null> {
  if (name.known && name.value === null) return known(null, name.at);
  return unknown('AWS verifies the private name after deployment', name.at);
}

/** Its load balancers are of one kind. */
function endpointTypeOf(
  network: Bag<Ref<LoadBalancer>>,
  gateway: Bag<Ref<LoadBalancer>>,
  at: EndpointService['at'],
): Fact<string> {
  const [n, g] = [network.sure.length > 0, gateway.sure.length > 0];
  if (n === g) return unknown(network.open ?? gateway.open ?? 'it has no load balancer', at);
  return known(g ? 'GatewayLoadBalancer' : 'Interface', at);
}

/** A service without permissions allows nobody. */
function principalsOf(service: EndpointService, registry: Registry): Bag<Fact<string>> {
  const tied = registry.tied(service, 'AWS::EC2::VPCEndpointServicePermissions', 'ServiceId', 'endpoint-service');
  const sure: Fact<string>[] = [];
  const maybe: Fact<string>[] = [];
  let { open } = tied;
  for (const [list, resources] of [
    [sure, tied.sure],
    [maybe, tied.maybe],
  ] as const) {
    for (const each of resources) {
      const view = registry.view(each);
      const value = view.get('AllowedPrincipals');
      const at = view.place('AllowedPrincipals');
      if (value.k === 'none') continue;
      if (value.k !== 'list' && value.k !== 'lit' && value.k !== 'mix') {
        open ??= `${whose(view, 'AllowedPrincipals')}: ${because(value)}`;
        continue;
      }
      for (const item of value.k === 'list' ? value.items : [value])
        list.push(item.k === 'lit' ? known(text(item), at, item.secret === true) : unknown(because(item), at));
    }
  }
  return bag(sure, service.at, { maybe, open });
}

/** Left out AWS turns it on. */
const ENFORCES = 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic';

/** `AWS::ElasticLoadBalancingV2::LoadBalancer`. */
export function loadBalancerOf(resource: Resource, registry: Registry): LoadBalancer {
  const view = registry.view(resource);
  const subnets = subnetsOf(view, registry);
  const zones = subnets.sure.map((ref) => (ref.is === 'entity' && ref.to.zone.known ? ref.to.zone.value : undefined));
  return {
    ...nounOf(resource, registry),
    kind: 'load-balancer',
    type: fact(view, 'Type', (value) =>
      value.k === 'none' ? 'application' : value.k === 'lit' ? text(value) : undefined,
    ),
    subnets,
    zones: bag([...new Set(zones.filter((zone) => zone !== undefined))], resource.at, {
      open: whyOpen(subnets) ?? (zones.includes(undefined) ? 'the Availability Zone of a subnet is not known' : null),
    }),
    ipAddressType: fact(view, 'IpAddressType', (value) =>
      value.k === 'none' ? 'ipv4' : value.k === 'lit' ? text(value) : undefined,
    ),
    groups: registry.refs<SecurityGroup>(view, 'SecurityGroups', 'security-group'),
    enforcesInbound: fact(view, ENFORCES, (value) =>
      value.k === 'none' ? true : value.k === 'lit' ? text(value) === 'on' : undefined,
    ),
    get listeners() {
      const tied = registry.tied(this, 'AWS::ElasticLoadBalancingV2::Listener', 'LoadBalancerArn', 'load-balancer');
      const listeners = (list: readonly Resource[]) => list.map((each) => listenerOf(each, registry));
      return bag(listeners(tied.sure), resource.at, { maybe: listeners(tied.maybe), open: tied.open });
    },
  };
}

/** The subnets, written as ids with or without addresses. */
function subnetsOf(view: View, registry: Registry): Bag<Ref<Subnet>> {
  const mapped = view.get('SubnetMappings');
  if (mapped.k === 'none') return registry.refs<Subnet>(view, 'Subnets', 'subnet');
  const { items, open } = views(mapped, view.place('SubnetMappings'), view.address);
  const refs = items.map((item) => registry.refIn<Subnet>(item, 'SubnetId', 'subnet'));
  return bag(refs, view.place('SubnetMappings'), {
    open: open === null ? null : `${whose(view, 'SubnetMappings')}: ${open}`,
  });
}

/** Seconds by default: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html */
const IDLE_TIMEOUT = 350;

function listenerOf(resource: Resource, registry: Registry): Listener {
  const view = registry.view(resource);
  return {
    at: resource.at,
    protocol: optional(view, 'Protocol'),
    port: number(view, 'Port'),
    idleTimeout: idleTimeoutOf(view),
  };
}

function idleTimeoutOf(view: View): Fact<number> {
  const at = view.place('ListenerAttributes');
  const { items, open } = views(view.get('ListenerAttributes'), at, view.address);
  if (open !== null) return unknown(`${whose(view, 'ListenerAttributes')}: ${open}`, at);
  for (const item of items) {
    const key = item.get('Key');
    if (key.k !== 'lit') return unknown(because(key), at);
    if (text(key) !== 'tcp.idle_timeout.seconds') continue;
    const seconds = numberOf(item.get('Value'));
    return seconds === undefined ? unknown(because(item.get('Value')), at) : known(seconds, at);
  }
  return known(IDLE_TIMEOUT, at);
}
