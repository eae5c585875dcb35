import type { Expression } from './ast.ts';
import { functionTable } from './functions/function-table.ts';
import { type Kind, kindNameOf, type ValueType } from './functions/signature.ts';
import { isComparison } from './precedence.ts';

const numbers: readonly Kind[] = ['integer', 'float'];

/** What a function's result can be; nothing where that may be anything. */
const ofResults: Readonly<Record<ValueType, readonly Kind[] | undefined>> = {
  any: undefined,
  boolean: ['boolean'],
  integer: ['integer'],
  float: ['float'],
  number: numbers,
  text: ['text'],
  bytes: ['text'],
  list: ['list'],
  map: ['map'],
};

/** What an expression can be whatever the event holds, if it has a value at all; undefined when the text does not tell. */
export function staticKinds(expression: Expression): readonly Kind[] | undefined {
  switch (expression.kind) {
    case 'literal': {
      const kind = kindNameOf(expression.value);
      return kind && [kind];
    }
    case 'list':
    case 'range':
      return ['list'];
    case 'logic':
    case 'in':
      return ['boolean'];
    case 'unary':
      return expression.operator === 'not' ? ['boolean'] : numbers;
    case 'binary':
      if (isComparison(expression.operator)) return ['boolean'];
      return expression.operator === '+' ? undefined : numbers;
    case 'call': {
      const entry = functionTable.get(expression.name);
      return entry && ofResults[entry.gives];
    }
    default:
      return undefined;
  }
}
