/**
 * Condition keys by what determines them. Source: IAM, "AWS global condition context keys". Requests through an endpoint
 * carry the id and VPC of the endpoint, and no aws:SourceIp. The caller and the owner of the resource determine their
 * own keys. The caller chooses all other keys.
 */

/** Fixed by the path through the endpoint. */
const PATH_KEYS = new Set([
  'aws:sourcevpce',
  'aws:sourcevpc',
  'aws:sourceip',
  'aws:currenttime',
  'aws:epochtime',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
  'aws:sourcevpcarn',
  'aws:requestedregion',
]);

/** The time of the request. */
export const TIME_KEYS = new Set(['aws:currenttime', 'aws:epochtime']);

/** Fixed by who calls, and in what way. */
const CALLER_KEYS = new Set([
  'aws:principalaccount',
  'kms:calleraccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalarn',
  'aws:principaltype',
  'aws:userid',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:viaawsservice',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'kms:viaservice',
  'aws:ec2instancesourcevpc',
  'aws:ec2instancesourceprivateipv4',
  'ec2:sourceinstancearn',
  'lambda:sourcefunctionarn',
  'aws:username',
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'aws:tokenissuetime',
  'aws:assumedroot',
  'aws:chatbotsourcearn',
  'aws:federatedprovider',
  'aws:signinsessionarn',
  'aws:sourceidentity',
  'ec2:roledelivery',
  'glue:roleassumedby',
  'glue:credentialissuingservice',
  'codebuild:buildarn',
  'codebuild:projectarn',
  'ssm:sourceinstancearn',
  'identitystore:userid',
]);

/** Fixed by who owns the resource. */
const OWNER_KEYS = new Set([
  'aws:resourceaccount',
  's3:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  's3:dataaccesspointaccount',
  'ec2:owner',
]);

/** Keys whose values name an account. */
export const ACCOUNT_KEYS = new Set([
  'aws:principalaccount',
  'kms:calleraccount',
  'aws:resourceaccount',
  's3:resourceaccount',
  's3:dataaccesspointaccount',
  'ec2:owner',
  'aws:sourceaccount',
]);

/** Keys whose values name an organization, or begin with one. */
export const ORG_KEYS = new Set([
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
]);

/** Keys whose values are ARNs with the account of the caller or owner. */
export const ARN_KEYS = new Set([
  'aws:principalarn',
  'ec2:sourceinstancearn',
  'lambda:sourcefunctionarn',
  'ssm:sourceinstancearn',
]);

/** Global keys with several values at once; those of services come with the action data. */
export const MULTI_KEYS = new Set([
  'aws:principalorgpaths',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:vpceorgpaths',
  'aws:calledvia',
  'aws:principalservicenameslist',
  'aws:tagkeys',
]);

/** The spelling of AWS for the keys this tool writes into witnesses. */
const SPELLING = new Map(
  [
    'aws:SourceVpce',
    'aws:SourceVpc',
    'aws:CurrentTime',
    'aws:EpochTime',
    'aws:VpceAccount',
    'aws:VpceOrgID',
    'aws:VpceOrgPaths',
    'aws:SourceVpcArn',
    'aws:PrincipalAccount',
    'kms:CallerAccount',
    'aws:PrincipalOrgID',
    'aws:PrincipalOrgPaths',
    'aws:PrincipalArn',
    'aws:PrincipalType',
    'aws:userid',
    'aws:username',
    'aws:PrincipalIsAWSService',
    'aws:PrincipalServiceName',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:ViaAWSService',
    'aws:CalledVia',
    'kms:ViaService',
    'aws:ResourceAccount',
    's3:ResourceAccount',
    'aws:ResourceOrgID',
    'aws:ResourceOrgPaths',
    'aws:SecureTransport',
    'aws:RequestedRegion',
  ].map((key) => [key.toLowerCase(), key]),
);

/** A key as AWS writes it, where known. */
export function spell(key: string): string {
  return SPELLING.get(key.toLowerCase()) ?? key;
}

export type KeyRole = 'path' | 'caller' | 'owner' | 'free';

/** What fixes a key's value; `key` in lower case. */
export function roleOf(key: string): KeyRole {
  if (PATH_KEYS.has(key)) return 'path';
  if (CALLER_KEYS.has(key) || key.startsWith('aws:principaltag/')) return 'caller';
  return OWNER_KEYS.has(key) ? 'owner' : 'free';
}
