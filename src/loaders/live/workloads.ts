/**
 * What runs in VPCs without a way out, as EKS, ECS, Lambda and SageMaker describe it. No rule needs the rest.
 */

import type { Book, RegionReader, Rows } from './book.ts';
import { CALLS } from './calls.ts';
import type { Document } from './document.ts';
import { chunks, ids, lastOf, objects, texts } from './rows.ts';

/** Services of ECS are described by ten. */
const SERVICES = 10;
const EVERYWHERE = new Set(['0.0.0.0/0', '::/0']);

interface Network {
  readonly vpcs: Rows;
  readonly subnets: Rows;
  readonly routeTables: Rows;
  readonly natGateways: Rows;
}

/** VPCs with a route table that does not lead out, or without any that is known, or that VPC Block Public Access may shut. */
function shutIn({ vpcs, routeTables, natGateways }: Network): ReadonlySet<string> {
  const isPrivate = new Set(
    ids(
      natGateways.filter(({ ConnectivityType }) => ConnectivityType === 'private'),
      'NatGatewayId',
    ),
  );
  const leadsOut = (route: Document): boolean =>
    EVERYWHERE.has(String(route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock)) &&
    route.State !== 'blackhole' &&
    route.GatewayId !== 'local' &&
    !isPrivate.has(String(route.NatGatewayId));
  const shut = routeTables.filter(({ Routes }) => !objects(Routes).some(leadsOut));
  const blocked = vpcs.filter(({ BlockPublicAccessStates }) => {
    const [states] = objects([BlockPublicAccessStates]);
    return states !== undefined && states.InternetGatewayBlockMode !== 'off';
  });
  const told = new Set(ids(routeTables, 'VpcId'));
  const untold = ids(vpcs, 'VpcId').filter((vpc) => !told.has(vpc));
  return new Set([...ids(shut, 'VpcId'), ...ids(blocked, 'VpcId'), ...untold]);
}

export async function readWorkloads(book: Book, reader: RegionReader, network: Network): Promise<void> {
  const vpcs = shutIn(network);
  if (vpcs.size === 0) return;
  const inThem = network.subnets.filter(({ VpcId }) => typeof VpcId === 'string' && vpcs.has(VpcId));
  const shut: Shut = { vpcs, subnets: new Set(ids(inThem, 'SubnetId')) };
  await Promise.all([readEks(book, reader, shut), readEcs(book, shut), readMappings(book), readDomains(book)]);
}

/** The parts of a Region without a way out. */
interface Shut {
  readonly vpcs: ReadonlySet<string>;
  readonly subnets: ReadonlySet<string>;
}

async function readEks(book: Book, reader: RegionReader, shut: Shut): Promise<void> {
  const names = await book.names(CALLS.eksClusters);
  const groups = await Promise.all(
    names.map(async (name) => {
      const { cluster } = await book.one(CALLS.eksCluster, { name }, name);
      const [network] = objects([objects([cluster])[0]?.resourcesVpcConfig]);
      const isHere =
        (typeof network?.vpcId === 'string' && shut.vpcs.has(network.vpcId)) ||
        texts(network?.subnetIds).some((subnet) => shut.subnets.has(subnet));
      return isHere ? readCluster(book, name) : 0;
    }),
  );
  if (groups.every((count) => count === 0)) return;
  book.keep(CALLS.oidcProviders, await reader.shared(CALLS.oidcProviders));
}

/** How many node groups there are. */
async function readCluster(book: Book, clusterName: string): Promise<number> {
  const [groups, profiles] = await Promise.all([
    book.names(CALLS.nodeGroups, { clusterName }),
    book.names(CALLS.fargateProfiles, { clusterName }),
  ]);
  await Promise.all([
    ...groups.map((name) => book.one(CALLS.nodeGroup, { clusterName, nodegroupName: name }, clusterName, name)),
    ...profiles.map((name) =>
      book.one(CALLS.fargateProfile, { clusterName, fargateProfileName: name }, clusterName, name),
    ),
    ...(groups.length > 0 ? [book.read(CALLS.podIdentities, { clusterName }, clusterName)] : []),
  ]);
  return groups.length;
}

async function readEcs(book: Book, { subnets }: Shut): Promise<void> {
  const clusters = await book.names(CALLS.ecsClusters);
  const services = await Promise.all(
    clusters.map(async (cluster) => {
      const all = await book.names(CALLS.ecsServiceNames, { cluster });
      const name = lastOf(cluster);
      const parts = chunks([...all].sort(), SERVICES).map((some, i) =>
        book.read(CALLS.ecsServices, { cluster, services: some }, name, String(i + 1)),
      );
      return (await Promise.all(parts)).flat();
    }),
  );
  const here = services.flat().filter((service) => {
    const [network] = objects([service.networkConfiguration]);
    const [own] = objects([network?.awsvpcConfiguration]);
    return texts(own?.subnets).some((subnet) => subnets.has(subnet));
  });
  const definitions = [...new Set(ids(here, 'taskDefinition'))].sort();
  await Promise.all(
    definitions.map((arn) => book.one(CALLS.taskDefinition, { taskDefinition: arn }, lastOf(arn).replace(':', '.'))),
  );
}

/** Event source mappings, and the clusters of MSK that they poll. */
async function readMappings(book: Book): Promise<void> {
  const mappings = await book.read(CALLS.eventSourceMappings);
  const clusters = ids(mappings, 'EventSourceArn').filter((arn) => /^arn:[^:]*:kafka:[^:]*:[^:]*:cluster\//.test(arn));
  await Promise.all(
    [...new Set(clusters)]
      .sort()
      .map((arn) => book.one(CALLS.kafkaCluster, { ClusterArn: arn }, ...arn.split('/').slice(1))),
  );
}

async function readDomains(book: Book): Promise<void> {
  const domains = ids(await book.rows(CALLS.sagemakerDomains), 'DomainId');
  await Promise.all(domains.map((id) => book.one(CALLS.sagemakerDomain, { DomainId: id }, id)));
}
