/** Attributes of data sources that follow from their arguments and from the provider, without asking AWS. */
import { parseArn, partitionOf } from '../../../aws/partitions.ts';
import { madeOf } from '../values/marked.ts';
import { lit, unknowable, type Value } from '../values/value.ts';
import { whyUnknown } from '../values/why-unknown.ts';

/** The arguments of a data source. */
export interface DataSource {
  readonly type: string;
  /** An argument as it is written. Undefined if it is not written. */
  argument(name: string): Value | undefined;
  /** The Region it asks in. */
  readonly region: Value;
  readonly account: string | undefined;
}

/** Undefined for an attribute that only AWS can tell. */
export function dataAttribute(data: DataSource, name: string): Value | undefined {
  const read = READERS[data.type];
  return read && Object.hasOwn(READERS, data.type) ? read(data, name) : undefined;
}

type Reader = (data: DataSource, name: string) => Value | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  aws_region: (data, name) => {
    const region = given(data, 'region') ?? given(data, 'name') ?? data.region;
    if (name === 'name' || name === 'region' || name === 'id') return region;
    return name === 'endpoint' ? ofText(region, (r) => domainOf(r, (suffix) => `ec2.${r}.${suffix}`)) : undefined;
  },
  aws_partition: ({ region }, name) => {
    switch (name) {
      case 'partition':
      case 'id':
        return ofText(region, (r) => partitionOf(r)?.name);
      case 'dns_suffix':
        return ofText(region, (r) => partitionOf(r)?.dnsSuffix);
      case 'reverse_dns_prefix':
        return ofText(region, reversed);
      default:
        return undefined;
    }
  },
  aws_caller_identity: ({ account }, name) =>
    account !== undefined && (name === 'account_id' || name === 'id') ? lit(account) : undefined,
  aws_vpc_endpoint_service: (data, name) => {
    if (name !== 'service_name' || given(data, 'service_name')) return undefined;
    const service = given(data, 'service');
    const region = service && (given(data, 'service_regions') ? undefined : data.region);
    // The service is the same in China, where names begin with `cn.com.amazonaws`.
    if (region && region.k !== 'lit') return joined([lit('com.amazonaws.'), region, lit('.'), service]);
    return region && joined([ofText(region, (r) => `${reversed(r)}.${r}.`), service]);
  },
  aws_service: (data, name) => {
    const parts = serviceOf(data);
    return parts && Object.hasOwn(parts, name) ? parts[name] : undefined;
  },
  aws_arn: (data, name) =>
    ofText(given(data, 'arn'), (text) => {
      const arn = parseArn(text);
      const parts: Readonly<Record<string, string>> = arn ? { ...arn, id: text } : {};
      return Object.hasOwn(parts, name) ? parts[name] : undefined;
    }),
};

function given(data: DataSource, name: string): Value | undefined {
  const value = data.argument(name);
  return value?.k === 'lit' && (value.v === null || value.v === '') ? undefined : value;
}

/** Something of a text; unknown where the text is. */
function ofText(value: Value | undefined, of: (text: string) => string | undefined): Value | undefined {
  if (!value) return undefined;
  if (value.k !== 'lit') return value.k === 'unknown' ? value : unknowable('a text', whyUnknown(value));
  const result = of(String(value.v));
  return result === undefined ? undefined : lit(result, value.sensitive);
}

function joined(parts: readonly (Value | undefined)[]): Value | undefined {
  if (parts.some((part) => part === undefined)) return undefined;
  const known = parts as readonly Value[];
  if (!known.every((part) => part.k === 'lit')) return { k: 'text', parts: known };
  return madeOf(known, lit(known.map((part) => String((part as { v: unknown }).v)).join('')));
}

function domainOf(region: string, of: (suffix: string) => string): string | undefined {
  const suffix = partitionOf(region)?.dnsSuffix;
  return suffix === undefined ? undefined : of(suffix);
}

/** `com.amazonaws`, `cn.com.amazonaws` */
function reversed(region: string): string | undefined {
  return partitionOf(region)?.dnsSuffix.split('.').reverse().join('.');
}

/** A service by its id and Region, by its DNS name or by that reversed. */
function serviceOf(data: DataSource): Readonly<Record<string, Value>> | undefined {
  const written = textOf(given(data, 'reverse_dns_name')) ?? flipped(textOf(given(data, 'dns_name')));
  const id = textOf(given(data, 'service_id'));
  const region = textOf(given(data, 'region')) ?? textOf(data.region);
  const name =
    written ?? (id !== undefined && region !== undefined ? `${reversed(region)}.${region}.${id}` : undefined);
  const match =
    name === undefined ? null : /^((?:cn\.)?com\.amazonaws|[a-z.]+?)\.([a-z]{2,4}(?:-[a-z]+)+-\d+)\.(.+)$/.exec(name);
  if (!match) return undefined;
  const [, prefix = '', where = '', service = ''] = match;
  return {
    reverse_dns_name: lit(name),
    id: lit(name),
    dns_name: lit(flipped(name)),
    reverse_dns_prefix: lit(prefix),
    region: lit(where),
    service_id: lit(service),
    partition: lit(partitionOf(where)?.name ?? null),
  };
}

function textOf(value: Value | undefined): string | undefined {
  return value?.k === 'lit' && typeof value.v === 'string' ? value.v : undefined;
}

function flipped(name: string | undefined): string | undefined {
  return name?.split('.').reverse().join('.');
}
