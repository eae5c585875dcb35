import type { Span } from './source-location.ts';
import type { Value } from './values.ts';

/** `SELECT items FROM topics [WHERE cond]` */
export interface SelectStatement {
  readonly kind: 'select';
  readonly items: readonly Item[];
  readonly from: readonly FromEntry[];
  readonly where: Expression | undefined;
  readonly span: Span;
}

/** `FOREACH items [DO items] [INCASE cond] FROM topics [WHERE cond]` */
export interface ForeachStatement {
  readonly kind: 'foreach';
  /** The last one gives the collection; it is never `*`. */
  readonly items: readonly Item[];
  readonly doItems: readonly Item[] | undefined;
  readonly incase: Expression | undefined;
  readonly from: readonly FromEntry[];
  readonly where: Expression | undefined;
  readonly span: Span;
}

export type Statement = SelectStatement | ForeachStatement;

/** A topic filter, or an event topic, without its quotes. */
export interface FromEntry {
  readonly topic: string;
  readonly span: Span;
}

export type Item = AllItem | OutputItem;

/** `*` */
export interface AllItem {
  readonly kind: 'all';
  readonly span: Span;
}

export interface OutputItem {
  readonly kind: 'output';
  readonly expression: Expression;
  readonly alias: Alias | undefined;
  readonly span: Span;
}

/** Where an output goes: `a`, `a.b`, `a.'x y'[0]`. The first step is a key. */
export interface Alias {
  readonly steps: readonly AliasStep[];
  readonly span: Span;
}

/** An index counts from 1; 0 prepends and -0 appends. */
export type AliasStep =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'index'; readonly at: number };

export type Expression =
  | Literal
  | Path
  | Access
  | Call
  | List
  | Range
  | Unary
  | Binary
  | Logic
  | Membership
  | Case;

export interface Literal {
  readonly kind: 'literal';
  readonly value: Value;
  readonly span: Span;
}

/** A column or an alias, and the way into it: `payload.a[1]."b c"`. */
export interface Path {
  readonly kind: 'path';
  readonly root: string;
  /** Written in double quotes, which many authors mean as text. */
  readonly quoted: boolean;
  readonly steps: readonly Step[];
  readonly span: Span;
}

/** The way into the value of an expression: `split(topic, '/')[2]`. */
export interface Access {
  readonly kind: 'access';
  readonly target: Expression;
  readonly steps: readonly Step[];
  readonly span: Span;
}

export type Step =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'index'; readonly index: Expression }
  | { readonly kind: 'slice'; readonly from: number; readonly to: number };

export interface Call {
  readonly kind: 'call';
  /** `emqx_rule_funcs` in `emqx_rule_funcs.upper(x)`. */
  readonly module: string | undefined;
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expression[];
  readonly span: Span;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Expression[];
  readonly span: Span;
}

/** `[1..3]`, both ends included. */
export interface Range {
  readonly kind: 'range';
  readonly from: number;
  readonly to: number;
  readonly span: Span;
}

export interface Unary {
  readonly kind: 'unary';
  readonly operator: '-' | '+' | 'not';
  readonly operand: Expression;
  readonly span: Span;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | 'div' | 'mod';
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '=~';

export interface Binary {
  readonly kind: 'binary';
  readonly operator: ArithmeticOperator | ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** A chain of one operator is one node, so that a rule with a thousand ORs is not a thousand levels deep. */
export interface Logic {
  readonly kind: 'logic';
  readonly operator: 'and' | 'or';
  readonly operands: readonly Expression[];
  readonly span: Span;
}

/** `x [NOT] IN (a, b)` */
export interface Membership {
  readonly kind: 'in';
  readonly negated: boolean;
  readonly subject: Expression;
  readonly items: readonly Expression[];
  readonly span: Span;
}

/** Both forms: with a subject the WHENs are values, without one they are conditions. */
export interface Case {
  readonly kind: 'case';
  readonly subject: Expression | undefined;
  readonly branches: readonly CaseBranch[];
  readonly otherwise: Expression | undefined;
  readonly span: Span;
}

export interface CaseBranch {
  readonly when: Expression;
  readonly result: Expression;
}
