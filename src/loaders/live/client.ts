import { table } from '../../base/table.ts';
import { ACCOUNT_APIS } from './account-sdk.ts';
import type { LiveCall, Service } from './calls.ts';
import type { Credentials } from './credentials.ts';
import { DNS_APIS } from './dns-sdk.ts';
import { NAMING_APIS, regionOfNetworkManager } from './naming-sdk.ts';
import type { LiveRequest } from './request.ts';
import { type Api, sdkOf } from './small-sdk.ts';
import { regionOfIam, WORKLOAD_APIS } from './workload-sdk.ts';

/** Makes calls with the credentials of one account. */
export type Call = (call: LiveCall, region: string, input: Record<string, unknown>) => Promise<object>;

interface RequestHandler {
  handle(request: object, options?: object): Promise<object>;
  destroy(): void;
}

interface Client {
  readonly config: { requestHandler: RequestHandler } & Readonly<Record<string, unknown>>;
  send(command: object): Promise<object>;
}

type Constructor<T> = new (config: object) => T;

/** For one answer to begin, or to go on. */
export const TIMEOUT_MS = 20_000;
/** Tries of one request, the first included. */
const ATTEMPTS = 6;

/** Services of which a few calls are made. */
function small<K extends Service>(apis: Readonly<Record<K, Api>>): Readonly<Record<K, () => Promise<object>>> {
  const all = Object.entries<Api>(apis).map(([service, api]) => [service, () => sdkOf(api)] as const);
  return Object.fromEntries(all) as Readonly<Record<K, () => Promise<object>>>;
}

/** Each SDK client is large: one is loaded when its first call is made. */
const PACKAGES: Readonly<Record<Service, () => Promise<object>>> = table({
  ec2: () => import('@aws-sdk/client-ec2'),
  elbv2: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  route53: () => import('@aws-sdk/client-route-53'),
  sts: () => import('@aws-sdk/client-sts'),
  ...small({ ...ACCOUNT_APIS, ...DNS_APIS, ...NAMING_APIS, ...WORKLOAD_APIS }),
});

const CLIENTS: Readonly<Record<Service, string>> = table({
  apigateway: 'API GatewayClient',
  ec2: 'EC2Client',
  ecs: 'ECSClient',
  eks: 'EKSClient',
  elbv2: 'ElasticLoadBalancingV2Client',
  iam: 'IAMClient',
  kafka: 'KafkaClient',
  lambda: 'LambdaClient',
  networkmanager: 'NetworkManagerClient',
  route53: 'Route53Client',
  config: 'ConfigServiceClient',
  organizations: 'OrganizationsClient',
  route53profiles: 'Route53ProfilesClient',
  route53resolver: 'Route53ResolverClient',
  sagemaker: 'SageMakerClient',
  sts: 'STSClient',
  'vpc-lattice': 'VPC LatticeClient',
});

const loaded = new Map<Service, Promise<Record<string, Constructor<object>>>>();

/** Kept because in the bundle each import() copies every export of a package, which costs milliseconds for EC2. */
function sdkFor(service: Service): Promise<Record<string, Constructor<object>>> {
  let sdk = loaded.get(service);
  if (!sdk) {
    sdk = PACKAGES[service]() as Promise<Record<string, Constructor<object>>>;
    loaded.set(service, sdk);
  }
  return sdk;
}

/** Until the first request is on its way. */
const SENT_MS = 20;

/** Loads what nearly all calls are made with while the first answer is on its way: that is half of what starting needs. */
export function loadMeanwhile(): void {
  setTimeout(() => void sdkFor('ec2').catch(() => {}), SENT_MS).unref();
}

/** Without `info`: for that the SDK makes a copy of each answer. */
const QUIET = { trace: () => {}, debug: () => {}, warn: () => {}, error: () => {} };

/** What all clients of a run share. */
export function clientConfig(request: LiveRequest): object {
  const timeout = request.timeoutMs ?? TIMEOUT_MS;
  return {
    ...(request.endpointUrl === undefined ? {} : { endpoint: request.endpointUrl }),
    retryMode: 'adaptive',
    maxAttempts: request.maxAttempts ?? ATTEMPTS,
    logger: QUIET,
    requestHandler: {
      connectionTimeout: Math.min(timeout, 5000),
      requestTimeout: timeout,
      socketTimeout: timeout,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: 50 },
      httpsAgent: { keepAlive: true, maxSockets: 50 },
    },
  };
}

/**
 * What all clients of a run share, from the first client. They share connections, because opening one costs more time
 * than a call. They share the settings of the environment and the config file, so that no client reads them again.
 */
const shared = new WeakMap<object, object>();

const LOOKED_UP = ['authSchemePreference', 'useDualstackEndpoint', 'useFipsEndpoint', 'userAgentAppId'] as const;

function sharing(config: object, client: Client, signal: AbortSignal): Client {
  if (shared.has(config)) return client;
  client.config.requestHandler = endingWith(signal, client.config.requestHandler);
  const { requestHandler } = client.config;
  const lookedUp = LOOKED_UP.map((name) => [name, client.config[name]]);
  shared.set(config, { requestHandler, ...Object.fromEntries(lookedUp) });
  return client;
}

/** Cuts all connections when a run is ended, and opens none after that: cheaper than a listener for each call. */
function endingWith(signal: AbortSignal, handler: RequestHandler): RequestHandler {
  signal.addEventListener('abort', () => handler.destroy(), { once: true });
  const handle: RequestHandler['handle'] = async (request, options) => {
    if (signal.aborted) throw new DOMException('', 'AbortError');
    return handler.handle(request, options);
  };
  return Object.assign(Object.create(handler) as RequestHandler, { handle });
}

/** Calls with one account's credentials; a client for each service and Region. */
export function caller(config: object, credentials: Credentials, signal: AbortSignal): Call {
  const clients = new Map<string, Client>();
  return async (call, region, input) => {
    const sdk = await sdkFor(call.service);
    const key = `${call.service} ${region}`;
    let client = clients.get(key);
    if (!client) {
      const Client = sdk[CLIENTS[call.service]] as Constructor<Client>;
      client = sharing(config, new Client({ ...config, ...shared.get(config), region, credentials }), signal);
      clients.set(key, client);
    }
    const Command = sdk[`${call.name}Command`] as Constructor<object>;
    return client.send(new Command(input));
  };
}

/** Where a service is asked about the account as a whole. */
export function regionOfAll(service: Service, home: string): string {
  if (service === 'iam') return regionOfIam(home);
  return service === 'networkmanager' ? regionOfNetworkManager(home) : home;
}

/** The Region of the environment, or of the profile. Undefined if neither names one. */
export async function defaultRegion(profile: string | null): Promise<string | undefined> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(profile === null ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
