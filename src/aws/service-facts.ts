import { oncePer, push, remembered } from '../base/memo.ts';
import {
  type Endpoint,
  type EndpointService,
  type Fact,
  isExact,
  type Network,
  type ServiceDetail,
} from '../model/index.ts';
import { ANY_REGION, parseServiceName, type ServiceName, withoutRegion } from './service-name.ts';
import type { BasedField } from './service-row.ts';
import { type Basis, type Service, serviceByName, serviceInAnyRegion } from './services.ts';

/** Everything that is known about the service of an endpoint. What AWS says in the input overrides the bundled table. */
export interface ServiceFacts {
  /** Null if it is certainly an endpoint service whose name is known only after apply. */
  readonly name: ServiceName | null;
  /** By name, or by the owner AWS gives where the name does not tell. */
  readonly owner: 'aws' | 'other' | 'unknown';
  /** Row of the bundled table; undefined for services of other owners and names it does not have. */
  readonly table: Service | undefined;
  /** Row of DescribeVpcEndpointServices for this name and type, if the input has one. */
  readonly described: ServiceDetail | undefined;
  /** Endpoint types that can reach the service; empty if they are not known. */
  readonly types: Value<readonly string[]>;
  readonly ports: Value<Service['ports']>;
  readonly protocols: Value<Service['protocols']>;
  /** Whether the service supports endpoint policies. False for services of other owners: AWS allows all requests to them. */
  readonly policy: Value<boolean | null>;
  readonly privateDns: Value<boolean | null>;
  readonly privateDnsNames: Value<readonly string[] | null>;
  readonly ipAddressTypes: Value<readonly string[] | null>;
  /** Zone names of the describing account in which the service has endpoints; null if the input does not say. */
  readonly zones: readonly string[] | null;
  readonly zoneIds: readonly string[] | null;
  /** Verification state of another owner's private name, in lower case; null if the input does not say. */
  readonly privateDnsVerified: string | null;
}

/** A value and its basis. Null if the value is unknown. */
export interface Value<T> {
  readonly value: T;
  readonly basis: Basis;
}

/**
 * What is known about an endpoint's service. Undefined if the endpoint has no service name (Resource, ServiceNetwork,
 * Tunnel) or the service is not known.
 */
export function serviceFacts(net: Network, endpoint: Endpoint): ServiceFacts | undefined {
  const name = serviceNameOf(endpoint);
  if (name === null) return undefined;
  if (name !== undefined) return serviceFactsByName(net, name, endpoint.type);
  if (isOnlyRegionUnknown(endpoint)) return factsInAnyRegion(net, endpoint.serviceInAnyRegion);
  if (isServiceUnknown(endpoint)) return undefined;
  const service = endpointServiceOf(endpoint);
  return service ? unnamed(service) : UNNAMED;
}

/**
 * The name of an endpoint's service, from the endpoint itself or from its endpoint service. Null if it has none,
 * undefined if it is not known.
 */
export function serviceNameOf(endpoint: Endpoint): string | null | undefined {
  const { serviceName } = endpoint;
  if (serviceName.known) return serviceName.value;
  const service = endpointServiceOf(endpoint);
  return service?.serviceName.known ? service.serviceName.value : undefined;
}

/** Whether the service of an endpoint is known, but not the Region in its name. Names that depend on the Region are then unknown. */
export function isOnlyRegionUnknown(
  endpoint: Endpoint,
): endpoint is Endpoint & { readonly serviceInAnyRegion: string } {
  return !endpoint.serviceName.known && endpoint.serviceInAnyRegion !== undefined;
}

/** The endpoint service of the network that an endpoint surely is to. */
export function endpointServiceOf({ endpointServices }: Endpoint): EndpointService | undefined {
  return endpointServices.known && endpointServices.value.length === 1 ? endpointServices.value[0] : undefined;
}

/**
 * Whether the service of an endpoint may be any service. An endpoint to an endpoint service of the network never leads to a
 * service of AWS, even if its service name is unknown.
 */
