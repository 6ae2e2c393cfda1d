import { partitionName } from '../aws/index.ts';
import { oncePer, remembered } from '../base/memo.ts';
import type { RunContext } from '../engine/rule.ts';
import { type Undecided, undecided } from '../engine/verdict.ts';
import { type Endpoint, is, type Network } from '../model/index.ts';
import { type Analysis, type Reach, reachesAws, type Signer } from '../policy/index.ts';
import { neighbours } from './neighbours.ts';
import { type PolicyInForce, policyOf } from './policy.ts';
import { mayBeTo } from './services.ts';

/** Whether an endpoint may be for S3: false if it surely is not. */
export function mayBeS3(endpoint: Endpoint): boolean {
  return mayBeTo(endpoint, 's3');
}

/** AWS-owned buckets by name, which may contain wildcards, and the action on them. */
export interface BucketUse {
  readonly buckets: readonly string[];
  readonly action: 's3:GetObject' | 's3:PutObject';
  /** Who may have signed the requests: one of them is enough. */
  readonly signers: readonly Signer[];
}

/** Whether the policy of the S3 endpoint allows an action on at least one of these buckets, or why that is not known. */
export function reachesBuckets(inForce: PolicyInForce, { buckets, action, signers }: BucketUse): boolean | Undecided {
  const { region } = inForce.facts;
  if (region == null) return undecided('the Region of the endpoint is not known');
  const partition = partitionName(region);
  const arns = buckets.map((bucket) => `arn:${partition}:s3:::${bucket}/*`);
  const reach = reachOf(inForce.analysis(), action, arns, signers);
  if (reach !== 'unknown') return reach === 'passes';
  return undecided(
    inForce.policy.unknowns[0]?.because ?? 'it is not certain whether the policy allows AWS-owned buckets',
  );
}

const reachesOf = oncePer((_: Analysis) => new Map<string, Reach>());

/** Endpoints share analyses, and therefore their answers. */
function reachOf(analysis: Analysis, action: string, arns: readonly string[], signers: readonly Signer[]): Reach {
  return remembered(reachesOf(analysis), [action, ...signers, ...arns].join(' '), () =>
    reachesAws(analysis, action, arns, signers),
  );
}

/**
 * Whether the S3 requests of a VPC go through this S3 endpoint: true, false, or what is missing to tell. Requests reach an
 * interface endpoint only with private DNS, and not if private DNS is only for the inbound resolver endpoint.
 */
function takesRequests({ type, privateDns, dnsOptions }: Endpoint): boolean | Undecided {
  if (!type.known) return undecided(type);
  if (type.value === 'Gateway') return true;
  if (!privateDns.known) return undecided(privateDns);
  if (!privateDns.value) return false;
  if (!dnsOptions.known) return undecided(dnsOptions);
  const inboundOnly = dnsOptions.value?.onlyInboundResolver;
  if (inboundOnly === undefined) return true;
  return inboundOnly.known ? inboundOnly.value !== true : undecided(inboundOnly);
}

/** Another path than this S3 endpoint for requests of a VPC to these buckets. */
export interface OtherPath {
  /** They do not use this endpoint. */
  readonly elsewhere: boolean;
  /** They may use another path, or what is missing to decide it. */
  readonly maybe: Undecided | null;
  /** There may be further S3 endpoints. */
  readonly open: boolean;
}

export function otherPath(endpoint: Endpoint, use: BucketUse, net: Network, run: RunContext): OtherPath {
  const here = takesRequests(endpoint);
  if (here === false) return { elsewhere: true, maybe: null, open: false };
  const { sure, open } = neighbours(endpoint, net, new Set(['s3']));
  let maybe = here === true ? null : here;
  for (const other of sure) {
    if (!is(other.type, 'Gateway') && takesRequests(other) === false) continue;
    const answer = policyOf(other, net, run);
    const blocks = answer.is === 'judged' && !answer.isDefault && reachesBuckets(answer, use) === false;
    if (!blocks) maybe ??= undecided(`it is not known whether requests go through ${other.key} instead`);
  }
  return { elsewhere: false, maybe, open: open !== null };
}
