import { compileJq, type JqProgram } from '../../jq/jq.ts';
import { JqError, JqLimitError, JqSyntaxError } from '../../jq/jq-error.ts';
import type { JqValue } from '../../jq/jq-values.ts';
import { fromSqlValue, toSqlValue } from '../../jq/sql-values.ts';
import { fromJsonText } from '../../json.ts';
import { LONGEST_JQ } from '../../limits.ts';
import type { SqlHost } from '../../row-source.ts';
import { SqlRuntimeError } from '../../sql-error.ts';
import { stringOf } from '../../text.ts';
import { isText, type Value } from '../../values.ts';
import { countOf } from '../arguments.ts';
import type { FunctionEntry } from '../function-entry.ts';
import { remembered } from '../remembered.ts';

/** How long a call rests whose program ran out of time, in times of that: so it takes a tenth of the broker at most. */
const REST = 9;

export const jqFunction: FunctionEntry = {
  name: 'jq',
  group: 'codecs',
  forms: ['program: text, json: any', 'program: text, json: any, timeout: integer'],
  gives: 'list',
  meaning: {
    en: 'all outputs of a jq 1.6 program; the input is JSON text or a value, the time limit is in milliseconds',
    zh: 'jq 1.6 程序的全部输出；输入是 JSON 文本或值，时限以毫秒计',
  },
  examples: [
    ['jq(\'.[] | .b\', \'[{"b":4},{"b":6}]\')', '[4,6]'],
    ["jq('length', '[7,8]', 1000)", '[2]'],
    ["jq('.arr | map(. / 10)', payload)", '[[1,2,3]]'],
    ["jq('.k', payload.o)", '["v"]'],
  ],
  constants: { 0: (program: Value) => compileProgram(stringOf(program)) },
  bind: bindJq,
};

function bindJq(host: SqlHost): (...args: Value[]) => Value {
  const compiled = remembered(compileProgram);
  let restsUntil = 0;
  return function callJq(program, json, timeout) {
    const { run } = compiled(stringOf(program));
    const asked = timeout === undefined ? host.jqTimeout() : countOf(timeout);
    const milliseconds = Math.min(asked, LONGEST_JQ);
    const input = inputOf(json);
    if (performance.now() < restsUntil) throw new SqlRuntimeError({ code: 'jqRests', times: REST });
    const start = performance.now();
    try {
      const outputs = run(input, { milliseconds, now: () => host.now() });
      return outputs.map((output) => toSqlValue(output));
    } catch (error) {
      if (error instanceof JqLimitError) {
        const now = performance.now();
        restsUntil = now + REST * (now - start);
        throw new SqlRuntimeError(error.text);
      }
      throw error instanceof JqError ? new SqlRuntimeError(error.message) : error;
    }
  };
}

/** @throws SqlRuntimeError */
function inputOf(json: Value): JqValue {
  try {
    return fromSqlValue(isText(json) ? fromJsonText(json.toString()) : json);
  } catch (error) {
    throw error instanceof SyntaxError ? new SqlRuntimeError({ code: 'notJson' }) : error;
  }
}

/** @throws SqlRuntimeError */
function compileProgram(text: string): JqProgram {
  try {
    return compileJq(text);
  } catch (error) {
    if (!(error instanceof JqSyntaxError)) throw error;
    const where = error.offset < 0 ? '' : ` at character ${error.offset + 1}`;
    throw new SqlRuntimeError({ code: 'badJqProgram', detail: `${error.message}${where}` });
  }
}
