/**
 * A package of the SDK is its common machinery (credentials, signing, retries, paths, JSON) and the shapes of one API. Of some
 * APIs a few calls are made: their shapes are here, and the machinery is that of a package there is anyway.
 */

/** The exports of an SDK package: a client and its commands. */
export type Sdk = Readonly<Record<string, unknown>>;

/** A schema as the SDK writes it: a number for a plain type, an array for all else. */
export type Schema = number | readonly unknown[];

const NAMESPACE = 'com.amazonaws.route53';
export const TEXT = 0;
export const NUMBER = 1;
export const BOOLEAN = 2;
export const TIME = 4;

interface Operation {
  /** Method, path and status: only REST has them. */
  readonly http?: readonly [method: string, path: string, status: number];
  readonly input: Readonly<Record<string, Schema>>;
  readonly output: Readonly<Record<string, Schema>>;
}

export interface Api {
  readonly id: string;
  /** The prefix of its operations in requests, if it is not its id. */
  readonly target?: string;
  /** First part of its hosts. */
  readonly prefix: string;
  /** The service name in signatures, if it is not the first part of its hosts. */
  readonly signing?: string;
  /** Its host in a Region, if these parts do not form it. Undefined if they do. */
  readonly host?: (region: string, isFips: boolean) => string | undefined;
  readonly protocol: 'AwsJson1_1Protocol' | 'AwsRestJsonProtocol' | 'AwsQueryProtocol';
  /** Of the query protocol. */
  readonly version?: string;
  /** The content type to ask for, if it is not the usual one. */
  readonly accept?: string;
  /** Regions where the FIPS endpoint is the usual one. */
  readonly fipsAlready: RegExp | null;
  readonly operations: Readonly<Record<string, Operation>>;
}

export function structure(name: string, fields: Readonly<Record<string, Schema>>): Schema {
  return [3, NAMESPACE, name, 0, Object.keys(fields), Object.values(fields)];
}

export function rows(name: string, fields: Readonly<Record<string, Schema>>): Schema {
  const row = structure(name, fields);
  return [1, NAMESPACE, `${name}s`, 0, () => row];
}

/** A list of texts. */
export function texts(name: string): Schema {
  return [1, NAMESPACE, name, 0, TEXT];
}

/** A member that is called otherwise on the wire. */
export function jsonName(schema: Schema, name: string): Schema {
  return [typeof schema === 'number' ? schema : () => schema, { jsonName: name }];
}

const made = new Map<Api, Promise<Sdk>>();

export function sdkOf(api: Api): Promise<Sdk> {
  const found = made.get(api);
  if (found) return found;
  const sdk = make(api);
  made.set(api, sdk);
  return sdk;
}

interface EndpointParameters {
  /** Where `--endpoint-url` sends all calls. */
  readonly Endpoint?: string;
  readonly Region?: string;
  readonly UseFIPS?: boolean;
  readonly UseDualStack?: boolean;
}

/**
 * Makes a service's client from the client of another service with the same signing and protocol. It replaces the parts
 * that are specific to the other service.
 */
async function make(api: Api): Promise<Sdk> {
  const [{ ElasticLoadBalancingV2Client: Client }, protocols, { partition }, { makeBuilder }, { getEndpointPlugin }] =
    await Promise.all([
      import('@aws-sdk/client-elastic-load-balancing-v2'),
      import('@aws-sdk/core/protocols'),
      import('@aws-sdk/core/client'),
      import('@smithy/core/client'),
      import('@smithy/core/endpoints'),
    ]);
  const urlOf = ({ Endpoint, Region = '', UseFIPS, UseDualStack }: EndpointParameters): string => {
    if (Endpoint !== undefined) return Endpoint;
    const isFips = UseFIPS === true && !api.fipsAlready?.test(Region);
    const host = api.host?.(Region, isFips);
    if (host !== undefined) return `https://${host}`;
    const { dnsSuffix, dualStackDnsSuffix } = partition(Region);
    const fips = isFips ? '-fips' : '';
    return `https://${api.prefix}${fips}.${Region}.${UseDualStack ? dualStackDnsSuffix : dnsSuffix}`;
  };
  const own = {
    serviceId: api.id,
    protocol: protocols[api.protocol],
    protocolSettings: {
      defaultNamespace: NAMESPACE,
      serviceTarget: api.target ?? api.id,
      version: api.version,
      errorTypeRegistries: [],
    },
    endpointProvider: (parameters: EndpointParameters) => ({ url: new URL(urlOf(parameters)) }),
    signingName: api.signing ?? api.prefix,
  };
  class ServiceClient extends Client {
    constructor(config: object) {
      super({ ...config, ...own } as unknown as ConstructorParameters<typeof Client>[0] & object);
      const { accept } = api;
      if (accept === undefined) return;
      this.middlewareStack.add(
        (next) => (args) => {
          (args as { request: { headers: Record<string, string> } }).request.headers.accept = accept;
          return next(args);
        },
        { step: 'build', name: 'acceptMiddleware' },
      );
    }
  }
  const parameters = {
    UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
    Endpoint: { type: 'builtInParams', name: 'endpoint' },
    Region: { type: 'builtInParams', name: 'region' },
    UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
  };
  const command = makeBuilder(parameters as never, api.id, `${api.id}Client`, getEndpointPlugin as never);
  const commands = Object.entries(api.operations).map(([name, { http, input, output }]) => {
    const [asked, answered] = [structure(`${name}Request`, input), structure(`${name}Response`, output)];
    const operation = [9, NAMESPACE, name, http ? { http } : 0, () => asked, () => answered];
    return [`${name}Command`, command({}, () => [], name, operation as never)] as const;
  });
  return { [`${api.id}Client`]: ServiceClient, ...Object.fromEntries(commands) };
}
