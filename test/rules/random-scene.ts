/** Scenes that nobody thought of: whatever a scene can say, in any mixture that all inputs can carry. */
import fc from 'fast-check';
import type {
  EndpointScene,
  GroupScene,
  HostedZoneScene,
  ManagedEndpointScene,
  NetworkAclScene,
  RouteTableScene,
  RuleScene,
  Scene,
} from '../../src/scene/scene.ts';

/** Names of endpoints, which are names of services, too. */
const SERVICES = [
  'sqs',
  'kms',
  'ssm',
  'ssmmessages',
  'ec2messages',
  'logs',
  'sts',
  'ecs',
  'execute-api',
  's3',
  'dynamodb',
];
const REGION = 'us-east-1';

/** A field that may be left out. */
function perhaps<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(values, { nil: undefined, freq: 2 });
}

/** Without what was left out. */
function given<T extends object>(fields: { readonly [K in keyof T]: fc.Arbitrary<T[K] | undefined> }): fc.Arbitrary<T> {
  return fc
    .record(fields as Record<string, fc.Arbitrary<unknown>>)
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T);
}

function someOf<T>(...values: T[]): fc.Arbitrary<T[]> {
  return fc.subarray(values);
}

const rule: fc.Arbitrary<RuleScene> = given<RuleScene>({
  protocol: perhaps(fc.constantFrom('tcp', 'udp', '-1', 'icmp')),
  port: perhaps(fc.constantFrom<number | readonly [number, number]>(443, 80, [400, 500], [0, 65535])),
  cidrs: perhaps(fc.constantFrom(['vpc'], ['0.0.0.0/0'], ['10.0.0.0/24'], ['::/0'], ['192.0.2.0/24'])),
  self: perhaps(fc.boolean()),
});

const group: fc.Arbitrary<GroupScene> = given<GroupScene>({
  ingress: fc.array(rule, { maxLength: 3 }),
  separate: perhaps(fc.boolean()),
});

const policy: fc.Arbitrary<EndpointScene['policy']> = fc.constantFrom<EndpointScene['policy'][]>(
  'omitted',
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] },
  { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] },
  {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: '*' }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' },
    ],
  },
  '{"Statement": [',
);

const interfaceEndpoint: fc.Arbitrary<EndpointScene> = given<EndpointScene>({
  subnets: perhaps(fc.oneof(someOf('a', 'b', 'c'), fc.constant('omitted' as const))),
  groups: perhaps(fc.oneof(someOf('https', 'odd', 'default'), fc.constant('omitted' as const))),
  privateDns: perhaps(fc.constantFrom<(boolean | 'omitted')[]>(true, false, 'omitted')),
  policy: perhaps(policy),
  ipAddressType: perhaps(fc.constantFrom('ipv4', 'dualstack')),
  associations: perhaps(fc.constantFrom('separate' as const, 'both' as const)),
});

const gatewayEndpoint: fc.Arbitrary<EndpointScene> = given<EndpointScene>({
  type: fc.constant('Gateway' as const),
  routeTables: perhaps(fc.oneof(someOf('private', 'apps'), fc.constant('omitted' as const))),
  policy: perhaps(policy),
});

const endpoints: fc.Arbitrary<Record<string, EndpointScene>> = fc
  .subarray(SERVICES, { minLength: 1, maxLength: 5 })
  .chain((names) =>
    fc.record(
      Object.fromEntries(
        names.map((name) => [
          name,
          name === 'dynamodb'
            ? gatewayEndpoint
            : name === 's3'
              ? fc.oneof(gatewayEndpoint, interfaceEndpoint)
              : interfaceEndpoint,
        ]),
      ),
    ),
  );

const apps: fc.Arbitrary<RouteTableScene> = given<RouteTableScene>({
  subnets: someOf('a', 'b', 'c'),
  main: perhaps(fc.boolean()),
  routes: perhaps(
    fc.constantFrom<Record<string, 'nat-gateway' | 'internet-gateway' | 'transit-gateway'>[]>(
      { '0.0.0.0/0': 'nat-gateway' },
      { '0.0.0.0/0': 'internet-gateway' },
      { '10.0.0.0/8': 'transit-gateway' },
    ),
  ),
});

const acl: fc.Arbitrary<NetworkAclScene> = given<NetworkAclScene>({
  subnets: someOf('a', 'b'),
  ingress: perhaps(
    fc.constantFrom([{ port: 443 }], [{ protocol: '-1' }], [{ action: 'deny' as const, protocol: '-1' }]),
  ),
  egress: perhaps(fc.constantFrom([{ protocol: '-1' }], [{ port: [1024, 65535] as const }])),
});

/** Zones by domain, with a record of one of the endpoints, of another's name, or none. */
function zonesFor(names: readonly string[]): fc.Arbitrary<Record<string, HostedZoneScene>> {
  const interfaces = names.filter((name) => name !== 'dynamodb' && name !== 's3');
  const domains = [...SERVICES.slice(0, 5).map((name) => `${name}.${REGION}.amazonaws.com`), `${REGION}.amazonaws.com`];
  return fc.dictionary(
    fc.constantFrom(...domains),
    fc
      .constantFrom(null, ...interfaces)
      .map(
        (to): HostedZoneScene => (to === null ? {} : { records: { [`${to}.${REGION}.amazonaws.com`]: ['10.0.0.9'] } }),
      ),
    { maxKeys: 2 },
  );
}

export const randomScene: fc.Arbitrary<Scene> = endpoints.chain((all) =>
  given<Scene>({
    endpoints: fc.constant(all),
    vpcs: given({
      dnsSupport: perhaps(fc.boolean()),
      dnsHostnames: perhaps(fc.constantFrom<(boolean | 'omitted')[]>(true, false, 'omitted')),
      ipv6: perhaps(fc.boolean()),
    }).map((main) => ({ main })),
    groups: group.map((odd) => ({ odd })),
    routeTables: apps.map((table) => ({ apps: table })),
    networkAcls: perhaps(acl.map((one) => ({ one }))),
    dhcpOptions: perhaps(fc.constantFrom(['AmazonProvidedDNS'], ['10.9.9.9']).map((servers) => ({ own: { servers } }))),
    hostedZones: perhaps(zonesFor(Object.keys(all))),
    resolverRules: perhaps(
      fc
        .constantFrom('amazonaws.com', `kms.${REGION}.amazonaws.com`, '.')
        .chain((domain) =>
          fc.constantFrom('FORWARD' as const, 'SYSTEM' as const).map((type) => ({ rule: { domain, type } })),
        ),
    ),
    dnsProfiles: perhaps(fc.constant({ shared: { zones: 'unknown' as const } })),
    interfaces: perhaps(fc.constant({ app: { subnet: 'c', groups: ['odd'] } })),
    managedEndpoints: perhaps(
      given<ManagedEndpointScene>({
        manager: fc.constantFrom<ManagedEndpointScene['manager'][]>(
          'instance-connect',
          'opensearch-serverless',
          'redshift',
        ),
        subnets: fc.constantFrom(['a'], ['a', 'b'], ['c']),
        groups: perhaps(fc.constantFrom(['https'], ['odd'], ['default'])),
      }).map((managed) => ({ managed })),
    ),
    services: perhaps(
      given<NonNullable<NonNullable<Scene['services']>[string]>>({
        acceptanceRequired: perhaps(fc.boolean()),
        principals: perhaps(fc.constantFrom(['*'], ['arn:aws:iam::111122223333:root'])),
        subnets: perhaps(fc.constantFrom(['a'], ['a', 'b'])),
      }).map((orders) => ({ orders })),
    ),
  }),
);
