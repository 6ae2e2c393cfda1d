import { afterAll, describe, expect, it } from 'vitest';
import describeShapes from '../../fixtures/corpus-shapes/describe.json' with { type: 'json' };
import laterShapes from '../../fixtures/corpus-shapes/later-plan.json' with { type: 'json' };
import planShapes from '../../fixtures/corpus-shapes/plan.json' with { type: 'json' };
import stateShapes from '../../fixtures/corpus-shapes/state.json' with { type: 'json' };
import tfstateShapes from '../../fixtures/corpus-shapes/tfstate.json' with { type: 'json' };
import { rules } from '../../rules/index.ts';
import type { Example } from '../../src/engine/index.ts';
import { printScene, SCENE_INPUTS } from '../../src/scene/print.ts';
import type { DocumentInput } from '../../src/scene/scene.ts';
import { MANAGED } from '../../src/scene/terraform/schemas/managed.ts';
import { NAMING } from '../../src/scene/terraform/schemas/naming.ts';
import { WORKLOADS } from '../../src/scene/terraform/schemas/workload.ts';
import { everything } from './everything.ts';
import { differences, type Shape, shapeOf } from './shape.ts';

/** Shapes of what the tools wrote: by resource type (or call, or `document`), then by part. */
type Shapes = Readonly<Record<string, Readonly<Record<string, Shape | undefined>> | undefined>>;
const LATER = laterShapes as unknown as Shapes;
const SEEN: Readonly<Record<DocumentInput, Shapes>> = {
  plan: planShapes as unknown as Shapes,
  state: stateShapes as unknown as Shapes,
  tfstate: tfstateShapes as unknown as Shapes,
  describe: describeShapes as unknown as Shapes,
};

/** Resource types and calls the corpus has none of: their shapes are from the provider's documentation alone. */
const NOT_IN_CORPUS = [
  'aws_ec2_transit_gateway_vpc_attachment',
  'aws_egress_only_internet_gateway',
  'aws_main_route_table_association',
  'aws_nat_gateway',
  'aws_network_interface',
  'aws_ram_resource_association',
  ...Object.keys(MANAGED),
  ...Object.keys(NAMING),
  ...Object.keys(WORKLOADS),
  'aws_route53_resolver_endpoint',
  'aws_route53_resolver_rule',
  'aws_route53_resolver_rule_association',
  'aws_route53profiles_association',
  'aws_route53profiles_profile',
  'aws_route53profiles_resource_association',
  'aws_vpc_endpoint_connection_accepter',
  'aws_vpc_peering_connection',
  'aws_vpc_security_group_egress_rule',
  'aws_vpn_gateway',
  'data.aws_subnet',
  'apigateway-get-domain-name-access-associations',
  'apigateway-get-rest-apis',
  'describe-egress-only-internet-gateways',
  'describe-instance-connect-endpoints',
  'describe-internet-gateways',
  'describe-nat-gateways',
  'describe-transit-gateway-vpc-attachments',
  'describe-vpc-peering-connections',
  'describe-vpn-gateways',
  'ecs-describe-services',
  'ecs-describe-task-definition',
  'eks-describe-cluster',
  'eks-describe-fargate-profile',
  'eks-describe-nodegroup',
  'get-managed-prefix-list-entries',
  'opensearch-describe-vpc-endpoints',
  'opensearchserverless-batch-get-vpc-endpoint',
  'redshift-describe-endpoint-access',
  'redshift-serverless-list-endpoint-access',
  'iam-get-account-authorization-details',
  'iam-list-open-id-connect-providers',
  'kafka-list-clusters-v2',
  'lambda-list-event-source-mappings',
  'lambda-list-functions',
  'route53profiles-list-profile-associations',
  'route53profiles-list-profile-resource-associations',
  'route53resolver-list-resolver-endpoints',
  'route53resolver-list-resolver-rule-associations',
  'route53resolver-list-resolver-rules',
  'sagemaker-describe-domain',
  'vpc-lattice-get-resource-configuration',
  'vpc-lattice-get-resource-gateway',
];

