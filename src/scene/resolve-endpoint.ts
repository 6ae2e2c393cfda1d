import { serviceByName, takesGroups, takesPolicy } from '../aws/index.ts';
import { type Draft, defaultName, entries, vpcNamed } from './draft.ts';
import { find, findHere } from './names.ts';
import type { Endpoint, Lattice, NotGiven, Target } from './resolved.ts';
import type { EndpointScene, LatticeScene, Scene } from './scene.ts';

const ORGANIZATION = 'o-abc123def4';

/** The policy that a careful owner attaches: it allows callers and resources of the owner's organization. */
const OWN_ORGANIZATION = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'OwnOrganization',
      Effect: 'Allow',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION, 'aws:ResourceOrgID': ORGANIZATION } },
    },
  ],
};

export function resolveEndpoints(draft: Draft, scene: Scene): Endpoint[] {
  return entries(scene.endpoints).map(([name, endpoint]) => resolveEndpoint(draft, name, endpoint));
}

function resolveEndpoint(draft: Draft, name: string, scene: EndpointScene): Endpoint {
  const type = typeOf(scene);
  const endpointService = scene.endpointService ? findHere(draft.services, scene.endpointService, 'service') : null;
  const serviceName = endpointService?.serviceName ?? serviceNameOf(draft, name, scene, type);
  const vpc = vpcNamed(draft, scene.vpc);
  const home = 'to' in vpc ? vpc.to : undefined;
  const own = draft.subnets.filter((subnet) => home !== undefined && 'to' in subnet.vpc && subnet.vpc.to === home);
  const ofAws = serviceName !== null && !serviceName.includes('.vpce.');
  const known = ofAws ? serviceByName(serviceName) : undefined;
  const hasPolicy = ofAws && known?.policy !== false && takesPolicy(type);
  const policy = scene.policy ?? (hasPolicy ? OWN_ORGANIZATION : 'omitted');
  const takesPrivateDns = type === 'Interface' && ofAws && known?.privateDns !== false;
  return {
    name,
    id: draft.id('vpce', name),
    given: true,
    type,
    typeWritten: scene.type === 'omitted' ? null : (scene.type ?? type),
    serviceName,
    endpointService,
    vpc,
    subnets: list(draft.subnets, scene.subnets, 'subnet', () =>
      type === 'Gateway' ? 'omitted' : own.slice(0, type === 'GatewayLoadBalancer' ? 1 : 2),
    ),
    groups: list(draft.groups, scene.groups, 'group', () =>
      takesGroups(type) ? [findHere(draft.groups, defaultName(draft, home, 'https'), 'group')] : 'omitted',
    ),
    routeTables: list(draft.routeTables, scene.routeTables, 'route table', () =>
      type === 'Gateway'
        ? [findHere(draft.routeTables, defaultName(draft, home, 'private'), 'route table')]
        : 'omitted',
    ),
    privateDns: scene.privateDns ?? (takesPrivateDns ? true : 'omitted'),
    policy: typeof policy === 'string' ? policy : sorted(policy),
    policyDocument: typeof policy === 'string' ? null : policy,
    serviceRegion: scene.serviceRegion ?? null,
    resourceConfigurationArn: scene.resourceConfigurationArn ?? null,
    serviceNetworkArn: scene.serviceNetworkArn ?? null,
    ipAddressType: scene.ipAddressType ?? null,
    addresses: scene.addresses ?? null,
    dnsRecordIpType: scene.dnsRecordIpType ?? null,
    onlyInboundResolver: scene.onlyInboundResolver ?? null,
    dnsPreference: scene.dnsPreference ?? null,
    dnsDomains: scene.dnsDomains ?? null,
    tags: scene.tags ?? null,
    associations: scene.associations ?? 'inline',
    state: scene.state ?? 'available',
    lastError: scene.lastError ?? null,
    createdAt: scene.createdAt ?? '2026-01-15T09:30:00+00:00',
    requesterManaged: scene.requesterManaged ?? false,
    accepted: scene.accepted ?? null,
    shared: scene.shared ?? false,
    namedBy: scene.namedBy ?? null,
    resource: scene.resource ? resolveResource(draft, scene.resource) : null,
    dependsOn: scene.dependsOn ?? [],
    createBeforeDestroy: scene.createBeforeDestroy ?? false,
    moved: scene.moved ?? null,
    said: new Set(Object.keys(scene)),
  };
}

function resolveResource(draft: Draft, { vpc, target, customDomain, verification, inVpc }: LatticeScene): Lattice {
  return {
    vpc: vpcNamed(draft, vpc),
    target: target ?? null,
    customDomain: customDomain ?? null,
    verification: verification ?? false,
    inVpc: inVpc ?? false,
  };
}

/** The type after apply. */
function typeOf(scene: EndpointScene): string {
  if (scene.type === 'omitted') return 'Gateway';
  return scene.type === undefined || scene.type === 'unknown' ? 'Interface' : scene.type;
}

function serviceNameOf(draft: Draft, name: string, scene: EndpointScene, type: string): string | null {
  if (scene.serviceName !== undefined) return scene.serviceName;
  if (scene.service === undefined && ['Resource', 'ServiceNetwork', 'Tunnel'].includes(type)) return null;
  const prefix = draft.region.startsWith('cn-') ? 'cn.com.amazonaws' : 'com.amazonaws';
  return `${prefix}.${draft.region}.${scene.service ?? name}`;
}

function list<T extends { readonly name: string }>(
  all: readonly T[],
  names: readonly string[] | NotGiven | undefined,
  what: string,
  byDefault: () => readonly T[] | NotGiven,
): readonly Target<T>[] | NotGiven {
  if (names === undefined) {
    const given = byDefault();
    return typeof given === 'string' ? given : given.map((to) => ({ to }));
  }
  return typeof names === 'string' ? names : names.map((name) => find(all, name, what));
}

/** As the provider writes a policy: keys sorted, no spaces. */
function sorted(document: unknown): string {
  return JSON.stringify(document, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
