/** Who is inside, as the config's `trust` says. AWS services are always inside. */
export interface Trust {
  /** Organization ids: `o-abc123def4`. */
  readonly organizations?: readonly string[];
  /** Organization paths: `o-abc123def4/r-ab12/ou-ab12-11111111/`. */
  readonly organizationPaths?: readonly string[];
  /** Account ids, twelve digits. */
  readonly accounts?: readonly string[];
  /** Principal ARNs. */
  readonly principals?: readonly string[];
  /** Accounts whose resources may be reached. */
  readonly resourceAccounts?: readonly string[];
  readonly resourceOrganizations?: readonly string[];
  /** S3 bucket names. */
  readonly buckets?: readonly string[];
}