/** Differences that are right, each with its reason; one that is no longer found must go. */
const RIGHT: readonly (readonly [difference: RegExp, why: string])[] = [
  [/^aws_lb after(?:_unknown)?\.ip_address_type:/, 'the corpus leaves it to AWS'],
  [/^aws_lb after(?:_unknown)?\.enforce_security_group\w+:/, 'the corpus leaves it to AWS'],
  [/^elbv2-describe-load-balancers .*EnforceSecurityGroup\w+:/, 'AWS answers it, the mock does not'],
  [/^aws_lb_listener after(?:_unknown)?\.tcp_idle_timeout_seconds:/, 'the corpus leaves it to AWS'],
  [
    /^aws_vpc_endpoint_service after(?:_unknown)?\.(?:supported_regions|supported_ip_address_types|private_dns_name):/,
    'the corpus leaves them out',
  ],
  [
    /^aws_security_group after(?:_unknown)?\.egress\[\]\.security_groups:/,
    'the corpus has no inline egress rule to another new group',
  ],
  [/^aws_security_group after(?:_unknown)?\.egress\[\]\.prefix_list_ids:/, 'the corpus lets out to ranges only'],
  [/^aws_vpc_endpoint after(?:_unknown)?\.resource_configuration_arn:/, 'the corpus names resources by their ARNs'],
  [/^describe-vpc-endpoints .*LastError:/, 'no endpoint of the corpus failed'],
  [
    /^describe-vpc-endpoint-service-configurations .*PrivateDnsName(?:Configuration\.\w+)?:/,
    'no service of the corpus has a private name',
  ],
  [/^aws_lb_listener after(?:_unknown)?\..*target_group_arn:/, 'the corpus makes its target groups'],
  [
    /^aws_route53_record (?:after|values|attributes|after_unknown|after_sensitive|sensitive_values)\.(?:records|ttl):/,
    'the corpus has aliases only',
  ],
  [/^aws_route_table after(?:_unknown)?\.route\[\]\.\w+:/, 'the corpus has a route to an internet gateway only'],
  [
    /^aws_security_group after(?:_unknown)?\.ingress\[\]\.security_groups:/,
    'the corpus has no inline rule from another new group',
  ],
  [
    /^aws_subnet after(?:_unknown)?\.ipv6_cidr_block:/,
    'the corpus derives the range from the VPC; here it is a literal',
  ],
  [/^aws_subnet after(?:_unknown)?\.availability_zone(?:_id)?:/, 'the corpus names zones by name'],
  [/^aws_subnet after\.cidr_block: null/, 'the corpus has no IPv6-only subnet'],
  [
    /^aws_vpc_endpoint after(?:_unknown)?\.(?:vpc_id|subnet_ids|security_group_ids|route_table_ids):/,
    'the corpus refers to nothing outside its stacks',
  ],
  [/^aws_vpc_endpoint after(?:_unknown)?\.dns_options\[\]\.\w+:/, 'the corpus has DNS options for S3 only'],
  [/^describe-vpc-endpoints .*DnsOptions\.PrivateDns\w+: never seen/, 'the corpus has DNS options for S3 only'],
  [
    /^data\.aws_vpc_endpoint_service (?:values|attributes)\.service:/,
    'the corpus asks for services of AWS, by their short names',
  ],
  [
    /^aws_vpc (?:after|after_unknown|values|attributes)\.(?:cidr_block|ipv4_ipam_pool_id|ipv4_netmask_length):/,
    'the corpus has no pool of ranges',
  ],
  [
    /^(?:aws_security_group|aws_vpc_security_group_ingress_rule) after(?:_unknown)?\.(?:ingress\[\]\.cidr_blocks|cidr_ipv4):/,
    'the corpus knows the ranges of its VPCs',
  ],
  [/^aws_vpc_dhcp_options after\.domain_name: null/, 'the corpus always names a domain'],
  [/^describe-security-groups .*IpPermissionsEgress\[\]\.(?:From|To)Port:/, 'the corpus lets everything out'],
  [/^describe-route-tables .*Routes\[\]\.\w+:/, 'the corpus has routes to gateways and endpoints only'],
  [/^describe-subnets .*CidrBlock: missing/, 'the corpus has no IPv6-only subnet'],
  [/^describe-vpc-endpoint-service-configurations .*SupportedIpAddressTypes:/, 'AWS answers it, the mock does not'],
  [/^describe-vpc-endpoint-services .*AvailabilityZoneIds:/, 'AWS answers it, the mock does not'],
  [
    /^later aws_route53_zone kept after(?:_unknown\.\w+: missing|\.vpc\[\]\.vpc_region: never seen)/,
    'the later plan of the corpus changes its zone; one that stays as it is has nothing unknown',
  ],
  [/^route53-get-hosted-zone answer\.(?:VPCs|DelegationSet)/, 'the mock takes every zone for a public one'],
];

const used = new Set<RegExp>();
let ran = 0;
afterAll(() => {
  if (ran < SCENE_INPUTS.length) return;
  const stale = RIGHT.filter(([difference]) => !used.has(difference)).map(([difference]) => String(difference));
  expect(stale, 'differences that are no longer there').toEqual([]);
});

describe.each(SCENE_INPUTS.map((input) => [input] as const))('%s', (input) => {
  const found = new Set<string>();
  for (const [name, scene] of scenes(input)) {
    for (const { path, document } of printScene(scene, input, name)) {
      for (const line of compare(input, path, document as Json)) found.add(line);
    }
  }
  it('has every resource type as the real tools write it', () => {
    ran += 1;
    expect([...found].filter((line) => !isRight(line))).toEqual([]);
  });
});

function isRight(line: string): boolean {
  const right = RIGHT.find(([difference]) => difference.test(line));
  if (right) used.add(right[0]);
  return right !== undefined;
}

