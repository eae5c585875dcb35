import type { VendorError } from './vendor-error.ts';

/** SQLSTATE (PostgreSQL's manual, appendix A). */
export const pgsqlErrors: readonly VendorError[] = [
  {
    codes: ['28P01', '28000'],
    en: {
      sentence: 'PostgreSQL does not let this user in.',
      fix: 'Check `username` and `password` of the connector, and pg_hba.conf of the server.',
    },
    zh: {
      sentence: 'PostgreSQL 拒绝了该用户的登录。',
      fix: '请检查连接器的 username 与 password，以及服务器的 pg_hba.conf。',
    },
  },
  {
    codes: ['3D000'],
    en: { sentence: 'There is no such database.', fix: 'Check `database` of the connector, or create it.' },
    zh: { sentence: '数据库不存在。', fix: '请检查连接器的 database，或先创建该数据库。' },
  },
  {
    codes: ['42P01', '3F000'],
    en: {
      sentence: 'There is no such table.',
      fix: 'Create it, or correct its name in `sql` of the action; then send the failed deliveries again.',
    },
    zh: { sentence: '表不存在。', fix: '请创建该表，或修正动作 sql 中的表名，然后重发失败的投递。' },
  },
  {
    codes: ['42703'],
    en: { sentence: 'The table has no such column.', fix: 'Compare `sql` of the action with the table.' },
    zh: { sentence: '表中没有该列。', fix: '请对照表结构检查动作的 sql。' },
  },
  {
    codes: ['42601'],
    en: {
      sentence: 'The statement cannot be read.',
      fix: 'Try `sql` of the action in psql, with values in place of ${…}.',
    },
    zh: { sentence: 'SQL 语法错误。', fix: '请将动作 sql 中的 ${…} 换成具体值，在 psql 中试运行。' },
  },
  {
    codes: ['42501'],
    en: {
      sentence: 'The user may not write there.',
      fix: 'GRANT the right on the table to the user of the connector.',
    },
    zh: { sentence: '该用户没有写入权限。', fix: '请用 GRANT 授予连接器用户对该表的权限。' },
  },
  {
    codes: ['42804', '42P18', '42883', '42P08'],
    en: {
      sentence: 'A value does not have the type that stands at its place.',
      fix: 'Write a cast behind the placeholder: ${payload.temp}::float8, ${payload}::jsonb.',
    },
    zh: {
      sentence: '值的类型与所在位置不符。',
      fix: '请在占位符后加类型转换，例如 ${payload.temp}::float8、${payload}::jsonb。',
    },
  },
  {
    codes: ['22003'],
    en: {
      sentence: 'A number is too large for its type.',
      fix: 'Milliseconds need ${timestamp}::bigint, or a column of type bigint.',
    },
    zh: { sentence: '数值超出类型范围。', fix: '毫秒时间戳请写成 ${timestamp}::bigint，或使用 bigint 列。' },
  },
  {
    codes: ['22P02', '22007', '22008'],
    en: {
      sentence: 'A value cannot be read as the type of its column.',
      fix: 'Look at the values below; have the rule select or convert them, or change the column.',
    },
    zh: { sentence: '某个值无法按列的类型解析。', fix: '请查看下方的值，在规则中转换它，或修改列类型。' },
  },
  {
    codes: ['22021', '22P05'],
    en: {
      sentence: 'A text holds what PostgreSQL cannot store: a NUL, or bytes that are no UTF-8.',
      fix: 'Use a column of type bytea, or leave such rows out in the rule.',
    },
    zh: {
      sentence: '文本含有 PostgreSQL 无法存储的内容（NUL 或非 UTF-8 字节）。',
      fix: '请使用 bytea 列，或在规则中过滤。',
    },
  },
  {
    codes: ['23505'],
    en: {
      sentence: 'A row with this key is there already.',
      fix: 'If that is fine, add ON CONFLICT DO NOTHING to `sql` of the action.',
    },
    zh: { sentence: '主键或唯一键重复。', fix: '若可忽略，请在动作的 sql 末尾加 ON CONFLICT DO NOTHING。' },
  },
  {
    codes: ['23502'],
    en: {
      sentence: 'A column that must have a value got none.',
      fix: 'Give a default in the template, ${payload.temp:-0}, or select the value in the rule.',
    },
    zh: {
      sentence: '非空列没有值。',
      fix: '请在模板中给默认值，例如 ${payload.temp:-0}，或在规则中选出该值。',
    },
  },
  {
    codes: ['23503', '23514', '23P01'],
    en: {
      sentence: 'A constraint of the table refuses this row.',
      fix: 'Look at the constraint that the answer names.',
    },
    zh: { sentence: '表的约束拒绝了该行。', fix: '请查看回复中提到的约束。' },
  },
  {
    codes: ['53300', '53400'],
    en: {
      sentence: 'PostgreSQL has no connection left.',
      fix: 'Lower `pool_size` of the connector, or raise max_connections; it is sent again until then.',
    },
    zh: {
      sentence: 'PostgreSQL 连接数已满。',
      fix: '请调小连接器的 pool_size，或调大 max_connections；期间会自动重发。',
    },
  },
  {
    codes: ['53100', '53200'],
    en: {
      sentence: 'The disk or memory of PostgreSQL is full.',
      fix: 'Make room there; it is sent again until then.',
    },
    zh: { sentence: 'PostgreSQL 磁盘或内存已满。', fix: '请清理空间；期间会自动重发。' },
  },
  {
    codes: ['25006'],
    en: {
      sentence: 'This PostgreSQL is read-only: a standby, or a failover on its way.',
      fix: 'Let `server` of the connector lead to the primary; it is sent again until then.',
    },
    zh: { sentence: '该 PostgreSQL 只读（备库或正在切换）。', fix: '请将 server 指向主库；期间会自动重发。' },
  },
  {
    codes: ['26000', '42P05'],
    en: {
      sentence: 'A pooler gave us another connection between two steps.',
      fix: 'Set `disable_prepared_statements` of the connector to true.',
    },
    zh: {
      sentence: '连接池在两步之间更换了连接。',
      fix: '请将连接器的 disable_prepared_statements 设为 true。',
    },
  },
  {
    codes: ['40001', '40P01', '55P03', '57P01', '57P02', '57P03', '57014'],
    en: { sentence: 'PostgreSQL could not do it at this moment.', fix: 'Nothing to do: it is sent again.' },
    zh: { sentence: 'PostgreSQL 暂时无法处理。', fix: '无需处理，会自动重发。' },
  },
];
