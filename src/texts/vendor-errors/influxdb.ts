import type { VendorError } from './vendor-error.ts';

/** By what the answer says: versions 1 and 2 have no codes in common (docs.influxdata.com, "write API"). */
export const influxdbErrors: readonly VendorError[] = [
  {
    says: /unauthorized|authorization failed|unable to parse authentication|forbidden|insufficient permissions/i,
    en: {
      sentence: 'InfluxDB does not let this connector in.',
      fix: 'Check the token (version 2), or user and password (version 1), and their right to write.',
    },
    zh: {
      sentence: 'InfluxDB 拒绝了该连接器的身份验证。',
      fix: '请检查 token（v2）或用户名密码（v1），及其写权限。',
    },
  },
  {
    says: /database not found|bucket .*not found|organization .*not found/i,
    en: {
      sentence: 'There is no such database, bucket or organization.',
      fix: 'Check `parameters` of the connector, or create it.',
    },
    zh: { sentence: '数据库、bucket 或组织不存在。', fix: '请检查连接器的 parameters，或先创建。' },
  },
  {
    says: /field type conflict/i,
    en: {
      sentence: 'The field has another type in what is stored already.',
      fix: 'Write it as that type in `write_syntax`: `=${x}i` for integers, `="${x}"` for texts.',
    },
    zh: {
      sentence: '字段类型与已存数据冲突。',
      fix: '请在 write_syntax 中按原类型书写：整数 =${x}i，文本 ="${x}"。',
    },
  },
  {
    says: /retention policy|outside of retention/i,
    en: {
      sentence: 'The time of the point is older than what is kept.',
      fix: 'Check the timestamp and `precision` of the action.',
    },
    zh: { sentence: '数据点时间超出保留策略。', fix: '请检查动作的时间戳与 precision。' },
  },
  {
    says: /unable to parse|invalid|missing fields/i,
    en: { sentence: 'InfluxDB could not read the line.', fix: 'Compare `write_syntax` with the line below.' },
    zh: { sentence: 'InfluxDB 无法解析该行。', fix: '请对照下方的行检查 write_syntax。' },
  },
];
