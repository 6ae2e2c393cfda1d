import { isRegion } from './partitions.ts';

export type ZoneKind = 'availability-zone' | 'local-zone' | 'wavelength-zone';

export interface Zone {
  readonly name: string;
  readonly kind: ZoneKind;
  /** Region it belongs to: for a Local Zone its parent Region. */
  readonly region: string;
}

/** Longer than any zone name: what is read may be anything. */
const LONGEST = 64;
const AVAILABILITY_ZONE = /^([a-z]{2,4}(?:-[a-z]+){1,2}-\d{1,2})[a-z]$/;
const OTHER_ZONE = /^([a-z]{2,4}(?:-[a-z]+){1,2}-\d{1,2})-(wl\d+-)?[a-z0-9]+(?:-[a-z0-9]+)*-\d+[a-z]?$/;
const ZONE_ID = /^[a-z]{2,8}\d{1,2}(?:-[a-z0-9]+)*-(?:az|wlz)\d{1,2}$/;

/**
 * The parts of a zone name: `us-east-1a` (Availability Zone), `us-east-1-bos-1a` (Local Zone), `us-east-1-wl1-bos-wlz-1`
 * (Wavelength Zone). Undefined if the text is not a zone name.
 */
export function parseZone(name: string): Zone | undefined {
  if (name.length > LONGEST) return undefined;
  const plain = AVAILABILITY_ZONE.exec(name);
  if (plain) return { name, kind: 'availability-zone', region: plain[1]! };
  const other = OTHER_ZONE.exec(name);
  if (!other || !isRegion(other[1]!)) return undefined;
  return { name, kind: other[2] === undefined ? 'local-zone' : 'wavelength-zone', region: other[1]! };
}

/** Whether a zone is not a full Availability Zone, by its name or its id: `use1-bos1-az1` is not, `use1-az1` is. */
export function isLocalZone(zone: string): boolean {
  const parsed = parseZone(zone);
  if (parsed) return parsed.kind !== 'availability-zone';
  return ZONE_ID.test(zone) && !/^[a-z]+\d+-az\d+$/.test(zone);
}

/** The Region of a zone name; undefined for what is none. */
export function regionOfZone(name: string): string | undefined {
  return parseZone(name)?.region;
}

/** `use1` of `us-east-1`, `apse2` of `ap-southeast-2`: how zone ids of a Region begin. */
export function zoneIdPrefix(region: string): string {
  const [area = '', ...rest] = region.split('-');
  const number = rest.pop() ?? '';
  const direction = rest
    .join('')
    .replace(/(north|south)(east|west)/, (_, ns: string, ew: string) => `${ns[0]}${ew[0]}`)
    .replace(/north|south|east|west|central|gov|iso/g, (word) => (word === 'gov' ? 'g' : word[0]!));
  return `${area}${direction}${number}`;
}

/** Whether a text has the form of a zone id, the same for all accounts: `use1-az2`. */
export function isZoneId(text: string): boolean {
  return ZONE_ID.test(text);
}

/** The zones that zonal names among those of an endpoint are of. */
export function zonesOfNames(dnsNames: readonly string[]): ReadonlySet<string> {
  return new Set(dnsNames.map(zoneOfEndpointName).filter((zone) => zone !== undefined));
}

/**
 * The zone a zonal endpoint name is of: `vpce-0f89-bluzidnv-us-east-1b.sqs.us-east-1.vpce.amazonaws.com` is of
 * `us-east-1b`. Undefined for Regional and private names.
 */
export function zoneOfEndpointName(dnsName: string): string | undefined {
  const label = /^(?:\*\.)?vpce-[0-9a-z]+-[0-9a-z]+-([^.]+)\./.exec(dnsName)?.[1];
  return label !== undefined && parseZone(label) ? label : undefined;
}
