/**
 * The expressions of HCL native syntax, as a discriminated union over `kind`. Names follow the language specification
 * (hclsyntax/spec.md of hashicorp/hcl). Parentheses leave no node of their own: they are in the shape of the tree.
 * The depth of a tree is limited (`maxDepth` in lexer.ts), so recursion over it is safe.
 */
import type { Range } from '../lines.ts';

export type Expression =
  | Literal
  | Template
  | TemplateWrap
  | Tuple
  | ObjectConstructor
  | For
  | FunctionCall
  | Traversal
  | RelativeTraversal
  | Unary
  | Binary
  | Conditional
  | Invalid;

/** A number, `true`, `false`, `null`, or a string: a template (quoted or heredoc) without any sequence in it. */
export interface Literal {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
  readonly range: Range;
}

/** A string with interpolations or directives; strip markers, escapes and heredoc indentation are already applied. */
export interface Template {
  readonly kind: 'template';
  readonly parts: readonly TemplatePart[];
  readonly range: Range;
}

/** `"${expression}"`: a single interpolation without other text gives the value itself, of any type, and not a string. */
export interface TemplateWrap {
  readonly kind: 'template-wrap';
  readonly expression: Expression;
  readonly range: Range;
}

export type TemplatePart = TemplateText | Interpolation | IfDirective | ForDirective;

export interface TemplateText {
  readonly kind: 'text';
  readonly value: string;
  readonly range: Range;
}

/** `${expression}` */
export interface Interpolation {
  readonly kind: 'interpolation';
  readonly expression: Expression;
  readonly range: Range;
}

/** `%{ if condition }…%{ else }…%{ endif }` */
export interface IfDirective {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly whenTrue: readonly TemplatePart[];
  readonly whenFalse: readonly TemplatePart[];
  readonly range: Range;
}

/** `%{ for key, value in collection }…%{ endfor }` */
export interface ForDirective {
  readonly kind: 'for';
  /** Null where only the value is named. */
  readonly keyVariable: string | null;
  readonly valueVariable: string;
  readonly collection: Expression;
  readonly parts: readonly TemplatePart[];
  readonly range: Range;
}

/** `[a, b]` */
export interface Tuple {
  readonly kind: 'tuple';
  readonly elements: readonly Expression[];
  readonly range: Range;
}

/** `{ a = b, "c" : d, (e) = f }` */
export interface ObjectConstructor {
  readonly kind: 'object';
  readonly items: readonly ObjectItem[];
  readonly range: Range;
}

export interface ObjectItem {
  /**
   * A bare identifier is the literal string of its name. Everything else is the expression as written. HCL rejects
   * `a.b = …` without parentheses, but Terraform reads it in `providers = { aws.b = aws.c }`.
   */
  readonly key: Expression;
  readonly value: Expression;
}

/** `[for k, v in collection : value if condition]`, `{for k, v in collection : key => value... if condition}` */
export interface For {
  readonly kind: 'for';
  readonly result: 'tuple' | 'object';
  /** Null where only the value is named. */
  readonly keyVariable: string | null;
  readonly valueVariable: string;
  readonly collection: Expression;
  /** Null if and only if the result is a tuple. */
  readonly key: Expression | null;
  readonly value: Expression;
  readonly condition: Expression | null;
  /** `...` after the value: equal keys gather their values in a tuple. */
  readonly grouping: boolean;
  readonly range: Range;
}

export interface FunctionCall {
  readonly kind: 'call';
  /** With its namespaces: `cidrsubnet`, `provider::aws::arn_parse`. */
  readonly name: string;
  readonly nameRange: Range;
  readonly arguments: readonly Expression[];
  /** `...` after the last argument: its elements are arguments. */
  readonly expandFinal: boolean;
  readonly range: Range;
}

/** `root`, `root.attribute`, `root["key"]`, `root[*].id`: what starts at a name in scope. */
export interface Traversal {
  readonly kind: 'traversal';
  readonly root: string;
  readonly steps: readonly Step[];
  readonly range: Range;
}

/** Steps from any other expression: `f(x)[0]`, `(a ? b : c).id`, `[1, 2][*]`. At least one step. */
export interface RelativeTraversal {
  readonly kind: 'relative-traversal';
  readonly source: Expression;
  readonly steps: readonly Step[];
  readonly range: Range;
}

export type Step = AttributeStep | IndexStep | SplatStep;

/** `.name` */
export interface AttributeStep {
  readonly kind: 'attribute';
  readonly name: string;
  readonly range: Range;
}

/** `[key]`, and the legacy form `.0` */
export interface IndexStep {
  readonly kind: 'index';
  readonly key: Expression;
  readonly range: Range;
}

/**
 * `[*]` (full) and `.*` (attribute-only). `each` is what follows within the splat: it applies to every element. The
 * steps after this one apply to the tuple of the results. `[*]` includes everything that follows, so it is the last step
 * of its list. `.*` includes names and legacy indexes up to the next bracket or star.
 */
export interface SplatStep {
  readonly kind: 'splat';
  readonly style: 'full' | 'attribute';
  readonly each: readonly Step[];
  /** Of the star and its brackets or dot, without `each`. */
  readonly range: Range;
}

export interface Unary {
  readonly kind: 'unary';
  readonly operator: '-' | '!';
  readonly operand: Expression;
  readonly range: Range;
}

export type BinaryOperator = '||' | '&&' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export interface Binary {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly range: Range;
}

/** `condition ? whenTrue : whenFalse` */
export interface Conditional {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
  readonly range: Range;
}

/**
 * What is not an expression of the language. It is always the result of a whole parse: a tree with a fault in it is not
 * kept.
 */
export interface Invalid {
  readonly kind: 'invalid';
  /** One sentence without final period. */
  readonly reason: string;
  /** Where it stops making sense. */
  readonly range: Range;
}
