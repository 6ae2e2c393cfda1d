import { sceneBefore } from './before.ts';
import { describeAnswers } from './describe/files.ts';
import { label } from './names.ts';
import { remarksOf } from './remarks.ts';
import { resolveScene } from './resolve.ts';
import type { ResolvedScene } from './resolved.ts';
import type { DocumentInput, Scene, SceneInput } from './scene.ts';
import { manifestDocument, notInTemplates, templateDocument } from './template/document.ts';
import { logicalId } from './template/refer.ts';
import { laterPlanDocument, planDocument, stateDocument, tfstateDocument } from './terraform/documents.ts';
import { codeOf, hclOf } from './terraform/hcl.ts';
import { MANAGED_TYPES } from './terraform/resources/managed.ts';

/** The kinds that are documents; Terraform code carries what a first plan carries. */
export const SCENE_INPUTS: readonly DocumentInput[] = ['plan', 'state', 'tfstate', 'describe'];

/** A file a tool would have written. */
export interface PrintedFile {
  readonly path: string;
  /** JSON, or the text of code. */
  readonly document: unknown;
}

/**
 * The scene as an input of one kind. `name` sets apart the ids of different scenes; the same name gives the same bytes.
 * Throws where this kind cannot carry the scene.
 */
export function printScene(scene: Scene, input: SceneInput, name: string): PrintedFile[] {
  const resolved = resolveScene(scene, name);
  switch (input) {
    case 'plan': {
      const before = sceneBefore(scene);
      refuseLife(resolved);
      const document = before ? laterPlanDocument(resolved, resolveScene(before, name)) : planDocument(resolved);
      return [{ path: 'plan.json', document }];
    }
    case 'state':
      return [{ path: 'state.json', document: stateDocument(resolved) }];
    case 'tfstate':
      return [{ path: 'terraform.tfstate', document: tfstateDocument(resolved) }];
    case 'sources':
      refuseLife(resolved);
      return [{ path: 'main.tf', document: codeOf(resolved) }];
    case 'describe':
      return describeAnswers(resolved).map(({ name: file, answer }) => ({ path: `${file}.json`, document: answer }));
    case 'template':
      if (sceneBefore(scene)) throw new Error('scene: a template tells nothing of before (set `inputs`)');
      return [
        { path: 'cdk.out/manifest.json', document: manifestDocument(resolved) },
        { path: 'cdk.out/Scene.template.json', document: templateDocument(resolved) },
      ];
  }
}

/** Whether a template says all that a scene does. */
export function carriedByTemplates(scene: Scene, name: string): boolean {
  return sceneBefore(scene) === undefined && notInTemplates(resolveScene(scene, name)) === null;
}

/** What a plan leaves behind is available: what happens to an endpoint later is not in it. */
function refuseLife(scene: ResolvedScene): void {
  for (const endpoint of scene.endpoints) {
    if (endpoint.state !== 'available' || endpoint.requesterManaged || endpoint.lastError) {
      throw new Error(`scene: ${endpoint.name} has a life already: a plan cannot carry it (set \`inputs\`)`);
    }
  }
}

/** The scene as Terraform code for people: what it says itself, short. */
export function printHcl(scene: Scene, name: string): string {
  const before = sceneBefore(scene);
  const after = hclOf(resolveScene(scene, name), remarksOf(scene));
  if (!before) return after.join('\n');
  const all = hclOf(resolveScene(before, name), { of: remarksOf(before).of, rest: [] });
  // What stays as it is stands once.
  const was = all.filter((text) => !after.includes(text));
  if (was.length > 0) return ['# Before:', ...was, '# After:', ...after].join('\n');
  const made = after.filter((text) => !all.includes(text)).flatMap(addressIn);
  const without = made.length > 0 ? `without ${made.join(' and ')}` : 'the same';
  return [`# Before: ${without}\n`, '# After:', ...after].join('\n');
}

