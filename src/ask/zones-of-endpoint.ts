/** Private hosted zones that lead clients to an endpoint. */
import { type Endpoint, type HostedZone, is, type Network, type Ref, type Vpc } from '../model/index.ts';
import { isAddress, recordsOfZone } from './names.ts';
import { endpointNamed, endpointOf, recordsTo } from './records.ts';

/** A private hosted zone with a record for an endpoint. */
export interface Leading {
  readonly zone: HostedZone;
  /** Whether it is surely private, and the record surely there. */
  readonly certain: boolean;
}

/** The private hosted zones with an address record that leads to an endpoint, including those that may have one. */
export function zonesLeadingTo(endpoint: Endpoint, net: Network): readonly Leading[] {
  const { sure, maybe, unclear, openZones } = recordsTo(endpoint, net);
  const found = new Map<HostedZone, boolean>();
  const put = (ref: Ref<HostedZone>, certain: boolean) => {
    if (ref.is !== 'entity' || is(ref.to.isPrivate, false)) return;
    found.set(ref.to, (found.get(ref.to) ?? false) || (certain && ref.to.isPrivate.known));
  };
  for (const { record, zone } of sure) if (isAddress(record) || !record.type.known) put(zone, isAddress(record));
  for (const { zone } of [...maybe, ...unclear]) put(zone, false);
  for (const zone of openZones) put(zone, false);
  return [...found].map(([zone, certain]) => ({ zone, certain }));
}

/** The VPCs of a zone, each with whether that is certain; `open` says why there may be others. */
export function vpcsOfZone({ vpcs }: HostedZone): {
  readonly refs: readonly (readonly [Ref<Vpc>, boolean])[];
  readonly open: string | null;
} {
  const refs = [...vpcs.sure.map((ref) => [ref, true] as const), ...vpcs.maybe.map((ref) => [ref, false] as const)];
  return { refs, open: vpcs.open };
}

/** The endpoints of the input that the address records of a zone surely lead to. */
export function zoneTargets(
  zone: HostedZone,
  net: Network,
): { readonly sure: readonly Endpoint[]; readonly open: string | undefined } {
  const records = recordsOfZone(zone, net);
  if (!records) return { sure: [], open: `the records of the hosted zone ${zone.key} are not in the input` };
  let open = records.open ?? undefined;
  const sure = new Set<Endpoint>();
  for (const record of [...records.sure, ...records.maybe]) {
    if (record.type.known && !isAddress(record)) continue;
    const { targets } = record;
    for (const target of [...targets.sure, ...targets.maybe]) {
      const endpoint = endpointOf(target, net);
      if (endpoint && isAddress(record) && records.sure.includes(record) && targets.sure.includes(target))
        sure.add(endpoint);
      else if (endpointNamed(target))
        open ??= record.type.known ? `it is not known whether ${zone.key} leads to ${target}` : record.type.because;
    }
    open ??= targets.open ?? undefined;
  }
  return { sure: [...sure], open };
}
