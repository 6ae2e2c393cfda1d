import type { ReportingDescriptorRelationship, ToolComponent, ToolComponentReference } from 'sarif';
import { table } from '../../base/table.ts';
import type { RuleInfo } from '../../findings/index.ts';
import { controlRelationships, frameworks } from './frameworks.ts';

const NAME = 'CWE';
const VERSION = '4.15';

/** MITRE's names of the weaknesses that our rules report. */
const WEAKNESSES: Readonly<Record<number, string>> = table({
  200: 'Exposure of Sensitive Information to an Unauthorized Actor',
  269: 'Improper Privilege Management',
  284: 'Improper Access Control',
  285: 'Improper Authorization',
  668: 'Exposure of Resource to Wrong Sphere',
  732: 'Incorrect Permission Assignment for Critical Resource',
  862: 'Missing Authorization',
  863: 'Incorrect Authorization',
  923: 'Improper Restriction of Communication Channel to Intended Endpoints',
});

/** What these rules have to do with: weaknesses and controls of frameworks. A reference names a taxonomy by its index. */
export function taxonomies(rules: readonly RuleInfo[]): ToolComponent[] {
  const weaknesses = weaknessesOf(rules);
  return [...(weaknesses ? [weaknesses] : []), ...frameworks(rules)];
}

export function referenceTo(taxonomy: ToolComponent, index: number): ToolComponentReference {
  return { name: taxonomy.name, index };
}

/** The weaknesses these rules name; undefined if they name none. */
function weaknessesOf(rules: readonly RuleInfo[]): ToolComponent | undefined {
  const numbers = [...new Set(rules.flatMap((rule) => rule.security?.cwe ?? []))].sort((a, b) => a - b);
  if (numbers.length === 0) return undefined;
  return {
    name: NAME,
    version: VERSION,
    organization: 'MITRE',
    informationUri: 'https://cwe.mitre.org/',
    shortDescription: { text: 'The MITRE Common Weakness Enumeration.' },
    isComprehensive: false,
    taxa: numbers.map((number) => ({
      id: `CWE-${number}`,
      shortDescription: { text: `${WEAKNESSES[number] ?? `CWE-${number}`}.` },
      helpUri: `https://cwe.mitre.org/data/definitions/${number}.html`,
    })),
  };
}

export function relationships(rule: RuleInfo, all: readonly ToolComponent[]): ReportingDescriptorRelationship[] {
  const weaknesses = (rule.security?.cwe ?? []).map((number) => ({
    target: { id: `CWE-${number}`, toolComponent: { name: NAME, index: all.findIndex(({ name }) => name === NAME) } },
    kinds: ['superset'],
  }));
  return [...weaknesses, ...controlRelationships(rule, all)];
}

/** Tags by which code scanning files an alert under a weakness. */
export function weaknessTags(rule: RuleInfo): string[] {
  return (rule.security?.cwe ?? []).map((number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`);
}
