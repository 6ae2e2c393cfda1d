import { type Entity, type Fact, known, type Origin, unknown } from '../../../model/index.ts';
import { toFact } from '../values/convert.ts';
import type { Registry } from './registry.ts';

/**
 * VPC Block Public Access as a document turns it on for its Region, after the exclusion of a VPC or subnet. Null if
 * no resource of the document says anything about it.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcBlockPublicAccessOptions.html
 */
export function blockModeOf(
  of: Entity & { readonly at: Origin; readonly region: Fact<string> },
  attribute: 'vpc_id' | 'subnet_id',
  kind: 'vpc' | 'subnet',
  registry: Registry,
): Fact<string | null> {
  const { associations, graph } = registry;
  const options = associations
    .instances('aws_vpc_block_public_access_options')
    .filter((i) => isHere(registry.regionOf(i), of.region));
  const [only] = options;
  if (!only) return known(null, of.at);
  if (options.length > 1) return unknown(`it is not known which of ${only.address} and others is of its Region`, of.at);
  const exclusions = associations.of(of, 'aws_vpc_block_public_access_exclusion', attribute, kind);
  const [exclusion] = exclusions.sure;
  // Either kind of exclusion lets traffic out.
  if (exclusion) return known('off', exclusion.at);
  if (exclusions.open !== null) return unknown(exclusions.open, of.at);
  const strange = exclusions.maybe.find((i) => !isNull(graph.read(i, attribute)));
  if (strange) return unknown(exclusions.doubt ?? `${strange.address} may exclude ${of.key}`, of.at);
  return toFact(graph.read(only, 'internet_gateway_block_mode'), only.at, (v) =>
    typeof v === 'string' ? v : undefined,
  );
}

/** Whether it is, or may be, one Region. */
function isHere(a: Fact<string>, b: Fact<string>): boolean {
  return !a.known || !b.known || a.value === b.value;
}

function isNull(value: { readonly k: string; readonly v?: unknown }): boolean {
  return value.k === 'lit' && (value.v === null || value.v === '');
}
