import { fromJsonText, toJsonText } from '../../json.ts';
import { SqlRuntimeError } from '../../sql-error.ts';
import { checkLength, stringOf } from '../../text.ts';
import { textOfBytes, type Value } from '../../values.ts';
import { bytesArgument, oneOf } from '../arguments.ts';
import { type FunctionEntry, pure } from '../function-entry.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { decodeTerm, encodeTerm } from './external-term.ts';

const group = 'codecs';

const base64Option = oneOf(['no_padding', 'urlsafe']);
const OPTION = "option: 'no_padding' | 'urlsafe'";
const base64Forms = ['', `, ${OPTION}`, `, ${OPTION}, another: 'no_padding' | 'urlsafe'`];

function base64Options(options: readonly Value[]) {
  const given = options.map(base64Option);
  return { padding: !given.includes('no_padding'), urlSafe: given.includes('urlsafe') };
}

function hexOf(b: Value): string {
  const bytes = bytesArgument(b);
  checkLength(2 * bytes.length);
  return bytes.toString('hex').toUpperCase();
}

function bytesOfHex(hex: string): Buffer {
  if (!/^[0-9a-fA-F]*$/.test(hex)) throw new SqlRuntimeError({ code: 'notHexadecimal' });
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
}

function decodeJson(text: string): Value {
  try {
    return fromJsonText(text);
  } catch (error) {
    throw error instanceof SyntaxError ? new SqlRuntimeError({ code: 'notJson' }) : error;
  }
}

export const codecs: readonly FunctionEntry[] = [
  {
    name: 'base64_encode',
    group,
    forms: base64Forms.map((options) => `b: bytes${options}`),
    gives: 'text',
    meaning: {
      en: "the bytes in Base64; 'urlsafe' takes - and _ for + and /, 'no_padding' leaves the = out",
      zh: "字节的 Base64；'urlsafe' 用 - 和 _ 代替 + 和 /，'no_padding' 不写 =",
    },
    examples: [
      ["base64_encode('a?b>')", '"YT9iPg=="'],
      ["base64_encode('x??>')", '"eD8/Pg=="'],
      ["base64_encode('x??>', 'urlsafe')", '"eD8_Pg=="'],
      ["base64_encode('x??>', 'urlsafe', 'no_padding')", '"eD8_Pg"'],
    ],
    bind: pure((b, ...options) => {
      const text = encodeBase64(bytesArgument(b), base64Options(options));
      checkLength(text.length);
      return text;
    }),
  },
  {
    name: 'base64_decode',
    group,
    forms: base64Forms.map((options) => `s: text${options}`),
    gives: 'bytes',
    meaning: { en: 'the bytes of a Base64 text, with the same options', zh: 'Base64 文本的字节，选项相同' },
    examples: [
      ["base64_decode('bXF0dA==')", '"mqtt"'],
      ["base64_decode('eD8_Pg', 'urlsafe', 'no_padding')", '"x??>"'],
    ],
    bind: pure((s, ...options) => textOfBytes(decodeBase64(stringOf(s), base64Options(options)))),
  },
  {
    name: 'bin2hexstr',
    group,
    forms: ['b: bytes', 'b: bytes, prefix: text'],
    gives: 'text',
    meaning: {
      en: 'the bytes in upper-case hexadecimal, after the prefix',
      zh: '字节的大写十六进制，前面加上前缀',
    },
    examples: [
      ["bin2hexstr('mq')", '"6D71"'],
      ["bin2hexstr('mq', '0x')", '"0x6D71"'],
    ],
    bind: pure((b, prefix = '') => {
      const text = stringOf(prefix) + hexOf(b);
      checkLength(text.length);
      return text;
    }),
  },
  {
    name: 'hexstr2bin',
    group,
    forms: ['s: text', 's: text, prefix: text'],
    gives: 'bytes',
    meaning: {
      en: 'the bytes of a hexadecimal text, after the prefix; an odd one gets a 0 in front',
      zh: '十六进制文本的字节，先去掉前缀；位数为奇数时前面补 0',
    },
    examples: [
      ["hexstr2bin('6d71')", '"mq"'],
      ["hexstr2bin('0x6d71', '0x')", '"mq"'],
      ["bin2hexstr(hexstr2bin('abc'))", '"0ABC"'],
    ],
    bind: pure((s, prefix = '') => {
      const text = stringOf(s);
      const start = stringOf(prefix);
      return textOfBytes(bytesOfHex(text.startsWith(start) ? text.slice(start.length) : text));
    }),
  },
  {
    name: 'sqlserver_bin2hexstr',
    group,
    forms: ['b: bytes'],
    gives: 'text',
    meaning: {
      en: 'the bytes in hexadecimal after 0x, as SQL Server reads them',
      zh: '字节的十六进制，前面加 0x，供 SQL Server 读取',
    },
    examples: [["sqlserver_bin2hexstr('mq')", '"0x6D71"']],
    bind: pure((b) => `0x${hexOf(b)}`),
  },
  {
    name: 'json_encode',
    group,
    forms: ['x: any'],
    gives: 'text',
    meaning: { en: 'the value as compact JSON', zh: '值的紧凑 JSON 文本' },
    examples: [
      ['json_encode(payload.o)', '"{\\"k\\":\\"v\\"}"'],
      ["json_encode('a')", '"\\"a\\""'],
      ['json_encode([4, 4.0])', '"[4,4.0]"'],
    ],
    bind: pure(toJsonText),
  },
  {
    name: 'json_decode',
    group,
    forms: ['s: text'],
    gives: 'any',
    meaning: { en: 'the value of a JSON text', zh: 'JSON 文本所表示的值' },
    examples: [['json_decode(\'[1,{"a":null}]\')', '[1,{"a":null}]']],
    bind: pure((s) => decodeJson(stringOf(s))),
  },
  {
    name: 'term_encode',
    group,
    forms: ['x: any'],
    gives: 'bytes',
    meaning: { en: "the value in Erlang's external term format", zh: '值的 Erlang 外部项格式字节' },
    examples: [
      ['bin2hexstr(term_encode(payload.x))', '"836107"'],
      ["bin2hexstr(term_encode(['a']))", '"836C000000016D00000001616A"'],
    ],
    bind: pure((x) => textOfBytes(encodeTerm(x))),
  },
  {
    name: 'term_decode',
    group,
    forms: ['b: bytes'],
    gives: 'any',
    meaning: { en: 'the value of such bytes', zh: '上述字节所表示的值' },
    examples: [
      ['term_decode(term_encode(payload.arr))', '[10,20,30]'],
      ['term_decode(term_encode(payload.flat))', '{"a":1,"b":"two"}'],
    ],
    bind: pure((b) => decodeTerm(bytesArgument(b))),
  },
];
