import { type Draft, entries } from './draft.ts';
import { digest, find, findHere, zoneNamed } from './names.ts';
import type { LoadBalancer, Service } from './resolved.ts';
import type { EndpointServiceScene, LoadBalancerScene, Scene } from './scene.ts';

/** The load balancers of the scene, and one of each endpoint service by its name. */
export function resolveLoadBalancers(draft: Draft, scene: Scene): LoadBalancer[] {
  const own = entries(scene.services)
    .filter(([, service]) => service.loadBalancers === undefined)
    .map(([name, service]) => {
      const more = service.subnets === undefined ? {} : { subnets: service.subnets };
      return loadBalancer(draft, name, { ...service.balancer, ...more }, service.loadBalancer ?? 'network');
    });
  return [...own, ...entries(scene.loadBalancers).map(([name, it]) => loadBalancer(draft, name, it, 'network'))];
}

function loadBalancer(draft: Draft, name: string, scene: LoadBalancerScene, type: 'network' | 'gateway'): LoadBalancer {
  // The ids of the services' own load balancers are derived from those of the services.
  const id = digest(draft.id('vpce-svc', name)).slice(0, 16);
  const path = `${type === 'network' ? 'net' : 'gwy'}/${name}/${id}`;
  const prefix = `arn:aws:elasticloadbalancing:${draft.region}:${draft.account}`;
  const arn = `${prefix}:loadbalancer/${path}`;
  return {
    name,
    id: arn,
    given: true,
    type,
    arn,
    subnets: (scene.subnets ?? ['a', 'b']).map((subnet) => find(draft.subnets, subnet, 'subnet')),
    ipAddressType: scene.ipAddressType ?? null,
    listeners: (scene.listeners ?? []).map((listener, i) => ({
      arn: `${prefix}:listener/${path}/${digest(`${arn} ${i}`).slice(0, 16)}`,
      protocol: listener.protocol ?? 'TCP',
      port: listener.port ?? 443,
      idleTimeout: listener.idleTimeout ?? null,
    })),
    groups: (scene.groups ?? []).map((group) => find(draft.groups, group, 'group')),
    enforced: scene.enforced ?? null,
  };
}

export function resolveServices(draft: Draft, scene: Scene): Service[] {
  return entries(scene.services).map(([name, service]) => resolveService(draft, name, service));
}

function resolveService(draft: Draft, name: string, service: EndpointServiceScene): Service {
  const id = draft.id('vpce-svc', name);
  const loadBalancers = (service.loadBalancers ?? [name]).map((it) =>
    findHere(draft.loadBalancers, it, 'load balancer'),
  );
  const zones = loadBalancers.flatMap((it) => it.subnets.flatMap((subnet) => ('to' in subnet ? [subnet.to.zone] : [])));
  return {
    name,
    id,
    given: true,
    type: service.loadBalancer ?? 'network',
    serviceName: `com.amazonaws.vpce.${draft.region}.${id}`,
    acceptanceRequired: service.acceptanceRequired ?? true,
    principals: service.principals ?? [],
    loadBalancers,
    supportedRegions: service.supportedRegions ?? [],
    zones: service.zones?.map((zone) => zoneNamed(zone, draft.region).name) ?? [...new Set(zones)].sort(),
    privateDnsName: service.privateDnsName ?? null,
    privateDnsState: service.privateDnsState ?? (service.privateDnsName === undefined ? null : 'verified'),
    ipAddressTypes: service.ipAddressTypes ?? null,
    tags: service.tags ?? null,
  };
}
