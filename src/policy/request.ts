/**
 * One request, as it reaches the policy.
 * Keys of `context` are condition keys (case does not count); a key with several values has a list.
 */
export interface Request {
  /** ARN of an IAM role, user or root; `anonymous` for an unsigned request; `federated` for a web identity or SAML login; a service principal (`logging.s3.amazonaws.com`). */
  readonly principal: string;
  /** `s3:PutObject`. */
  readonly action: string;
  /** ARN, or `*` for an action without a resource. */
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}
