import * as z from 'zod/mini';
import { isDate } from '../findings/index.ts';
import { FAIL_ON, MATCH_KEYS, PRESETS } from './config.ts';

/** A text of a given form, with the message for a text of another form. */
function form(pattern: RegExp, error: string) {
  return z.array(z.string().check(z.regex(pattern, { error })));
}

/** Who is inside: the seven keys of `trust`. */
function trustSchema() {
  const account = form(/^\d{12}$/, 'an account id has twelve digits');
  const organization = form(/^o-[a-z0-9]{10,32}$/, 'an organization id looks like o-abc123def4');
  return z.strictObject({
    organizations: z.optional(organization),
    organizationPaths: z.optional(
      form(/^o-[a-z0-9]{10,32}\/.*$/, 'an organization path looks like o-abc123def4/r-ab12/ou-ab12-11111111/'),
    ),
    accounts: z.optional(account),
    principals: z.optional(form(/^arn:[^:]+:(iam|sts):/, 'a principal is an ARN: arn:aws:iam::111122223333:role/name')),
    resourceAccounts: z.optional(account),
    resourceOrganizations: z.optional(organization),
    buckets: z.optional(form(/^[\w.*-]{1,255}$/, 'a bucket name has letters, digits, dots and dashes, and no arn:')),
  });
}

function matchSchema() {
  /** One glob or several; `*` stands for any text. */
  const globs = z.optional(z.union([z.string(), z.array(z.string())]));
  return z.strictObject(
    Object.fromEntries(MATCH_KEYS.map((key) => [key, globs])) as Record<(typeof MATCH_KEYS)[number], typeof globs>,
  );
}

/** The config's form. Made on demand: most runs have no config. */
export function configSchema() {
  const match = matchSchema();
  // Rules are looked at one by one afterwards: which there are and what options they take is theirs to say.
  const rules = z.record(z.string(), z.unknown());
  const reason = z.optional(z.string());
  const path = z.string().check(z.minLength(1, { error: 'a path is not empty' }));
  const error = 'a date looks like 2027-03-31';
  const until = z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, { error }), z.refine(isDate, { error })));
  const extended = z.string().check(z.minLength(1, { error: 'a path or a package is not empty' }));
  return z.strictObject({
    extends: z.optional(z.union([extended, z.array(extended)])),
    preset: z.optional(z.enum(PRESETS)),
    failOn: z.optional(z.enum(FAIL_ON)),
    rules: z.optional(rules),
    trust: z.optional(trustSchema()),
    context: z.optional(z.union([path, z.array(path)])),
    overrides: z.optional(z.array(z.strictObject({ match, rules, reason }))),
    suppressions: z.optional(z.array(z.strictObject({ rule: z.string(), match: z.optional(match), reason, until }))),
  });
}

export type RawConfig = z.infer<ReturnType<typeof configSchema>>;

/** Keys that an object at a path of the config may have, for the nearest known name. */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  switch (path.filter((step) => typeof step === 'string').join('.')) {
    case '':
      return Object.keys(configSchema().shape);
    case 'trust':
      return Object.keys(trustSchema().shape);
    case 'overrides':
      return ['match', 'rules', 'reason'];
    case 'suppressions':
      return ['rule', 'match', 'reason', 'until'];
    default:
      return MATCH_KEYS;
  }
}
