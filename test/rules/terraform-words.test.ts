/** Who writes Terraform is told of its arguments: no parameters of the API in what rules advise there. */
import { expect, it } from 'vitest';
import { advise, argumentOf } from '../../src/engine/advise.ts';
import { casesOf, judge, rules } from './judge.ts';
import { loadScene } from './load-scene.ts';

it('rules name no parameter of the API to Terraform', () => {
  const strange = new Set<string>();
  const see = (rule: string, text: string | undefined) => {
    const names = [...(text ?? '').matchAll(/`([A-Z][A-Za-z.]*)(?:: [^`]+)?`/g)].map(([, name]) => name!);
    if (names.some((name) => argumentOf(name) !== undefined)) strange.add(`${rule}: ${text}`);
  };
  for (const rule of rules) {
    see(rule.id, rule.fixIn?.terraform ?? rule.fix);
    const cases = casesOf(rule).filter(({ inputs, kind }) => kind === 'bad' && inputs.includes('plan'));
    for (const { example, seed } of cases)
      for (const { fails } of judge(rule, loadScene(example.scene, 'plan', seed), example).values())
        for (const { fail } of fails) see(rule.id, fail.fixIn?.terraform ?? fail.fix);
  }
  expect([...strange]).toEqual([]);
});

it('advice names the arguments of Terraform', () => {
  const fix = 'Set `PrivateDnsEnabled: true` and `IpAddressType: dualstack`, or change `DnsOptions.DnsRecordIpType`.';
  expect(advise(fix)).toEqual({
    fix,
    fixIn: {
      terraform:
        'Set `private_dns_enabled = true` and `ip_address_type = "dualstack"`, or change `dns_options.dns_record_ip_type`.',
    },
  });
  expect(advise('Attach a `PolicyDocument`.').fixIn.terraform).toBe('Attach a `policy`.');
});

it('advice leaves what is not an argument as it is', () => {
  const fix = 'Write `"Principal": "*"` and `AllowVpceOnly`, then run `aws ec2 describe-vpcs`.';
  expect(advise(fix).fixIn.terraform).toBe(fix);
});

it('advice says something else where that is given', () => {
  const cli = 'Run `aws ec2 modify-vpc-endpoint --private-dns-enabled`.';
  expect(advise('Set `PrivateDnsEnabled: true`.', { cli }).fixIn).toEqual({
    terraform: 'Set `private_dns_enabled = true`.',
    cli,
  });
});
