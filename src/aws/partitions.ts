import { PARTITIONS } from './services.generated.ts';

/** A set of Regions with accounts, ARNs and DNS names of its own. */
export interface Partition {
  /** As in ARNs: `aws`, `aws-cn`, `aws-us-gov`, `aws-iso` ... */
  readonly name: string;
  readonly dnsSuffix: string;
  readonly dualStackDnsSuffix: string;
}

const compiled = Object.entries(PARTITIONS).map(([name, row]) => ({
  partition: { name, dnsSuffix: row.dnsSuffix, dualStackDnsSuffix: row.dualStackDnsSuffix } satisfies Partition,
  regions: new RegExp(row.regions),
}));

const REGION = /^[a-z]{2,4}(?:-[a-z]+){1,2}-\d{1,2}$/;

/** The partition of a Region; undefined for a Region code of no known partition. */
export function partitionOf(region: string): Partition | undefined {
  return compiled.find((p) => p.regions.test(region))?.partition;
}

/** The name of the partition of a Region, as in ARNs; `aws` where the Region is not known, or of none. */
export function partitionName(region: string | null | undefined): string {
  return partitionOf(region ?? '')?.name ?? 'aws';
}

/** The partitions whose services have names under a domain; none for domains that are not of AWS. */
export function partitionsOfDomain(domain: string): readonly string[] {
  return compiled
    .map(({ partition }) => partition)
    .filter((p) => [p.dnsSuffix, p.dualStackDnsSuffix].some((suffix) => `.${domain}`.endsWith(`.${suffix}`)))
    .map(({ name }) => name);
}

/** Whether a word has the form of a Region code (`eu-west-1`, `us-gov-west-1`), known or yet to come. */
export function isRegion(word: string): boolean {
  return REGION.test(word);
}

export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for global resources. */
  readonly region: string;
  /** Empty if the ARN names none. */
  readonly account: string;
  readonly resource: string;
}

/** The parts of an ARN; undefined for what is none. */
export function parseArn(text: string): Arn | undefined {
  const match = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.+)$/s.exec(text);
  if (!match) return undefined;
  const [, partition, service, region, account, resource] = match as unknown as string[];
  return { partition, service, region, account, resource } as Arn;
}
