import type { Log, Run } from 'sarif';
import type { Report, RuleInfo } from '../findings/index.ts';
import type { Reporter } from './reporter.ts';
import { category } from './sarif/category.ts';
import { fingerprinter } from './sarif/fingerprints.ts';
import { invocation } from './sarif/invocation.ts';
import { LIMITS, longestFit } from './sarif/limits.ts';
import { ROOT } from './sarif/places.ts';
import { result } from './sarif/results.ts';
import { descriptor, rulesOfRun } from './sarif/rules.ts';
import { referenceTo, taxonomies } from './sarif/taxonomy.ts';
import { jsonText } from './text.ts';
import { openFindings, worstFirst } from './worst-first.ts';

export interface SarifOptions {
  /** Sets one upload apart from another; default: the inputs' folder, or account and region. */
  readonly category?: string;
  /** File that findings without one are pinned to, at line 1; default: a path made of the resource's name. */
  readonly anchor?: string;
  /** Suppressed and baselined findings too, marked so. GitHub shows them as open: not for code scanning. */
  readonly showSuppressed?: boolean;
  /** Whether there was an endpoint or an endpoint service to judge; default: whether there was an endpoint. */
  readonly judged?: boolean;
}

const HOME = 'https://github.com/vpce-lint/vpce-lint';
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** `--format sarif`. Suppressed findings are in a report only where they were asked for. */
export const sarif: Reporter = (report, { rules, judged, anchor }) =>
  toSarif(report, [...rules.values()], { showSuppressed: true, judged, ...(anchor === undefined ? {} : { anchor }) });

/** SARIF 2.1.0 as GitHub code scanning takes it: one run, worst first, the same bytes for the same report. */
export function toSarif(report: Report, rules: readonly RuleInfo[], options: SarifOptions = {}): string {
  const listed = options.showSuppressed ? report.findings : openFindings(report.findings);
  const findings = worstFirst(listed, rules);
  const infos = rulesOfRun(report, rules);
  const judged = options.judged ?? report.endpoints.length > 0;
  const head = runHead(report, infos, options);
  const ruleIndex = new Map(infos.map((rule, index) => [rule.id, index]));

  return longestFit(Math.min(findings.length, LIMITS.results), (count) => {
    const kept = findings.slice(0, count);
    const context = { ruleIndex, anchor: options.anchor, fingerprints: fingerprinter() };
    const relatedCut = kept.reduce((sum, finding) => sum + beyondLimit(finding.related.length), 0);
    const run: Run = {
      ...head,
      invocations: [invocation(report, { judged, kept: { all: findings.length, kept: count, relatedCut } })],
      results: kept.map((finding) => result(finding, context)),
    };
    const log: Log = { $schema: SCHEMA, version: '2.1.0', runs: [run] };
    return `${jsonText(log)}\n`;
  });
}

function runHead(report: Report, rules: readonly RuleInfo[], options: SarifOptions): Omit<Run, 'results'> {
  const known = taxonomies(rules);
  return {
    tool: {
      driver: {
        name: report.tool.name,
        fullName: `${report.tool.name} ${report.tool.version}`,
        version: report.tool.version,
        semanticVersion: report.tool.version,
        informationUri: HOME,
        language: 'en-US',
        rules: rules.map((rule) => descriptor(rule, known)),
        ...(known.length > 0 && { supportedTaxonomies: known.map(referenceTo) }),
      },
    },
    ...(known.length > 0 && { taxonomies: known }),
    automationDetails: { id: category(report, options.category) },
    ...(report.config && { properties: { config: report.config } }),
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [ROOT]: { description: { text: 'The working directory of the run: the checkout.' } } },
  };
}

function beyondLimit(related: number): number {
  return Math.max(0, related - LIMITS.locations);
}
