import type { EndpointType } from '../model/nouns/index.ts';

/** First and last port. */
export type PortRange = readonly [first: number, last: number];

/** A partition as the service data has it. */
export interface PartitionRow {
  readonly dnsSuffix: string;
  readonly dualStackDnsSuffix: string;
  /** Regular expression of its Region codes. */
  readonly regions: string;
}

/** The values of a service that carry a basis. */
export type BasedField =
  | 'ports'
  | 'protocols'
  | 'policy'
  | 'privateDns'
  | 'privateDnsNames'
  | 'types'
  | 'companions'
  | 'ipAddressTypes';

/** A service as the generated table has it: what is left out is unknown, or false for the flags. */
export interface ServiceRow {
  /** `com.amazonaws.{region}.sqs`; omitted if it is this pattern with the key of the row. */
  readonly name?: string;
  /** Index into `SOURCES`. */
  readonly source: number;
  readonly ports?: readonly PortRange[];
  readonly protocols?: readonly ('tcp' | 'udp')[];
  readonly policy?: boolean;
  readonly privateDns?: boolean;
  readonly privateDnsNames?: readonly string[];
  /** Omitted if the only type is Interface. */
  readonly types?: readonly EndpointType[];
  readonly companions?: readonly string[];
  readonly ipAddressTypes?: readonly ('ipv4' | 'ipv6')[];
  /** Which of the values above AWS documents; the others are derived. */
  readonly documented?: readonly BasedField[];
  readonly portsOptional?: readonly PortRange[];
  readonly anyPort?: true;
  readonly wildcardRecordNeeded?: true;
  readonly companionsOptional?: readonly string[];
  readonly azExclusions?: readonly string[];
  readonly crossRegion?: true;
  readonly phzOverrideForbidden?: true;
  readonly privateDnsOptional?: true;
  readonly privateDnsRequired?: true;
  readonly dnsRecordIpTypes?: readonly string[];
  readonly deprecatedBy?: string;
}
