/**
 * YAML whose texts in quotes or brackets go on further left than YAML 1.2 allows, such as a policy that ends with `}'`
 * below its key. CloudFormation and the AWS CLI read it, because parsers of YAML 1.1 do not look at indentation there.
 */
import type { Document, DocumentOptions, Lexer, LineCounter, ParseOptions, SchemaOptions } from 'yaml';

type Library = typeof import('./library.ts');
type Options = ParseOptions & DocumentOptions & SchemaOptions;

/** What the library's lexer has inside. */
interface Lexing {
  /** The column that a line must reach to belong to the text. */
  indentNext: number;
  parseQuotedScalar(): Generator<string, string>;
  parseFlowCollection(): Generator<string, string>;
}

export function parseLeniently(
  { Composer, Lexer, Parser }: Library,
  text: string,
  lines: LineCounter,
  options: Options,
): Document.Parsed {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ ...options, lineCounter: lines });
  function* tokens() {
    for (const lexeme of unindented(new Lexer()).lex(text)) yield* parser.next(lexeme);
    yield* parser.end();
  }
  const [document] = composer.compose(tokens(), true, text.length);
  return document as Document.Parsed;
}

function unindented(lexer: Lexer): Lexer {
  const inside = lexer as unknown as Lexing;
  for (const name of ['parseQuotedScalar', 'parseFlowCollection'] as const) {
    const own = inside[name].bind(lexer);
    inside[name] = function* anyIndent() {
      const { indentNext } = inside;
      inside.indentNext = 0;
      const next = yield* own();
      inside.indentNext = indentNext;
      return next;
    };
  }
  return lexer;
}