export function isServiceUnknown(endpoint: Endpoint): boolean {
  const { serviceName, endpointServices } = endpoint;
  if (serviceName.known || isOnlyRegionUnknown(endpoint)) return false;
  return !(endpointServices.known && endpointServices.value.length > 0);
}

/** What is certain about an endpoint service that has no name yet: facts that hold for every endpoint service. */
const UNNAMED: ServiceFacts = {
  name: null,
  owner: 'other',
  table: undefined,
  described: undefined,
  types: { value: [], basis: 'derived' },
  ports: { value: null, basis: 'derived' },
  protocols: { value: null, basis: 'derived' },
  policy: { value: false, basis: 'documented' },
  privateDns: { value: null, basis: 'derived' },
  privateDnsNames: { value: null, basis: 'derived' },
  ipAddressTypes: { value: null, basis: 'derived' },
  zones: null,
  zoneIds: null,
  privateDnsVerified: null,
};

const unnamed = oncePer((service: EndpointService): ServiceFacts => {
  const { type, names, addressTypes, verified } = ownFacts(service);
  const said = <T>(theirs: T | null): Value<T | null> => ({
    value: theirs,
    basis: theirs === null ? 'derived' : 'described',
  });
  return {
    ...UNNAMED,
    types: type ?? UNNAMED.types,
    privateDns: said(names && names.length > 0),
    privateDnsNames: said(names),
    ipAddressTypes: addressTypes ?? UNNAMED.ipAddressTypes,
    privateDnsVerified: verified,
  };
});

/** Many endpoints share one service, and every rule asks. */
const factsOf = oncePer((_: Network) => new Map<string | undefined, Map<string, ServiceFacts>>());

/** The same for a service name and the type of endpoint meant; s3 and dynamodb have one row for each type. */
export function serviceFactsByName(net: Network, serviceName: string, type: Fact<string>): ServiceFacts {
  const ofType = remembered(factsOf(net), type.known ? type.value : undefined, newMap);
  let facts = ofType.get(serviceName);
  if (facts === undefined) {
    facts = lookUp(net, serviceName, type);
    ofType.set(serviceName, facts);
  }
  return facts;
}

const newMap = () => new Map();

/** What holds in every Region. A row of the input would override the table, but only in its own Region. */
function factsInAnyRegion(net: Network, pattern: string): ServiceFacts {
  return remembered(inAnyRegion(net), pattern, () => {
    const table = serviceInAnyRegion(pattern)!;
    // Whether a service has private DNS names does not depend on the Region, only the names do.
    const names = serviceByName(pattern.replace(ANY_REGION, 'us-east-1'))?.privateDnsNames;
    const isDescribed = net.serviceDetails.some(({ serviceName }) => withoutRegion(serviceName) === pattern);
    const ofTable = <T>(field: BasedField, value: T): Value<T> => ({ value, basis: table.basis(field) });
    const facts: ServiceFacts = {
      ...UNNAMED,
      name: parseServiceName(pattern),
      owner: 'aws',
      table,
      ports: ofTable('ports', table.ports),
      protocols: ofTable('protocols', table.protocols),
      policy: { value: null, basis: 'derived' },
    };
    if (isDescribed) return facts;
    return {
      ...facts,
      types: ofTable('types', table.types),
      policy: ofTable('policy', table.policy),
      privateDns: ofTable('privateDns', table.privateDns ?? (names ? names.length > 0 : null)),
      privateDnsNames: ofTable('privateDnsNames', names?.length === 0 ? [] : null),
      ipAddressTypes: ofTable('ipAddressTypes', table.ipAddressTypes),
    };
  });
}

const inAnyRegion = oncePer((_: Network) => new Map<string, ServiceFacts>());

