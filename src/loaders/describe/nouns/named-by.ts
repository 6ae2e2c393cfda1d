/** Objects that name an endpoint, and the resource of VPC Lattice that an endpoint names. */
import { oncePer, push } from '../../../base/memo.ts';
import { type Bag, bag, openBag } from '../../../model/bag.ts';
import { known, map, unknown } from '../../../model/fact.ts';
import type { Endpoint, LatticeResource, Mention, RestApi } from '../../../model/nouns/index.ts';
import { nounOf, type Registry, refIn, refsIn } from '../registry.ts';
import { asText, fact, field, isNone, list, means, placeOf, type Row, rowIn, text, texts } from '../row.ts';
import type { Store } from '../store.ts';

export function restApisOf(registry: Registry): RestApi[] {
  return registry.store.rows('RestApis').map((row) => {
    const configuration = rowIn(row, 'endpointConfiguration');
    const types = list(configuration, 'types', asText);
    return {
      ...nounOf(registry, row, 'id'),
      kind: 'rest-api',
      isPrivate: types.open === null ? known(types.sure.includes('PRIVATE'), types.at) : unknown(types.open, types.at),
      // API Gateway answers the list only where it is not empty.
      endpoints: refsIn<Endpoint>(registry.endpoints, configuration, 'vpcEndpointIds', isNone),
    };
  });
}

const CALLS = ['apigateway get-rest-apis', 'apigateway get-domain-name-access-associations'];

/** Private REST APIs, and access associations of private domain names, that name an endpoint. */
export function privateApisOf(endpoint: Row, store: Store): Bag<Mention> {
  const found = byEndpoint(store).get(text(endpoint, 'VpcEndpointId')) ?? [];
  const refused = CALLS.find((call) => store.unread(call) !== undefined);
  const open = refused === undefined ? null : `${refused}: ${store.unread(refused)}`;
  return bag(found, endpoint.at, { open });
}

const byEndpoint = oncePer((store: Store): ReadonlyMap<string | undefined, readonly Mention[]> => {
  const found = new Map<string | undefined, Mention[]>();
  for (const api of store.rows('RestApis')) {
    const configuration = rowIn(api, 'endpointConfiguration');
    const mention = { at: placeOf(api, 'endpointConfiguration'), name: text(api, 'name') ?? text(api, 'id') ?? '' };
    for (const id of texts(configuration, 'vpcEndpointIds')) push(found, id, mention);
  }
  for (const tie of store.rows('DomainNameAccessAssociations')) {
    const source = text(tie, 'accessAssociationSource');
    const name = text(tie, 'domainNameArn') ?? text(tie, 'domainNameAccessAssociationArn') ?? '';
    if (source !== undefined) push(found, source, { at: tie.at, name });
  }
  return found;
});

/** The resource that an endpoint leads to, where the input has it. */
export function resourcesOf(endpoint: Row, registry: Registry): Bag<LatticeResource> {
  const { store } = registry;
  const at = placeOf(endpoint, 'ResourceConfigurationArn');
  const arn = text(endpoint, 'ResourceConfigurationArn');
  if (arn === undefined) return bag([], at);
  const configuration = store.rows('ResourceConfiguration').find((row) => text(row, 'arn') === arn);
  if (!configuration) {
    const call = 'vpc-lattice get-resource-configuration';
    const refused = store.unread(call);
    return refused === undefined ? bag([], at) : openBag(`${call}: ${refused}`, at);
  }
  const gatewayId = text(configuration, 'resourceGatewayId');
  const gateway = [...store.rows('ResourceGateway'), ...store.rows('ResourceGateways')].find(
    (row) => gatewayId !== undefined && text(row, 'id') === gatewayId,
  );
  const dns = rowIn(rowIn(configuration, 'resourceConfigurationDefinition'), 'dnsResource');
  const isName = Object.keys(dns.fields).length > 0;
  return bag(
    [
      {
        at: configuration.at,
        name: text(configuration, 'name') ?? arn,
        ...ofGateway(gateway, configuration, registry),
        customDomain: fact(configuration, 'customDomainName', 'string', means(null)),
        isVerified: map(fact(configuration, 'domainVerificationStatus', 'string'), (status) => status === 'VERIFIED'),
        targetDomain: isName ? fact(dns, 'domainName', 'string') : known(null, dns.at),
      },
    ],
    at,
  );
}

function ofGateway(
  gateway: Row | undefined,
  configuration: Row,
  registry: Registry,
): Pick<LatticeResource, 'gatewayVpc' | 'dnsResolution'> {
  if (!gateway) {
    const call = 'vpc-lattice get-resource-gateway';
    const refused = registry.store.unread(call);
    const because = `the gateway of the resource is not in the input: ${refused ?? `add the output of ${call}`}`;
    const { at } = configuration;
    return { gatewayVpc: { is: 'unknown', because, at }, dnsResolution: unknown(because, at) };
  }
  // The list calls it otherwise than the call about one gateway.
  const name = field(gateway, 'vpcId') === undefined ? 'vpcIdentifier' : 'vpcId';
  return {
    gatewayVpc: refIn(registry.vpcs, gateway, name),
    dnsResolution: fact(gateway, 'resourceConfigDnsResolution', 'string', means('PUBLIC')),
  };
}
