import type { SceneInput } from '../rule.ts';
import type { Scene } from '../scene.ts';
import { describeAnswers } from './describe/files.ts';
import { label } from './names.ts';
import { resolveScene } from './resolve.ts';
import type { ResolvedScene } from './resolved.ts';
import { planDocument, stateDocument, tfstateDocument } from './terraform/documents.ts';
import { hclOf } from './terraform/hcl.ts';

export const SCENE_INPUTS: readonly SceneInput[] = ['plan', 'state', 'tfstate', 'describe'];

/** A file a tool would have written. */
export interface PrintedFile {
  readonly path: string;
  readonly document: unknown;
}

/**
 * The scene as an input of one kind. `name` sets apart the ids of different scenes; the same name gives the same bytes.
 * Throws where this kind cannot carry the scene.
 */
export function printScene(scene: Scene, input: SceneInput, name: string): PrintedFile[] {
  const resolved = resolveScene(scene, name);
  switch (input) {
    case 'plan':
      refuseLife(resolved);
      return [{ path: 'plan.json', document: planDocument(resolved) }];
    case 'state':
      return [{ path: 'state.json', document: stateDocument(resolved) }];
    case 'tfstate':
      return [{ path: 'terraform.tfstate', document: tfstateDocument(resolved) }];
    case 'describe':
      return describeAnswers(resolved).map(({ name: file, answer }) => ({ path: `${file}.json`, document: answer }));
  }
}

/** A first plan makes everything new: what happens to an endpoint later is not in it. */
function refuseLife(scene: ResolvedScene): void {
  for (const endpoint of scene.endpoints) {
    if (endpoint.state !== 'available' || endpoint.requesterManaged || endpoint.lastError) {
      throw new Error(`scene: ${endpoint.name} has a life already: a plan cannot carry it (set \`inputs\`)`);
    }
  }
}

/** The scene as Terraform code for people: what it says itself, short. */
export function printHcl(scene: Scene, name: string): string {
  return hclOf(resolveScene(scene, name));
}

export interface SceneSubject {
  /** Name in the scene. */
  readonly name: string;
  /** In plans and states. */
  readonly address: string;
  /** After apply. */
  readonly id: string;
}

/** The objects of a scene that a rule may judge. */
export function sceneSubjects(
  scene: Scene,
  kind: 'endpoint' | 'endpoint-service' | 'vpc' | 'hosted-zone',
  name: string,
): readonly SceneSubject[] {
  const resolved = resolveScene(scene, name);
  const [list, type] = {
    endpoint: [resolved.endpoints, 'aws_vpc_endpoint'] as const,
    'endpoint-service': [resolved.services, 'aws_vpc_endpoint_service'] as const,
    vpc: [resolved.vpcs, 'aws_vpc'] as const,
    'hosted-zone': [resolved.hostedZones, 'aws_route53_zone'] as const,
  }[kind];
  return list.map((it) => ({ name: it.name, address: `${type}.${label(it.name)}`, id: it.id }));
}
