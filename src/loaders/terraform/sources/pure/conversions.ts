/** Conversions between types, and the functions of providers that Terraform and the AWS provider bring. */
import { parseArn } from '../../../../aws/partitions.ts';
import { bool, distinct, type Functions, list, members, num, refuse, SetResult, str } from './arguments.ts';

const nullable = (convert: (value: unknown) => unknown) => (value: unknown) => (value === null ? null : convert(value));

export const CONVERSIONS: Functions = {
  tobool: nullable(bool),
  tonumber: nullable(num),
  tostring: nullable(str),
  tomap: nullable(members),
  toset: nullable((value) => new SetResult(sorted(distinct(list(value))))),
  'provider::aws::arn_parse': (text) => {
    const arn = parseArn(str(text));
    if (!arn) return refuse('it is not an ARN');
    const { partition, service, region, account, resource } = arn;
    return { partition, service, region, account_id: account, resource };
  },
  'provider::aws::arn_build': (...parts) => `arn:${parts.map(str).join(':')}`,
  'provider::aws::trim_iam_role_path': (text) => str(text).replace(/:role\/.*\/(?=[^/]+$)/, ':role/'),
};

/** Terraform iterates over a set of strings in sorted order. */
function sorted(items: readonly unknown[]): readonly unknown[] {
  return items.every((item) => typeof item === 'string') ? [...items].sort() : items;
}
