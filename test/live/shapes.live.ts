/** What is asked and answered of services, by the models that the AWS CLI goes by. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { ACCOUNT_APIS } from '../../src/loaders/live/account-sdk.ts';
import { regionOfAll } from '../../src/loaders/live/client.ts';
import { DNS_APIS } from '../../src/loaders/live/dns-sdk.ts';
import { NAMING_APIS } from '../../src/loaders/live/naming-sdk.ts';
import { type Api, type Schema, sdkOf } from '../../src/loaders/live/small-sdk.ts';
import { WORKLOAD_APIS } from '../../src/loaders/live/workload-sdk.ts';
import { printScene } from '../../src/scene/print.ts';
import { everything } from '../scene/everything.ts';

const script = fileURLToPath(new URL('support/shapes.py', import.meta.url));
const hosts = fileURLToPath(new URL('support/hosts.py', import.meta.url));

interface Client {
  readonly config: { endpointProvider(parameters: object): { readonly url: URL } };
}

interface Plain {
  readonly members?: Readonly<Record<string, { wire: string; location: string | null; of: Plain | null }>>;
  readonly list?: Plain | null;
}

interface Traits {
  readonly jsonName?: string;
  readonly httpQuery?: string;
  readonly httpLabel?: number;
}

/** A schema of the SDK in a form that can be written as JSON. */
function plain(schema: Schema | (() => Schema)): Plain | null {
  if (typeof schema === 'function') return plain(schema());
  if (typeof schema === 'number') return null;
  const [kind, , , , names, inner] = schema as [number, string, string, number, unknown, unknown];
  if (kind === 3) {
    const schemas = inner as Schema[];
    const members = (names as string[]).map((name, i) => [name, memberOf(name, schemas[i]!)] as const);
    return { members: Object.fromEntries(members) };
  }
  return kind === 1 ? { list: plain(names as Schema) } : null;
}

function memberOf(name: string, schema: Schema) {
  const isTraited = Array.isArray(schema) && schema.length === 2;
  const [of, traits] = (isTraited ? schema : [schema, {}]) as [Schema, Traits];
  const location = traits.httpQuery !== undefined ? 'querystring' : traits.httpLabel ? 'uri' : null;
  return { wire: traits.jsonName ?? traits.httpQuery ?? name, location, of: plain(of) };
}

function structureOf(fields: Readonly<Record<string, Schema>>): Plain {
  return plain([3, '', '', 0, Object.keys(fields), Object.values(fields)])!;
}

function described({ prefix, signing = prefix, target, id, protocol, operations }: Api): object {
  return {
    ...(protocol === 'AwsJson1_1Protocol' ? { targetPrefix: target ?? id } : {}),
    endpointPrefix: prefix,
    signing,
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, { http, input, output }]) => [
        name,
        { http: http?.slice(0, 2) ?? null, input: structureOf(input), output: structureOf(output) },
      ]),
    ),
  };
}

function differences(apis: Readonly<Record<string, Api>>, answers: readonly (readonly [string, unknown])[]): string[] {
  const input = JSON.stringify({
    apis: Object.fromEntries(Object.entries(apis).map(([service, api]) => [service, described(api)])),
    answers,
  });
  const out = execFileSync(join(inject('bin'), 'python'), [script], { input, encoding: 'utf8', maxBuffer: 1 << 26 });
  return JSON.parse(out) as string[];
}

const APIS = { ...ACCOUNT_APIS, ...DNS_APIS, ...NAMING_APIS, ...WORKLOAD_APIS };

describe.skipIf(inject('moto') === null)('by the models of botocore', () => {
  test('calls with shapes of our own', () => {
    expect(differences(APIS, [])).toEqual([]);
  });

  const PLACES = ['us-east-1', 'eu-west-1', 'cn-north-1', 'us-gov-west-1'];

  test.each([false, true])('hosts are those of the AWS CLI; FIPS: %s', async (fips) => {
    // No service of China is validated for FIPS.
    const places = PLACES.filter((place) => !(fips && place.startsWith('cn-')));
    const { organizations: _, ...apis }: Record<string, Api> = APIS;
    const out = execFileSync(join(inject('bin'), 'python'), [hosts, String(fips), ...places, ...Object.keys(apis)], {
      encoding: 'utf8',
    });
    const own: Record<string, string> = {};
    for (const [service, api] of Object.entries(apis)) {
      const sdk = (await sdkOf(api)) as Record<string, new (config: object) => Client>;
      for (const place of places) {
        const region = regionOfAll(service as 'eks', place);
        const { config } = new sdk[`${api.id}Client`]!({ region });
        own[`${service} ${place}`] = String(config.endpointProvider({ Region: region, UseFIPS: fips }).url);
      }
    }
    expect(own).toEqual(JSON.parse(out));
  });

  test('a shape that is not so is told', () => {
    const { eks } = WORKLOAD_APIS;
    const operations = {
      ListClusters: { ...eks.operations.ListClusters!, output: { clusterNames: 0 } },
      DescribeCluster: { ...eks.operations.DescribeCluster!, http: ['POST', '/cluster/{name}', 200] as const },
    };
    expect(differences({ eks: { ...eks, operations } }, [['eks-list-clusters', { clusters: 'prod' }]])).toEqual([
      'eks DescribeCluster: is GET /clusters/{name}',
      'eks ListClusters output.clusterNames: is not in the model',
      'eks-list-clusters.clusters: is a list',
    ]);
  });

  test('what examples print as describe output', () => {
    const scenes = rules.flatMap((rule) =>
      Object.values({ ...rule.bad, ...rule.good })
        .filter(({ inputs }) => inputs?.includes('describe') ?? true)
        .map(({ scene }) => scene),
    );
    const answers = [everything, ...scenes].flatMap((scene) =>
      printScene(scene, 'describe', 'shapes').map(({ path, document }) => [path.split('.')[0]!, document] as const),
    );
    expect(new Set(answers.map(([call]) => call)).size).toBeGreaterThan(35);
    expect(differences({}, answers)).toEqual([]);
  });
});