/** The scene with everything, and those of all examples. */
function scenes(input: DocumentInput): [string, Example['scene']][] {
  const examples = rules.flatMap((rule) =>
    Object.entries({ ...rule.bad, ...rule.good })
      .filter(([, example]) => example.inputs?.includes(input) ?? true)
      .map(([name, example]): [string, Example['scene']] => [`${rule.id} ${name}`, example.scene]),
  );
  return [['everything', everything], ...examples];
}

// biome-ignore lint/suspicious/noExplicitAny: documents of several kinds, taken apart by name
type Json = any;

function* compare(input: DocumentInput, path: string, document: Json): Generator<string> {
  const seen = SEEN[input];
  const against = (type: string, part: string, value: unknown, marks = false): string[] => {
    if (!seen[type]) return NOT_IN_CORPUS.includes(type) ? [] : [`${type}: not in the corpus`];
    return differences(shapeOf(value, { marks }), seen[type][part], `${type} ${part}`);
  };
  switch (input) {
    case 'plan':
      for (const { change, ...entry } of document.resource_changes) {
        if (document.resource_changes.some(({ change: other }: Json) => other.before !== null)) {
          yield* compareLater(entry, change);
          continue;
        }
        yield* against('document', 'resource_changes', { ...entry, change: shallow(change) });
        yield* against(entry.type, 'after', change.after);
        yield* against(entry.type, 'after_unknown', change.after_unknown, true);
        yield* against(entry.type, 'after_sensitive', change.after_sensitive, true);
      }
      for (const { values, ...entry } of document.planned_values.root_module.resources) {
        yield* against('document', 'planned_values', { ...entry, values: {}, sensitive_values: {} });
        expect(values).toEqual(document.resource_changes.find((it: Json) => it.address === entry.address).change.after);
      }
      for (const { expressions, ...entry } of document.configuration.root_module.resources) {
        yield* against('document', 'configuration', { ...entry, expressions: {} });
        const type = entry.mode === 'data' ? `data.${entry.type}` : entry.type;
        for (const [name, expression] of Object.entries(expressions)) {
          if (name in (seen[type] ?? {})) yield* against(type, `expression ${name}`, expression);
        }
      }
      return;
    case 'state':
      yield* against('document', 'document', shallow(document));
      for (const { values, sensitive_values, ...entry } of document.values.root_module.resources) {
        const type = entry.mode === 'data' ? `data.${entry.type}` : entry.type;
        yield* against('document', 'resource', { ...entry, values: {}, sensitive_values: {} });
        yield* against(type, 'values', values);
        yield* against(type, 'sensitive_values', sensitive_values, true);
      }
      return;
    case 'tfstate':
      yield* against('document', 'document', shallow(document));
      for (const { instances, ...entry } of document.resources) {
        const type = entry.mode === 'data' ? `data.${entry.type}` : entry.type;
        yield* against('document', 'resource', { ...entry, instances: [] });
        for (const { attributes, sensitive_attributes, ...instance } of instances) {
          yield* against('document', 'instance', { ...instance, attributes: {}, sensitive_attributes });
          yield* against(type, 'attributes', attributes);
        }
      }
      return;
    case 'describe':
      yield* against(path.split('.')[0]!, 'answer', document);
  }
}

/** A change of a plan that is not the first. */
function* compareLater(entry: Json, change: Json): Generator<string> {
  const { type } = entry;
  const actions: string = change.actions.join();
  const kind = { 'no-op': 'kept', update: 'kept', delete: 'gone' }[actions] ?? 'made';
  const what = kind === 'made' && change.before !== null ? 'replaced' : kind;
  const against = (name: string, part: string, value: unknown, marks = false): string[] => {
    const shape = shapeOf(value, { marks });
    const found = differences(shape, LATER[name]?.[part], `later ${name} ${part}`);
    // What is made later looks as in a first plan where it refers to nothing that is there.
    const first = SEEN.plan[name]?.[part.replace(/^made | made$/, '')];
    if (found.length === 0 || !part.includes('made')) return found;
    const others = new Set(differences(shape, first, ''));
    return found.filter((line) => others.has(line.slice(`later ${name} ${part}`.length)));
  };
  yield* against('document', `resource_changes ${what}`, { ...entry, change: shallow(change) });
  if (change.before !== null) {
    yield* against(type, 'before', change.before);
    yield* against(type, 'before_sensitive', change.before_sensitive, true);
  }
  if (change.after === null) return;
  yield* against(type, `${kind} after`, change.after);
  yield* against(type, `${kind} after_unknown`, change.after_unknown, true);
  yield* against(type, `${kind} after_sensitive`, change.after_sensitive, true);
}

/** Members that are no scalars without what is in them. */
function shallow(object: Json): Json {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      if (Array.isArray(value)) return [key, []];
      return [key, typeof value === 'object' && value !== null ? {} : value];
    }),
  );
}