function addressIn(text: string): string[] {
  const [, type, name] = /^resource "(.*)" "(.*)" \{$/m.exec(text) ?? [];
  return type === undefined ? [] : [`${type}.${name}`];
}

/** An object of a scene and what inputs call it. */
export interface SceneObject {
  readonly kind:
    | 'endpoint'
    | 'endpoint-service'
    | 'managed-endpoint'
    | 'rest-api'
    | 'group'
    | 'vpc'
    | 'subnet'
    | 'route-table'
    | 'hosted-zone'
    | 'other';
  /** Name in the scene. */
  readonly name: string;
  /** In plans and states. */
  readonly address: string;
  /** In templates: its logical id. */
  readonly logicalId: string;
  /** After apply. */
  readonly id: string;
  /** The object existed only before the plan of the scene. */
  readonly gone?: true;
}

/** The objects of a scene: first those that rules check, then those that existed only before its plan. */
export function sceneObjects(scene: Scene, name: string): readonly SceneObject[] {
  const now = objectsOf(resolveScene(scene, name));
  const before = sceneBefore(scene);
  if (!before) return now;
  const addresses = new Set(now.map(({ address }) => address));
  const was = objectsOf(resolveScene(before, name)).filter(({ address }) => !addresses.has(address));
  return [...now, ...was.map((it) => ({ ...it, gone: true as const }))];
}

/** Ends of logical ids, by the type in Terraform. */
const SUFFIXES: Readonly<Record<string, string>> = {
  aws_vpc_endpoint: 'Endpoint',
  aws_vpc_endpoint_service: 'Service',
  aws_security_group: 'Group',
  aws_vpc: 'Vpc',
  aws_subnet: 'Subnet',
  aws_route_table: 'Table',
  aws_route53_zone: 'Zone',
  aws_ec2_managed_prefix_list: 'PrefixList',
  aws_route53_resolver_rule: 'Rule',
  aws_route53profiles_profile: 'Profile',
  aws_network_acl: 'Acl',
  aws_vpc_dhcp_options: 'Dhcp',
  aws_network_interface: 'Interface',
  aws_api_gateway_rest_api: 'Api',
  aws_ec2_instance_connect_endpoint: 'Managed',
  aws_opensearchserverless_vpc_endpoint: 'Managed',
  aws_redshift_endpoint_access: 'Managed',
  aws_networkfirewall_vpc_endpoint_association: 'Managed',
};

/** What Terraform calls each kind of workload. */
const WORKLOADS = {
  'node-group': 'aws_eks_node_group',
  'fargate-profile': 'aws_eks_fargate_profile',
  'ecs-service': 'aws_ecs_service',
  function: 'aws_lambda_function',
  'event-source-mapping': 'aws_lambda_event_source_mapping',
  'sagemaker-domain': 'aws_sagemaker_domain',
} as const;

function objectsOf(all: ResolvedScene): readonly SceneObject[] {
  const objects = (
    kind: SceneObject['kind'],
    type: string,
    list: readonly { readonly name: string; readonly id: string }[],
  ): SceneObject[] =>
    list.map((it) => ({
      kind,
      name: it.name,
      address: `${type}.${label(it.name)}`,
      logicalId: logicalId(it.name, SUFFIXES[type.replace('data.', '')] ?? 'Workload'),
      id: it.id,
    }));
  return [
    ...objects('endpoint', 'aws_vpc_endpoint', all.endpoints),
    ...objects('endpoint-service', 'aws_vpc_endpoint_service', all.services),
    ...all.managedEndpoints.flatMap((it) => objects('managed-endpoint', MANAGED_TYPES[it.manager], [it])),
    ...objects('rest-api', 'aws_api_gateway_rest_api', all.restApis),
    ...objects('group', 'aws_security_group', all.groups),
    ...objects('vpc', 'aws_vpc', all.vpcs),
    ...objects(
      'subnet',
      'aws_subnet',
      all.subnets.filter(({ free }) => free === null),
    ),
    ...objects(
      'subnet',
      'data.aws_subnet',
      all.subnets.filter(({ free }) => free !== null),
    ),
    ...objects('route-table', 'aws_route_table', all.routeTables),
    ...objects('hosted-zone', 'aws_route53_zone', all.hostedZones),
    ...objects('other', 'aws_ec2_managed_prefix_list', all.prefixLists),
    ...objects('other', 'aws_route53_resolver_rule', all.resolverRules),
    ...objects('other', 'aws_route53profiles_profile', all.dnsProfiles),
    ...objects('other', 'aws_network_acl', all.networkAcls),
    ...objects('other', 'aws_vpc_dhcp_options', all.dhcpOptions),
    ...objects('other', 'aws_network_interface', all.interfaces),
    ...all.workloads.flatMap((it) => objects('other', WORKLOADS[it.runs], [it])),
  ];
}

/** A text of an example with `{name}` replaced by what an input of a kind calls the object. */
export function inWordsOf(input: SceneInput, text: string, objects: readonly SceneObject[]): string {
  return text.replace(/\{(?:([a-z-]+):)?([\w.-]+)\}/g, (whole, kind: string | undefined, name: string) => {
    const found = objects.find((it) => it.name === name && (kind === undefined || it.kind === kind));
    if (!found) return whole;
    if (input === 'template') return found.logicalId;
    return input === 'describe' ? found.id : found.address;
  });
}
