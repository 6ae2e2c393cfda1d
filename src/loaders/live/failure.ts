/** Why a call failed, in words of ours: those of the service may quote signatures, tokens and the request. */

/** Its effect on the rest of a read. */
export type FailureKind =
  /** This one call may not be made. */
  | 'denied'
  /** This call failed; others may work. */
  | 'failed'
  /** Nobody answers for this service in this Region. */
  | 'away'
  /** Nothing will work with these credentials in this Region. */
  | 'shut'
  /** The user ended it. */
  | 'interrupted'
  /** There are no credentials. */
  | 'no-credentials';

export interface Fault {
  readonly kind: FailureKind;
  /** The API's error code, or ours where there is none. */
  readonly code: string;
  readonly message: string;
}

/** A call that was not answered, or not to the end. */
export interface Failure {
  /** Null where not even the account is known. */
  readonly account: string | null;
  readonly region: string | null;
  /** `ec2:DescribeVpcs`. */
  readonly call: string | null;
  readonly code: string;
  readonly message: string;
  /** Whether the run counts as whole all the same. */
  readonly optional: boolean;
  /** Whether nothing after it was asked in this account and Region; where it is not EC2's, nothing of its service. */
  readonly rest: boolean;
  /** The permission that would settle it, where one is missing. */
  readonly permission: string | null;
}

export const INTERRUPTED: Fault = { kind: 'interrupted', code: 'Interrupted', message: 'interrupted' };

/** An answer that is none of this API's. */
export class MalformedAnswer extends Error {}

const DENIED = /^(UnauthorizedOperation|AccessDenied(Exception)?|UnauthorizedAccess|AuthorizationError)$/;
const EXPIRED = /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired)$/;
const INVALID =
  /^(AuthFailure|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|MissingAuthenticationToken(Exception)?|IncompleteSignature)$/;
const NOT_ENABLED = /^(OptInRequired|RegionDisabledException|Blocked)$/;
const THROTTLED =
  /^(RequestLimitExceeded|Throttl\w*|TooManyRequests\w*|SlowDown|PriorRequestNotComplete|BandwidthLimitExceeded)$/;
const NO_SERVER = /^(ENOTFOUND|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/;
const CUT = /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|ERR_STREAM_PREMATURE_CLOSE)$/;
const TLS =
  /^(CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_\w+|ERR_SSL_\w+|EPROTO)$/;

/** Names an error of the SDK, of the network or of the credentials. */
export function faultOf(error: unknown): Fault {
  if (error instanceof MalformedAnswer) return malformed();
  const { name, code, message, attempts, status, throttling } = seen(error);
  const tries = attempts > 1 ? ` after ${attempts} tries` : '';
  const told = THROTTLED.test(name) || throttling || status === 429;
  if (told) return { kind: 'failed', code: plainCode(name), message: `AWS throttled the call${tries}` };
  if (DENIED.test(name)) return { kind: 'denied', code: name, message: 'not allowed' };
  if (EXPIRED.test(name))
    return { kind: 'shut', code: name, message: 'the credentials have expired, so sign in again' };
  if (NOT_ENABLED.test(name) || INVALID.test(name)) {
    return {
      kind: 'shut',
      code: name,
      message: 'AWS rejects the credentials. Check that they are valid and that the Region is enabled',
    };
  }
  if (isCredentials(name, message)) return credentialsFault(message);
  if (name === 'TimeoutError' || code === 'ETIMEDOUT') {
    // Who is silent once is silent for all that follows: not worth waiting for again and again.
    return { kind: 'away', code: 'Timeout', message: `no answer in time${tries}` };
  }
  if (NO_SERVER.test(code)) return { kind: 'away', code, message: `cannot connect to the server${tries}` };
  if (CUT.test(code) || /socket hang up|aborted/i.test(message)) {
    return { kind: 'failed', code: CUT.test(code) ? code : 'ECONNRESET', message: `the connection broke${tries}` };
  }
  if (TLS.test(code)) return { kind: 'shut', code, message: 'the certificate of the server is not trusted' };
  if (/XML parse error|Deserialization|Unexpected token|is not valid JSON/.test(message) && status < 400) {
    return malformed();
  }
  if (status >= 500) return { kind: 'failed', code: plainCode(name, status), message: `the service failed${tries}` };
  if (status >= 400) return { kind: 'failed', code: plainCode(name, status), message: 'the service rejected the call' };
  return malformed();
}

function malformed(): Fault {
  return { kind: 'failed', code: 'MalformedAnswer', message: 'the answer is not from this API, or is not complete' };
}

interface Seen {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
  readonly status: number;
  readonly throttling: boolean;
}

/** Fields of errors of the SDK and of Node. */
function seen(error: unknown): Seen {
  const { name, code, Code, message, $metadata, $retryable } = (
    typeof error === 'object' && error !== null ? error : { message: String(error) }
  ) as Record<string, unknown>;
  const meta = (typeof $metadata === 'object' && $metadata !== null ? $metadata : {}) as Record<string, unknown>;
  const retryable = (typeof $retryable === 'object' && $retryable !== null ? $retryable : {}) as Record<
    string,
    unknown
  >;
  const apiName = typeof Code === 'string' ? Code : typeof name === 'string' ? name : 'Error';
  return {
    name: apiName,
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : '',
    attempts: typeof meta.attempts === 'number' ? meta.attempts : 1,
    status: typeof meta.httpStatusCode === 'number' ? meta.httpStatusCode : 0,
    throttling: retryable.throttling === true,
  };
}

/** A code as it may be printed: letters, digits and dots only. */
function plainCode(name: string, status = 0): string {
  const plain = /^[A-Za-z][A-Za-z0-9.]{1,80}$/.test(name) ? name : '';
  // An error without a code, or the error of a parser that could not read its body.
  return /^(|Error|UnknownError|Unknown|SyntaxError|TypeError)$/.test(plain)
    ? status > 0
      ? `HTTP${status}`
      : 'Unknown'
    : plain;
}

function isCredentials(name: string, message: string): boolean {
  return (
    /^(CredentialsProviderError|TokenProviderError|ProviderError)$/.test(name) ||
    /Could not load credentials|Credential is missing|Resolved credential object is not valid/.test(message)
  );
}

function credentialsFault(message: string): Fault {
  if (/expired|sso login|SSO session/i.test(message)) {
    return { kind: 'shut', code: 'ExpiredToken', message: 'the session has expired, so run `aws sso login`' };
  }
  return { kind: 'no-credentials', code: 'NoCredentials', message: 'no credentials' };
}
