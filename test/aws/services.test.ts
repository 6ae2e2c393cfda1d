import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseServiceName, serviceByName, serviceKeys } from '../../src/aws/index.ts';

interface Entry {
  serviceName: string;
  ports: (number | string)[] | null;
  policy: boolean | null;
  privateDns: boolean | null;
  privateDnsNames: string[];
  companions: string[];
  types: string[];
  basis: Record<string, string>;
}

const url = new URL('../../src/aws/data/privatelink-services.json', import.meta.url);
const data = JSON.parse(readFileSync(url, 'utf8')) as { services: Record<string, Entry> };

test('the generated table is up to date', () => {
  execFileSync(process.execPath, ['scripts/gen-services.mjs', '--check'], { stdio: 'pipe' });
});

test('no source has a name that the table lacks', () => {
  const names = JSON.parse(readFileSync(new URL('service-names.json', url), 'utf8')) as {
    sources: Record<string, string[]>;
  };
  for (const [source, list] of Object.entries(names.sources)) {
    const unknown = list.filter((name) => serviceByName(name.replace('{region}', 'eu-west-1')) === undefined);
    expect(unknown, source).toEqual([]);
  }
});

test('every service of the data is found by its name, with its values', () => {
  expect(serviceKeys).toHaveLength(Object.keys(data.services).length);
  for (const [key, entry] of Object.entries(data.services)) {
    const name = entry.serviceName.replace('{region}', 'eu-west-1').replace(/\{\w+\}/, 'x1');
    const service = serviceByName(name);
    expect(service, name).toBeDefined();
    expect(service?.key).toBe(key);
    expect(parseServiceName(name).key).toBe(key.replace(/\{\w+\}/, 'x1'));
    expect(service?.types).toEqual(entry.types);
    expect(service?.policy).toBe(entry.policy);
    expect(service?.privateDns).toBe(entry.privateDns);
    expect(service?.companions).toEqual(entry.companions);
    expect(service?.ports?.length).toBe(entry.ports?.length);
    const region = parseServiceName(name).region ?? '';
    if (entry.privateDnsNames.length > 0) {
      expect(service?.privateDnsNames).toEqual(
        entry.privateDnsNames.map((n) =>
          n
            .replace('{region}', region)
            .replace('{dnsSuffix}', 'amazonaws.com')
            .replace(/\{\w+\}/, 'x1'),
        ),
      );
    }
  }
});

test('a value tells what it rests on', () => {
  const cassandra = serviceByName('com.amazonaws.us-east-1.cassandra')!;
  expect(cassandra.ports).toEqual([[9142, 9142]]);
  expect(cassandra.portsOptional).toEqual([[443, 443]]);
  expect(cassandra.basis('ports')).toBe('documented');
  expect(cassandra.basis('privateDnsNames')).toBe('derived');
  const acm = serviceByName('com.amazonaws.us-east-1.acm')!;
  expect([acm.basis('ports'), acm.basis('protocols')]).toEqual(['derived', 'derived']);
});

test('port ranges, exclusions and flags', () => {
  expect(serviceByName('com.amazonaws.us-east-1.datasync')?.ports).toEqual([[1024, 1064]]);
  expect(serviceByName('com.amazonaws.us-east-1.highlander')?.protocols).toEqual(['tcp', 'udp']);
  expect(serviceByName('com.amazonaws.us-east-1.email-smtp')).toMatchObject({ anyPort: true });
  expect(serviceByName('com.amazonaws.us-east-1.email-smtp')?.azExclusions).toContain('use1-az2');
  expect(serviceByName('com.amazonaws.us-east-1.dynamodb')).toMatchObject({
    privateDns: false,
    privateDnsNames: [],
    phzOverrideForbidden: true,
    types: ['Gateway', 'Interface'],
  });
  expect(serviceByName('com.amazonaws.us-east-1.iot.data')?.ports).toBeNull();
  expect(serviceByName('com.amazonaws.us-east-1.pricingplanmanager')?.onlyRegion).toBe('us-east-1');
});

test('private names follow Region and partition, and are unknown where the Region is of no known partition', () => {
  expect(serviceByName('com.amazonaws.us-east-1.kinesis-streams')?.privateDnsNames).toEqual([
    'kinesis.us-east-1.amazonaws.com',
  ]);
  expect(serviceByName('com.amazonaws.cn-north-1.ecr.dkr')?.privateDnsNames).toEqual([
    'dkr.ecr.cn-north-1.amazonaws.com.cn',
    '*.dkr.ecr.cn-north-1.amazonaws.com.cn',
  ]);
  expect(serviceByName('com.amazonaws.qq-east-1.sqs')?.privateDnsNames).toBeNull();
  expect(serviceByName('com.amazonaws.us-east-1.lorawan.cups')?.privateDnsNames).toBeNull();
});

test('templates match one part without dashes', () => {
  expect(serviceByName('com.amazonaws.us-east-1.dsql-fnh4')).toMatchObject({
    key: 'dsql-{id}',
    privateDnsNames: ['*.dsql-fnh4.us-east-1.on.aws'],
  });
  expect(serviceByName('com.amazonaws.us-east-1.dsql')?.key).toBe('dsql');
  expect(serviceByName('com.amazonaws.us-east-1.dsql-fips')).toBeUndefined();
  expect(serviceByName('com.amazonaws.us-east-1.timestream.query-cell2')?.key).toBe('timestream.query-{cell}');
});

test('a name without a Region is none of a Regional service, nor the other way round', () => {
  expect(serviceByName('com.amazonaws.sqs')).toBeUndefined();
  expect(serviceByName('com.amazonaws.us-east-1.iam')).toBeUndefined();
  expect(serviceByName('com.amazonaws.iam')?.key).toBe('iam');
  expect(serviceByName('com.amazonaws.us-east-1.kinesis')).toBeUndefined();
  expect(serviceByName('com.amazonaws.us-east-1.constructor')).toBeUndefined();
  expect(serviceByName('com.amazonaws.us-east-1.__proto__')).toBeUndefined();
});
