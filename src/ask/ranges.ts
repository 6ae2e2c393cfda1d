/** What follows from a source whose range is not known, if it is known which VPC has the range. */
import { type IpRange, overlaps, parseCidr } from '../aws/index.ts';
import { isEmpty, isExact, type Ref, type Source, same, type Tri, type Vpc } from '../model/index.ts';

/** Why it is not known how large a source is, and so whether it is every address. Undefined if it surely is not. */
export function whyUnbounded(source: Source & { is: 'cidr' }): string | undefined {
  return source.cidr.known || source.of ? undefined : source.cidr.because;
}

/** Whether a source of unknown range is surely a range of this VPC. */
export function isRangeOf(source: Source, vpc: Ref<Vpc>): boolean {
  return source.is === 'cidr' && source.of !== undefined && same(source.of.vpc, vpc) === 'yes';
}

/** Whether a source of unknown range is surely the primary range of this VPC. */
export function isPrimaryOf(source: Source, vpc: Ref<Vpc>): boolean {
  return isRangeOf(source, vpc) && source.is === 'cidr' && source.family === 4 && source.of?.isWhole === true;
}

/** Whether a source of unknown range surely holds every IPv4 address of a VPC: the VPC has no other range. */
export function holdsAll(source: Source, vpc: Ref<Vpc>): boolean {
  return isPrimaryOf(source, vpc) && vpc.is === 'entity' && isEmpty(vpc.to.secondaryCidrs);
}

/** Whether a source of unknown range holds one of the VPC's ranges, or the range of one of its subnets. */
export function holdsRange(source: Source, range: IpRange, vpc: Ref<Vpc>): Tri {
  if (!isPrimaryOf(source, vpc) || vpc.is !== 'entity') return 'unknown';
  const { secondaryCidrs: others } = vpc.to;
  // Ranges of one VPC do not overlap.
  const isOther = others.sure.some((cidr) => {
    const other = parseCidr(cidr);
    return other !== undefined && overlaps(other, range);
  });
  if (isOther) return 'no';
  return isExact(others) ? 'yes' : 'unknown';
}
