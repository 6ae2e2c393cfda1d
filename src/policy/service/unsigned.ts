/**
 * Who can send requests without a signature, by action. Source: the API models (operations without authentication,
 * botocore 1.44.8), and the guide of AWS Sign-In. Before sign-in AWS Sign-In knows the account of the sign-in, but not
 * the person.
 * https://docs.aws.amazon.com/signin/latest/userguide/oauth-privatelink.html,
 * https://docs.aws.amazon.com/cognito/latest/developerguide/vpc-interface-endpoints.html
 */

/** Services whose actions anyone can call without a signature, if the resource allows it. */
const ANYBODY = new Set(['s3', 'sqs', 'sns', 'execute-api', 'es']);

/** Actions with a token or an assertion in place of credentials: no principal at all. */
const LOGIN = names('sts', 'AssumeRoleWithWebIdentity AssumeRoleWithSAML');

/** Actions before sign-in: the resource is the account that is signed in to. */
const BEFORE_SIGN_IN = names('signin', 'Authenticate CreateAccount CreateOAuth2PublicClient');

/** Actions that are never signed. They have no principal, so aws:PrincipalAccount is `anonymous`. */
const NEVER_SIGNED = new Set([
  ...names(
    'cognito-idp',
    'AssociateSoftwareToken ChangePassword CompleteWebAuthnRegistration ConfirmDevice ConfirmForgotPassword ConfirmSignUp ' +
      'DeleteUser DeleteUserAttributes DeleteWebAuthnCredential ForgetDevice ForgotPassword GetDevice ' +
      'GetTokensFromRefreshToken GetUser GetUserAttributeVerificationCode GetUserAuthFactors GlobalSignOut InitiateAuth ' +
      'ListDevices ListUserSessions ListWebAuthnCredentials ResendConfirmationCode RespondToAuthChallenge RevokeToken ' +
      'RevokeUserSession SetUserMFAPreference SetUserSettings SignUp StartWebAuthnRegistration UpdateAuthEventFeedback ' +
      'UpdateDeviceStatus UpdateUserAttributes VerifySoftwareToken VerifyUserAttribute',
  ),
  ...names('cognito-identity', 'GetCredentialsForIdentity GetId GetOpenIdToken UnlinkIdentity'),
  ...names('sso-oauth', 'CreateToken RegisterClient StartDeviceAuthorization'),
]);

function names(prefix: string, actions: string): ReadonlySet<string> {
  return new Set(
    actions
      .toLowerCase()
      .split(' ')
      .map((name) => `${prefix}:${name}`),
  );
}

/** Callers that are not IAM principals. */
export type Nobody = 'anonymous' | 'federated' | 'visitor';

/** The only callers of an action (in lower case, with its prefix); null where IAM principals can. */
export function onlyCaller(action: string): Nobody | null {
  if (LOGIN.has(action)) return 'federated';
  if (BEFORE_SIGN_IN.has(action)) return 'visitor';
  return NEVER_SIGNED.has(action) ? 'anonymous' : null;
}

/** Whether callers without credentials can try every action of a service. */
export const opensToAnybody = (prefix: string): boolean => ANYBODY.has(prefix);

/** The kinds of callers besides IAM principals that a service knows. */
export function nobodiesOf(prefixes: readonly string[]): ReadonlySet<Nobody> {
  const kinds = new Set<Nobody>();
  for (const prefix of prefixes) {
    if (opensToAnybody(prefix) || [...NEVER_SIGNED].some((action) => action.startsWith(`${prefix}:`)))
      kinds.add('anonymous');
    if (prefix === 'sts') kinds.add('federated');
    if (prefix === 'signin') kinds.add('visitor');
  }
  return kinds;
}
