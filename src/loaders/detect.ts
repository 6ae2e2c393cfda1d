import type { Select } from '../text/json/index.ts';
import { isConfig } from './aws-config/index.ts';
import { isDescribe } from './describe/index.ts';
import { isAssembly, isChangeSet, isTemplate } from './template/index.ts';
import { PLAN_SELECT, STATE_SELECT, TFSTATE_SELECT } from './terraform/index.ts';

export type DocumentKind = 'plan' | 'state' | 'tfstate' | 'describe' | 'config' | 'cloudformation';

/** The kind of a document that we read, or what a document seems to be that we do not read. */
export type Detected =
  | { readonly kind: DocumentKind }
  | { readonly kind: 'other'; readonly what: string; readonly hint: string };

type Members = Extract<Select, { members: unknown }>['members'];
const members = (select: Select): Members => (typeof select === 'object' && 'members' in select ? select.members : {});

/** Arrays of describe output that the parser walks so that each element has a place. */
const DESCRIBE_ARRAYS = [
  'VpcEndpoints',
  'Vpcs',
  'Subnets',
  'SecurityGroups',
  'SecurityGroupRules',
  'RouteTables',
  'NetworkAcls',
  'NetworkInterfaces',
  'ServiceConfigurations',
  'ServiceDetails',
  'AllowedPrincipals',
  'LoadBalancers',
  'HostedZones',
];
const describeMembers: Members = Object.fromEntries(DESCRIBE_ARRAYS.map((name) => [name, { items: 'all' }]));

/**
 * One pass over a file of any kind. It skips the parts of plans that nobody needs and keeps everything else, so that
 * the content shows what kind of file it is.
 */
export const ANY_SELECT: Select = {
  members: {
    ...members(TFSTATE_SELECT),
    ...members(STATE_SELECT),
    ...members(PLAN_SELECT),
    ...describeMembers,
    // Present or not is all that matters here.
    planned_values: { members: {} },
    resource_drift: 'none',
    relevant_attributes: 'none',
    output_changes: 'none',
    checks: 'none',
    check_results: 'none',
    outputs: 'none',
    // Answers and files of AWS Config.
    Results: { items: 'all' },
    configurationItems: { items: { members: { configuration: { members: {}, rest: 'all' } }, rest: 'all' } },
    // Recordings wrap an answer in `data`, `create-vpc-endpoint` prints one endpoint.
    data: { members: describeMembers, rest: 'all' },
    VpcEndpoint: { members: {}, rest: 'all' },
  },
  rest: 'all',
};

/** What a document is, by its content. The file name counts only if the content does not name its owner. */
export function detect(value: unknown, path: string | null): Detected {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const has = (key: string) => Object.hasOwn(value, key);
    const v = value as Record<string, unknown>;
    if (has('resource_changes') || has('planned_values')) return { kind: 'plan' };
    if (typeof v.version === 'number' && (has('lineage') || has('serial') || has('terraform_version')))
      return { kind: 'tfstate' };
    if (has('format_version')) return { kind: has('configuration') || has('prior_state') ? 'plan' : 'state' };
    if (isTemplate(value) || isAssembly(value) || isChangeSet(value)) return { kind: 'cloudformation' };
    if (isConfig(value)) return { kind: 'config' };
    if (isDescribe(value, path)) return { kind: 'describe' };
    return other(v);
  }
  if (isConfig(value)) return { kind: 'config' };
  return isDescribe(value, path) ? { kind: 'describe' } : other({});
}

function other(v: Record<string, unknown>): Detected {
  if ('Statement' in v)
    return {
      kind: 'other',
      what: 'this is a policy document',
      hint: 'Check it with `vpce-lint policy`',
    };
  return {
    kind: 'other',
    what: 'this JSON is none of the inputs that vpce-lint reads',
    hint: 'Create one with `terraform show -json PLAN` or `aws ec2 describe-vpc-endpoints`',
  };
}

/** Whether the beginning of an unreadable text looks like one of our inputs: then it is an error, and not skipped. */
export function looksLikeOurs(head: string): boolean {
  return /"(?:(?:format_version|resource_changes|planned_values|terraform_version|VpcEndpoints?|ServiceConfigurations|configurationItems|QueryInfo)"\s*:|AWSTemplateFormatVersion"|Type"\s*:\s*"AWS::)/.test(
    head,
  );
}
