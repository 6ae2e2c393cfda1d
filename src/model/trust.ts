/**
 * Who counts as inside, from `trust` in a config. If any list is given, everyone in none of the lists is outside. Without
 * lists, the endpoint's owner is inside, and so are the accounts and organizations that the policy allows by name.
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

/** Whether a config says who is inside. */
export function isConfigured(trust: Trust | undefined): trust is Trust {
  return (
    trust !== undefined &&
    Object.values(trust).some((list: readonly string[] | undefined) => list !== undefined && list.length > 0)
  );
}
