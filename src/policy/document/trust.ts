/**
 * Who is inside, as a config's `trust` says it. With any list given, whoever is in none of them is outside; without,
 * inside is the endpoint's owner and every account and organization that the policy itself lets in by name.
 * AWS services are always inside.
 */
export interface Trust {
  /** Organization ids: `o-abc123def4`. */
  readonly organizations?: readonly string[];
  /** Organization paths, also with wildcards: `o-abc123def4/r-ab12/ou-ab12-11111111/*`. */
  readonly organizationPaths?: readonly string[];
  /** Account ids, twelve digits. */
  readonly accounts?: readonly string[];
  /** Principal ARNs, also with wildcards. */
  readonly principals?: readonly string[];
  /** Accounts whose resources may be reached. */
  readonly resourceAccounts?: readonly string[];
  readonly resourceOrganizations?: readonly string[];
  /** S3 bucket names, also with wildcards. When given, a bucket named by a policy and not listed is outside. */
  readonly buckets?: readonly string[];
}

/** What is known of the endpoint a policy is attached to. */
export interface EndpointFacts {
  /** Endpoint service key as in the service table: `s3`, `ecr.api`; null when not known. */
  readonly service: string | null;
  /** On a gateway endpoint an account id as Principal means its root user only. Null: not known. */
  readonly type: 'Gateway' | 'Interface' | null;
  readonly region?: string | null | undefined;
  /** `vpce-...`; absent before it exists. */
  readonly id?: string | null | undefined;
  /** Symbol of unknown leaves that stand for this endpoint's id: `aws_vpc_endpoint.s3.id`. */
  readonly idSymbol?: string | undefined;
  readonly vpcId?: string | null | undefined;
  readonly vpcSymbol?: string | undefined;
  /** Account that owns the endpoint. */
  readonly ownerId?: string | null | undefined;
  /** The time conditions are judged at; default: the time of the call. */
  readonly now?: Date | undefined;
}

/** Whether a config says who is inside. */
export function isConfigured(trust: Trust | undefined): trust is Trust {
  return (
    trust !== undefined &&
    Object.values(trust).some((list: readonly string[] | undefined) => list !== undefined && list.length > 0)
  );
}

/** Partition of a region: `aws`, `aws-cn`, `aws-us-gov`, ... */
export function partitionOf(region: string | null | undefined): string {
  const prefix = /^(cn|us-gov|us-isob|us-isof|us-iso|eu-isoe|eusc)-/.exec(region ?? '')?.[1];
  switch (prefix) {
    case undefined:
      return 'aws';
    case 'us-isob':
      return 'aws-iso-b';
    case 'us-isof':
      return 'aws-iso-f';
    case 'us-iso':
      return 'aws-iso';
    case 'eu-isoe':
      return 'aws-iso-e';
    default:
      return `aws-${prefix}`;
  }
}
