/** EKS clusters, with the services that their nodes call. */
import type { Instance } from '../document/document.ts';
import { leaves } from '../values/leaves.ts';
import type { Registry } from './registry.ts';

/** The cluster that an attribute names. Undefined if it is not in the input. */
function clusterOf(instance: Instance, registry: Registry): Instance | undefined {
  const clusters = registry.associations.instances('aws_eks_cluster');
  const name = registry.graph.read(instance, 'cluster_name');
  if (name.k === 'lit') return clusters.find(({ values }) => values.name === name.v);
  return leaves(name).find(({ type }) => type === 'aws_eks_cluster')?.of;
}

/** Whether pods of the cluster get roles by OIDC: their SDKs call STS. */
export function usesServiceAccountRoles(nodes: Instance, registry: Registry): boolean {
  const cluster = clusterOf(nodes, registry);
  const clusters = registry.associations.instances('aws_eks_cluster');
  return registry.associations.instances('aws_iam_openid_connect_provider').some((provider) => {
    const url = registry.graph.read(provider, 'url');
    if (url.k === 'lit') return clusters.length === 1 && /oidc\.eks\./.test(String(url.v));
    const leaf = leaves(url).find(({ type }) => type === 'aws_eks_cluster');
    return leaf !== undefined && (leaf.of === undefined ? clusters.length === 1 : leaf.of === cluster);
  });
}

export function usesPodIdentity(nodes: Instance, registry: Registry): boolean {
  const cluster = clusterOf(nodes, registry);
  return registry.associations
    .instances('aws_eks_pod_identity_association')
    .some((each) => cluster !== undefined && clusterOf(each, registry) === cluster);
}
