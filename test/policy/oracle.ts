import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import type { Request } from '../../src/policy/index.ts';

type Document = { readonly Version?: string; readonly Statement: readonly object[] | object };

/** Neither caller's nor owner's account: forces the cross-account rule, so that the answer is the policy's own. */
const NOBODY = '000000000000';
const ALL = {
  name: 'all',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/**
 * Whether the independent simulator lets a request through an endpoint policy, handed to it as a resource policy. It
 * ignores Version: variables of an old document are escaped first. Not for actions without resources.
 */
export function oracleAllows(policy: Document, request: Request): boolean {
  const anonymous = request.principal === 'anonymous';
  const literal =
    policy.Version === '2012-10-17' ? policy : JSON.parse(JSON.stringify(policy).replaceAll('${', '${$}{'));
  const result = runUnsafeSimulation(
    {
      request: {
        principal: anonymous ? { type: 'Anonymous' } : request.principal,
        action: request.action,
        resource: { resource: request.resource, accountId: NOBODY },
        contextVariables: mutable(request.context),
      },
      identityPolicies: anonymous ? [] : [ALL],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: { __validated: true, policyDocument: literal, metadata: { name: 'endpoint' }, errors: [] },
    } as never,
    {} as never,
  );
  return String(result) === 'Allowed';
}

function mutable(context: Request['context']): Record<string, string | string[]> {
  const out: Record<string, string | string[]> = {};
  for (const [key, value] of Object.entries(context)) out[key] = typeof value === 'string' ? value : [...value];
  return out;
}
