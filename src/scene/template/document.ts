/** A scene as a stack of a CDK app: its template, and the manifest that says where it goes. */
import type { ResolvedScene } from '../resolved.ts';
import { endpointResources, PARAMETERS } from './endpoint.ts';
import { isInTemplates, managedResources } from './managed.ts';
import { restApiResources } from './naming.ts';
import { networkResources } from './network.ts';
import type { Json } from './refer.ts';
import { serviceResources } from './services.ts';
import { workloadResources } from './workload.ts';

/** The template of a scene. Throws where a template cannot carry it. */
export function templateDocument(scene: ResolvedScene): Json {
  const why = notInTemplates(scene);
  if (why !== null) throw new Error(`scene: a template cannot carry ${why} (set \`inputs\`)`);
  const resources = [
    ...networkResources(scene),
    ...endpointResources(scene),
    ...serviceResources(scene),
    ...workloadResources(scene),
    ...managedResources(scene),
    ...restApiResources(scene),
  ];
  const text = JSON.stringify(resources);
  const parameters = Object.entries(PARAMETERS).filter(([name]) => text.includes(`{"Ref":"${name}"}`));
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    ...(parameters.length > 0
      ? { Parameters: Object.fromEntries(parameters.map(([name, Type]) => [name, { Type }])) }
      : {}),
    Resources: Object.fromEntries(resources.map(({ id, ...rest }) => [id, rest])),
  };
}

/** `manifest.json` of the assembly it is in. */
export function manifestDocument({ account, region }: ResolvedScene): Json {
  return {
    version: '55.0.0',
    artifacts: {
      Scene: {
        type: 'aws:cloudformation:stack',
        environment: `aws://${account}/${region}`,
        properties: { templateFile: 'Scene.template.json' },
      },
    },
  };
}

/** What of a scene no template says; null if it says all. */
export function notInTemplates(scene: ResolvedScene): string | null {
  if (Object.keys(scene.serviceDetails).length > 0) return 'what AWS says of services';
  if (scene.subnets.some(({ owner, free }) => owner !== scene.account || free !== null))
    return 'subnets that are there already';
  if (scene.groups.some(({ isDefault, given }) => isDefault && given)) return 'rules of a default group';
  if (scene.routeTables.some(({ main }) => main)) return 'a main route table';
  if (scene.services.some(({ privateDnsState }) => privateDnsState !== null))
    return 'whether a private name is verified';
  if (scene.hostedZones.some(({ recordsTold }) => !recordsTold)) return 'a zone whose records are elsewhere';
  const strange = scene.managedEndpoints.find((each) => !isInTemplates(each));
  if (strange) return `endpoints of ${strange.manager}`;
  for (const endpoint of scene.endpoints) {
    if (endpoint.state !== 'available' || endpoint.requesterManaged || endpoint.lastError)
      return 'the life of an endpoint';
    if (endpoint.addresses !== null) return 'addresses of an endpoint';
    if (endpoint.accepted !== null) return 'who accepts a connection';
    if (endpoint.associations === 'both') return 'lists with two owners';
  }
  return null;
}
