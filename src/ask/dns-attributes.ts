/** The attributes of a VPC that private DNS requires. */
import { table } from '../base/table.ts';
import { series } from '../base/words.ts';
import { advise } from '../engine/advise.ts';
import type { Vpc } from '../model/index.ts';

export type DnsAttribute = 'enableDnsSupport' | 'enableDnsHostnames';

const OPTIONS = table({ enableDnsSupport: '--enable-dns-support', enableDnsHostnames: '--enable-dns-hostnames' });

/** How to enable attributes of a VPC. The AWS CLI changes one at a time. */
export function enableFix({ key }: Vpc, off: readonly DnsAttribute[]): ReturnType<typeof advise> {
  const settings = off.map((name) => `\`E${name.slice(1)}: true\``);
  const commands = off.map((name) => `\`aws ec2 modify-vpc-attribute --vpc-id ${key} ${OPTIONS[name]}\``);
  return advise(`Set ${series(settings)} on ${key}.`, { cli: `Run ${series(commands)}.` });
}
