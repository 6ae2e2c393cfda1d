/** What names endpoints, what endpoints to resources of VPC Lattice lead to, and ways into the VPCs of endpoints. */

import type { Book, RegionReader, Rows } from './book.ts';
import { CALLS } from './calls.ts';
import { ids, lastOf, objects } from './rows.ts';

export function readNaming(book: Book, reader: RegionReader, endpoints: Rows): Promise<unknown>[] {
  const isInterface = ({ VpcEndpointType }: Rows[number]) => VpcEndpointType === 'Interface';
  const isInboundOnly = ({ DnsOptions }: Rows[number]) =>
    objects([DnsOptions])[0]?.PrivateDnsOnlyForInboundResolverEndpoint === true;
  return [
    ...(endpoints.some(isInterface) ? [book.read(CALLS.restApis), book.read(CALLS.domainAssociations)] : []),
    ...(endpoints.some(isInboundOnly) ? [book.read(CALLS.resolverEndpoints)] : []),
    ...ownResources(endpoints, reader.account).map((arn) => readResource(book, arn)),
    readClientVpns(book),
    reader
      .shared(CALLS.coreNetworks, { AttachmentType: 'VPC' })
      .then((answer) => book.keep(CALLS.coreNetworks, answer)),
  ];
}

/** ARNs of the account's own resource configurations: the API says nothing about those of another account. */
function ownResources(endpoints: Rows, account: string): string[] {
  const arns = ids(endpoints, 'ResourceConfigurationArn').filter((arn) => arn.split(':')[4] === account);
  return [...new Set(arns)].sort();
}

async function readResource(book: Book, arn: string): Promise<void> {
  const { resourceGatewayId } = await book.one(
    CALLS.resourceConfiguration,
    { resourceConfigurationIdentifier: arn },
    lastOf(arn),
  );
  if (typeof resourceGatewayId !== 'string' || resourceGatewayId === '') return;
  await book.one(CALLS.resourceGateway, { resourceGatewayIdentifier: resourceGatewayId }, resourceGatewayId);
}

/** Client VPN endpoints, and the subnets they lead into. */
async function readClientVpns(book: Book): Promise<void> {
  const endpoints = await book.read(CALLS.clientVpns);
  const associated = endpoints.filter(({ Status }) => objects([Status])[0]?.Code !== 'pending-associate');
  await Promise.all(
    ids(associated, 'ClientVpnEndpointId').map((id) =>
      book.read(CALLS.clientVpnNetworks, { ClientVpnEndpointId: id }, id),
    ),
  );
}
