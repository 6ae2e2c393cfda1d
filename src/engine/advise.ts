/** Fixes that name settings: as the AWS API and CloudFormation call them, and as arguments to who writes Terraform. */
import type { BySyntax } from './verdict.ts';

/** Parameters that are arguments of Terraform's resources, in snake case. */
const PARAMETERS = new Set([
  'AcceptanceRequired',
  'DnsOptions',
  'DnsOptions.DnsRecordIpType',
  'DnsOptions.PrivateDnsOnlyForInboundResolverEndpoint',
  'DnsOptions.PrivateDnsPreference',
  'DnsOptions.PrivateDnsSpecifiedDomains',
  'DomainNameServers',
  'EnableDnsHostnames',
  'EnableDnsSupport',
  'IpAddressType',
  'PrivateDnsEnabled',
  'ResourceConfigurationArn',
  'RouteTableIds',
  'SecurityGroupIds',
  'ServiceName',
  'ServiceNetworkArn',
  'ServiceRegion',
  'SubnetIds',
  'SupportedIpAddressTypes',
  'SupportedRegions',
  'Tags',
  'VpcEndpointType',
  'VpcId',
]);

/** Parameters that are arguments with another name. */
const RENAMED = new Map([['PolicyDocument', 'policy']]);

/** `` `SubnetIds` ``, `` `PrivateDnsEnabled: true` ``. */
const SETTING = /`([A-Z][A-Za-z.]*)(?:: ([^`]+))?`/g;

/**
 * A fix that names parameters of the API in backticks, for every input.
 *
 * @param fixIn what to say instead in a syntax
 */
export function advise(fix: string, fixIn: BySyntax = {}): { readonly fix: string; readonly fixIn: BySyntax } {
  return { fix, fixIn: { terraform: inTerraform(fix), ...fixIn } };
}

function inTerraform(fix: string): string {
  return fix.replace(SETTING, (written, name: string, value: string | undefined) => {
    const argument = argumentOf(name);
    if (argument === undefined) return written;
    return value === undefined ? `\`${argument}\`` : `\`${argument} = ${inHcl(value)}\``;
  });
}

/** What Terraform calls a parameter; undefined if that is not known. */
export function argumentOf(parameter: string): string | undefined {
  if (!PARAMETERS.has(parameter)) return RENAMED.get(parameter);
  return parameter.replace(/(?<=[a-z])[A-Z]/g, '_$&').toLowerCase();
}

/** A value that is written without quotes stays as it is. */
function inHcl(value: string): string {
  return /^(?:true|false|\d+|[[{].*)$/.test(value) ? value : `"${value}"`;
}