function lookUp(net: Network, serviceName: string, type: Fact<string>): ServiceFacts {
  const name = parseServiceName(serviceName);
  const table = serviceByName(serviceName);
  const described = describedRow(net, serviceName, type);
  const owner =
    name.owner !== 'unknown' || !described?.owner ? name.owner : isAmazon(described.owner) ? 'aws' : 'other';

  const from = <T>(field: BasedField, theirs: T | null | undefined, ours: T | null): Value<T | null> =>
    theirs === null || theirs === undefined
      ? { value: ours, basis: table?.basis(field) ?? 'derived' }
      : { value: theirs, basis: 'described' };

  const own = ownFacts(servicesByName(net.endpointServices).of.get(serviceName));
  const names = described?.privateDnsNames ?? own.names;
  const typesShown = typesDescribed(net, serviceName);
  // A service of AWS has a row for each type; one of another owner has one type, whichever is asked about.
  const isOfOneType = owner === 'other' && typesShown.length > 0;
  const ofTable: ServiceFacts['types'] = { value: table?.types ?? [], basis: table?.basis('types') ?? 'derived' };
  return {
    name,
    owner,
    table,
    described,
    types: described || isOfOneType ? { value: typesShown, basis: 'described' } : (own.type ?? ofTable),
    ports: from('ports', null, table?.ports ?? null),
    protocols: from('protocols', null, table?.protocols ?? null),
    policy:
      owner === 'other'
        ? { value: false, basis: 'documented' }
        : from('policy', described?.policySupported, table?.policy ?? null),
    privateDns: from('privateDns', names ? names.length > 0 : null, table?.privateDns ?? null),
    privateDnsNames: from('privateDnsNames', names, table?.privateDnsNames ?? null),
    ipAddressTypes:
      (described?.ipAddressTypes ? null : own.addressTypes) ??
      from('ipAddressTypes', described?.ipAddressTypes, table?.ipAddressTypes ?? null),
    zones: described?.zones ?? null,
    zoneIds: described?.zoneIds ?? null,
    privateDnsVerified: described?.privateDnsVerified?.toLowerCase() ?? own.verified,
  };
}

/** Whether the account in a row's `Owner` is AWS itself. */
function isAmazon(owner: string): boolean {
  return owner.toLowerCase() === 'amazon';
}

/** A row is meant only by its name and type together. */
function describedRow(net: Network, name: string, type: Fact<string>): ServiceDetail | undefined {
  const rows = rowsByName(net.serviceDetails).get(name);
  if (!rows || !type.known) return undefined;
  return rows.find((row) => row.types.includes(type.value));
}

function typesDescribed(net: Network, name: string): readonly string[] {
  return [...new Set((rowsByName(net.serviceDetails).get(name) ?? []).flatMap((row) => row.types))];
}

const rowsByName = oncePer((details: readonly ServiceDetail[]) => {
  const rows = new Map<string, ServiceDetail[]>();
  for (const row of details) push(rows, row.serviceName, row);
  return rows;
});

/** Endpoint services of the input by their names, and why one has none that is known; null where all have. */
export const servicesByName = oncePer((services: readonly EndpointService[]) => {
  const of = new Map<string, EndpointService>();
  let nameless: string | null = null;
  for (const service of services) {
    const { serviceName: name } = service;
    if (name.known) of.set(name.value, service);
    else nameless ??= name.because;
  }
  return { of, nameless };
});

/** What an endpoint service of the input states about itself. Null if it states nothing, or if that is sensitive. */
function ownFacts(service: EndpointService | undefined) {
  if (!service) return { type: null, names: null, addressTypes: null, verified: null };
  const { endpointType: type, privateDnsName: name, privateDnsProof: proof, ipAddressTypes: types } = service;
  const state = proof.known && !proof.sensitive ? proof.value?.state : undefined;
  return {
    type: type.known ? ({ value: [type.value], basis: 'described' } satisfies ServiceFacts['types']) : null,
    names: !name.known || name.sensitive ? null : name.value === null ? [] : [name.value],
    addressTypes: isExact(types) ? addressTypesOf(types.sure) : null,
    verified: state?.known && !state.sensitive ? state.value : null,
  };
}

/** A plan without address types seems to mean only IPv4. AWS does not document that, so it proves nothing about IPv6. */
function addressTypesOf(types: readonly string[]): ServiceFacts['ipAddressTypes'] {
  return { value: types, basis: types.includes('ipv6') ? 'described' : 'derived' };
}
