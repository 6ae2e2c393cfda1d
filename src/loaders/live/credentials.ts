import type { LiveRequest } from './request.ts';

export type Credentials = ReturnType<typeof import('@aws-sdk/credential-providers')['fromNodeProviderChain']>;

/** Where the credentials for one account come from. */
export interface Source {
  readonly profile: string | null;
  /** Assumed one from the other. */
  readonly roles: readonly string[];
  /** The account it is to lead to, where that is known. */
  readonly account?: string;
  readonly externalId?: string;
  /** Where to read, if that is not as for the others. */
  readonly regions?: readonly string[];
}

/** Every profile with every role; the default chain where nothing is named. */
export function sourcesOf({ profiles = [], roles = [] }: LiveRequest): Source[] {
  const from = profiles.length === 0 ? [null] : [...new Set(profiles)];
  return from.flatMap((profile) =>
    roles.length === 0 ? [{ profile, roles: [] }] : roles.map((chain) => ({ profile, roles: chain })),
  );
}

/** The account a source leads to, where its name tells. */
export function accountOfRoles({ roles }: Source): string | null {
  return /^arn:[\w-]+:iam::(\d{12}):role\//.exec(roles.at(-1) ?? '')?.[1] ?? null;
}

/** In words: `profile "dev", role arn:aws:iam::111122223333:role/audit`. */
export function nameOfSource({ profile, roles }: Source): string {
  const parts = [
    ...(profile === null ? [] : [`profile "${profile}"`]),
    ...roles.slice(-1).map((role) => `role ${role}`),
  ];
  return parts.length === 0 ? 'the default credentials' : parts.join(', ');
}

const silent = () => undefined;
const SILENT = { debug: silent, info: silent, warn: silent, error: silent };

/** Credentials are renewed this long before they expire. */
const MARGIN_MS = 5 * 60_000;

/** The credentials of a source. All clients of an account share them, so that a role is assumed once. */
export async function credentialsOf(
  source: Source,
  clientConfig: object,
  externalId: string | undefined,
): Promise<Credentials> {
  const sdk = await import('@aws-sdk/credential-providers');
  let provider: Credentials = sdk.fromNodeProviderChain({
    ...(source.profile === null ? {} : { profile: source.profile }),
    clientConfig,
    // The SDK warns on the console if the environment has keys as well as a named profile.
    logger: SILENT,
  });
  for (const RoleArn of source.roles) {
    provider = sdk.fromTemporaryCredentials({
      masterCredentials: once(provider),
      params: {
        RoleArn,
        RoleSessionName: 'vpce-lint',
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
      },
      clientConfig,
    });
  }
  return once(provider);
}

/** Asks once and keeps the answer until it is about to expire. Callers that ask meanwhile wait for the same answer. */
function once(provider: Credentials): Credentials {
  let kept: ReturnType<Credentials> | undefined;
  let until = Number.POSITIVE_INFINITY;
  return (properties) => {
    if (kept === undefined || Date.now() > until) {
      until = Number.POSITIVE_INFINITY;
      kept = provider(properties).then((credentials) => {
        if (credentials.expiration) until = credentials.expiration.getTime() - MARGIN_MS;
        return credentials;
      });
      kept.catch(() => {
        kept = undefined;
      });
    }
    return kept;
  };
}
