/** Who may use the private DNS of an S3 interface endpoint. */
import type { BySyntax } from '../engine/verdict.ts';

/** Advice to do something first, or to make private DNS answer the whole VPC. */
export function wholeVpc(first: string): { readonly fix: string; readonly fixIn: BySyntax } {
  const set = (setting: string) => `${first}, or set \`${setting}\` for private DNS in the whole VPC.`;
  return {
    fix: `${first}, or let private DNS answer the whole VPC.`,
    fixIn: {
      terraform: set('private_dns_only_for_inbound_resolver_endpoint = false'),
      cloudformation: set('PrivateDnsOnlyForInboundResolverEndpoint: AllResolvers'),
      cli: set('--dns-options PrivateDnsOnlyForInboundResolverEndpoint=false'),
    },
  };
}

/** Advice to make private DNS answer only inbound resolver endpoints. */
export const onlyInbound: { readonly fix: string; readonly fixIn: BySyntax } = {
  fix: 'Let private DNS answer only inbound resolver endpoints.',
  fixIn: {
    terraform: 'Set `private_dns_only_for_inbound_resolver_endpoint = true` in `dns_options`.',
    cloudformation: 'Set `PrivateDnsOnlyForInboundResolverEndpoint: OnlyInboundResolver` in `DnsOptions`.',
    cli: 'Run `aws ec2 modify-vpc-endpoint --dns-options PrivateDnsOnlyForInboundResolverEndpoint=true`.',
  },
};
