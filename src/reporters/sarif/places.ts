import type { LogicalLocation, PhysicalLocation, Region, Location as SarifLocation } from 'sarif';
import type { Finding, Location, SubjectName } from '../../findings/index.ts';
import { labelOf } from '../../findings/subject.ts';
import { oneLine, sentence } from '../inert.ts';
import { standInSteps, steps } from '../pin.ts';
import { qualifiedName } from '../subject.ts';
import { LIMITS } from './limits.ts';

/** Name of the root that URIs are relative to: the working directory, which a viewer maps to the checkout. */
export const ROOT = 'SRCROOT';

/**
 * The location of a result. GitHub rejects the whole file for one result without a physical location. Live accounts,
 * standard input and paths outside have no file in the checkout. Their results go to the anchor, or to a path made from
 * their name.
 */
export function primaryLocation(finding: Finding, anchor: string | undefined): SarifLocation {
  return {
    physicalLocation:
      physical(finding.location) ??
      pinned((anchor && relativeUri(anchor)) || standInSteps(finding.subject).map(escapeStep).join('/')),
    logicalLocations: [logical(finding.subject)],
  };
}

/** Related places with the ids that links in the message use. Those without a file have nothing to open. */
export function relatedLocations(finding: Finding): SarifLocation[] {
  const out: SarifLocation[] = [];
  for (const related of finding.related) {
    const place = physical(related.location);
    if (place === undefined) continue;
    if (out.length === LIMITS.locations) break;
    out.push({ id: out.length + 1, physicalLocation: place, message: { text: sentence(related.message) } });
  }
  return out;
}

function physical(location: Location): PhysicalLocation | undefined {
  const uri = location.file === null ? undefined : relativeUri(location.file);
  if (uri === undefined) return undefined;
  const line = Math.max(1, location.line ?? 1);
  const column = location.line === null ? 1 : Math.max(1, location.column ?? 1);
  const last = location.endLine ?? line;
  const end =
    last === line && location.endColumn !== null && location.endColumn > column ? location.endColumn : column + 1;
  // A pull request shows an alert only if all lines of its region are in the diff: one line, and the block around it apart.
  return {
    artifactLocation: { uri, uriBaseId: ROOT },
    region: onLine(line, column, end),
    ...(last > line && { contextRegion: { startLine: line, endLine: last } }),
  };
}

/** GitHub asks for all four numbers. */
function onLine(line: number, column: number, end: number): Region {
  return { startLine: line, startColumn: column, endLine: line, endColumn: end };
}

function pinned(uri: string): PhysicalLocation {
  return { artifactLocation: { uri, uriBaseId: ROOT }, region: onLine(1, 1, 2) };
}

/** A file's path as a URI relative to the root; undefined if it lies outside, for which code scanning has no room. */
export function relativeUri(path: string): string | undefined {
  return steps(path)?.map(escapeStep).join('/');
}

function escapeStep(step: string): string {
  return encodeURIComponent(step.replace(/\p{Surrogate}/gu, '\ufffd'));
}

function logical(subject: SubjectName): LogicalLocation {
  return {
    name: oneLine(labelOf(subject)),
    fullyQualifiedName: oneLine(qualifiedName(subject)),
    kind: 'resource',
  };
}
