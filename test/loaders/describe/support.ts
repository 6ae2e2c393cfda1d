import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DescribeFile, type DescribeResult, readDescribe } from '../../../src/loaders/describe/index.ts';
import type { Endpoint, Fact, Network } from '../../../src/model/index.ts';

const fixtures = fileURLToPath(new URL('../../../fixtures/describe/', import.meta.url));

/** The files of a folder of fixtures, in the order of their names. */
export function folder(name: string): DescribeFile[] {
  const names = readdirSync(fixtures + name).filter((file) => file.endsWith('.json'));
  return names.sort().map((file, input) => {
    const text = readFileSync(`${fixtures}${name}/${file}`, 'utf8');
    return { input, path: `${name}/${file}`, value: JSON.parse(text) as unknown };
  });
}

/** Documents as files `describe-0.json`, `describe-1.json` ... of one folder, or by the names given. */
export function files(...documents: (object | readonly [path: string | null, value: unknown])[]): DescribeFile[] {
  return documents.map((document, input) =>
    isNamed(document)
      ? { input, path: document[0], value: document[1] }
      : { input, path: `export/describe-${input}.json`, value: document },
  );
}

function isNamed(document: unknown): document is readonly [string | null, unknown] {
  return Array.isArray(document) && document.length === 2 && (document[0] === null || typeof document[0] === 'string');
}

/** Reads documents that are all of one account and Region. */
export function network(...documents: Parameters<typeof files>): Network {
  return only(readDescribe(files(...documents)));
}

export function only(result: DescribeResult): Network {
  if (result.pictures.length !== 1) throw new Error(`${result.pictures.length} pictures`);
  return result.pictures[0]!.network;
}

export function endpoint(net: Network, id: string): Endpoint {
  const found = net.endpoints.find((e) => e.key === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
}

/** The value of a fact, or `unknown: <why>`. */
export function told<T>(fact: Fact<T>): T | string {
  return fact.known ? fact.value : `unknown: ${fact.because}`;
}

/** An interface endpoint as EC2 answers it, with changes; a field set to undefined is left out. */
export function row(changes: object = {}): object {
  const all = {
    VpcEndpointId: 'vpce-0aaaaaaaaaaaaaaa1',
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-0aaaaaaaaaaaaaaa1',
    ServiceName: 'com.amazonaws.us-east-1.sqs',
    State: 'available',
    PolicyDocument: '{"Statement":[]}',
    RouteTableIds: [],
    SubnetIds: ['subnet-1', 'subnet-2'],
    Groups: [{ GroupId: 'sg-1', GroupName: 'https' }],
    IpAddressType: 'ipv4',
    DnsOptions: { DnsRecordIpType: 'ipv4' },
    PrivateDnsEnabled: true,
    RequesterManaged: false,
    NetworkInterfaceIds: ['eni-1', 'eni-2'],
    DnsEntries: ['', '-us-east-1a', '-us-east-1b'].map((zone) => ({
      DnsName: `vpce-0aaaaaaaaaaaaaaa1-abcdefgh${zone}.sqs.us-east-1.vpce.amazonaws.com`,
    })),
    CreationTimestamp: '2026-01-02T03:04:05+00:00',
    Tags: [{ Key: 'Name', Value: 'sqs' }],
    OwnerId: '111122223333',
    ServiceRegion: 'us-east-1',
    ...changes,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
