import * as z from 'zod/mini';
import { isDate } from '../findings/index.ts';
import { FAIL_ON, MATCH_KEYS, PRESETS } from './config.ts';

/** Text of a form, with what to say where it has not that form. */
function form(pattern: RegExp, error: string) {
  return z.array(z.string().check(z.regex(pattern, { error })));
}

const account = form(/^\d{12}$/, 'an account id has twelve digits');
const organization = form(/^o-[a-z0-9]{10,32}$/, 'an organization id looks like o-abc123def4');

const trust = z.strictObject({
  organizations: z.optional(organization),
  organizationPaths: z.optional(
    form(/^o-[a-z0-9]{10,32}\/.*$/, 'an organization path looks like o-abc123def4/r-ab12/ou-ab12-11111111/'),
  ),
  accounts: z.optional(account),
  principals: z.optional(form(/^arn:[^:]+:(iam|sts):/, 'a principal is an ARN: arn:aws:iam::111122223333:role/name')),
  resourceAccounts: z.optional(account),
  resourceOrganizations: z.optional(organization),
  buckets: z.optional(form(/^[a-z0-9.*-]{1,63}$/, 'a bucket name has small letters, digits, dots and dashes')),
});

/** One glob or several; `*` stands for any text. */
const globs = z.union([z.string(), z.array(z.string())]);

const match = z.strictObject(
  Object.fromEntries(MATCH_KEYS.map((key) => [key, z.optional(globs)])) as Record<
    (typeof MATCH_KEYS)[number],
    z.ZodMiniOptional<typeof globs>
  >,
);

/** Rules are looked at one by one afterwards: which there are and what options they take is theirs to say. */
const rules = z.record(z.string(), z.unknown());

export const configSchema = z.strictObject({
  preset: z.optional(z.enum(PRESETS)),
  failOn: z.optional(z.enum(FAIL_ON)),
  rules: z.optional(rules),
  trust: z.optional(trust),
  overrides: z.optional(z.array(z.strictObject({ match, rules, reason: z.optional(z.string()) }))),
  suppressions: z.optional(
    z.array(
      z.strictObject({
        rule: z.string(),
        match: z.optional(match),
        reason: z.optional(z.string()),
        until: z.optional(z.string().check(z.refine(isDate, { error: 'a date looks like 2027-03-31' }))),
      }),
    ),
  ),
});

export type RawConfig = z.infer<typeof configSchema>;

/** Keys that an object at a path of the config may have, for the nearest known name. */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  switch (path.filter((step) => typeof step === 'string').join('.')) {
    case '':
      return Object.keys(configSchema.shape);
    case 'trust':
      return Object.keys(trust.shape);
    case 'overrides':
      return ['match', 'rules', 'reason'];
    case 'suppressions':
      return ['rule', 'match', 'reason', 'until'];
    default:
      return MATCH_KEYS;
  }
}
