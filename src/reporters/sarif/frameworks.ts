import type { ReportingDescriptorRelationship, ToolComponent } from 'sarif';
import { table } from '../../base/table.ts';
import { controlName, frameworkOf, type RuleInfo } from '../../findings/index.ts';
import { byCodePoint } from '../../findings/order.ts';

type Control = NonNullable<RuleInfo['controls']>[number];

interface About {
  readonly organization: string;
  readonly title: string;
  readonly page: string;
}

const FRAMEWORKS: Readonly<Record<Control['framework'], About>> = table({
  fsbp: {
    organization: 'Amazon Web Services',
    title: 'AWS Foundational Security Best Practices, as controls of Security Hub',
    page: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html',
  },
  config: {
    organization: 'Amazon Web Services',
    title: 'Rules of AWS Config',
    page: 'https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html',
  },
  cis: {
    organization: 'Center for Internet Security',
    title: 'CIS Amazon Web Services Foundations Benchmark',
    page: 'https://www.cisecurity.org/benchmark/amazon_web_services',
  },
  'nist-800-53': {
    organization: 'NIST',
    title: 'NIST SP 800-53, Security and Privacy Controls for Information Systems and Organizations',
    page: 'https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final',
  },
  'nist-800-171': {
    organization: 'NIST',
    title: 'NIST SP 800-171, Protecting Controlled Unclassified Information',
    page: 'https://csrc.nist.gov/pubs/sp/800/171/r2/upd1/final',
  },
  'pci-dss': {
    organization: 'PCI Security Standards Council',
    title: 'Payment Card Industry Data Security Standard',
    page: 'https://www.pcisecuritystandards.org/document_library/',
  },
  'iso-27001': {
    organization: 'ISO/IEC',
    title: 'ISO/IEC 27001, Information security management systems, Annex A',
    page: 'https://www.iso.org/standard/27001',
  },
  'well-architected': {
    organization: 'Amazon Web Services',
    title: 'Best practices of the AWS Well-Architected Framework',
    page: 'https://docs.aws.amazon.com/wellarchitected/latest/framework/appendix.html',
  },
  'trusted-advisor': {
    organization: 'Amazon Web Services',
    title: 'Checks of AWS Trusted Advisor',
    page: 'https://docs.aws.amazon.com/awssupport/latest/user/trusted-advisor-check-reference.html',
  },
});

/** The frameworks whose controls these rules carry, each as a SARIF taxonomy. */
export function frameworks(rules: readonly RuleInfo[]): ToolComponent[] {
  const byName = new Map<string, Map<string, Control>>();
  for (const control of rules.flatMap((rule) => rule.controls ?? [])) {
    const name = frameworkOf(control);
    const known = byName.get(name) ?? new Map<string, Control>();
    byName.set(name, known.set(control.control, control));
  }
  return [...byName].sort(([a], [b]) => byCodePoint(a, b)).map(([name, controls]) => taxonomyOf(name, controls));
}

function taxonomyOf(name: string, controls: ReadonlyMap<string, Control>): ToolComponent {
  const [{ framework, version }] = [...controls.values()] as [Control];
  const { organization, title, page } = FRAMEWORKS[framework];
  return {
    name,
    ...(version === null ? {} : { version }),
    organization,
    informationUri: page,
    shortDescription: { text: `${title}.` },
    isComprehensive: false,
    taxa: [...controls.keys()].sort(byCodePoint).map((id) => ({ id, shortDescription: { text: `${title}: ${id}.` } })),
  };
}

/** What a rule has to do with each control: a finding bears on it, and is seldom all that it asks for. */
export function controlRelationships(
  rule: RuleInfo,
  taxonomies: readonly ToolComponent[],
): ReportingDescriptorRelationship[] {
  return (rule.controls ?? []).map((control) => {
    const name = frameworkOf(control);
    const index = taxonomies.findIndex((taxonomy) => taxonomy.name === name);
    return { target: { id: control.control, toolComponent: { name, index } }, kinds: ['relevant'] };
  });
}

/** Tags by which to filter alerts: `fsbp:EC2.55`. */
export function controlTags(rule: RuleInfo): string[] {
  return (rule.controls ?? []).map(controlName);
}
