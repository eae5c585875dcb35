import type { VendorError } from './vendor-error.ts';

/** Error numbers of MySQL and MariaDB. */
export const mysqlErrors: readonly VendorError[] = [
  {
    codes: ['1045', '1698', '1130'],
    en: {
      sentence: 'MySQL does not let this user in from here.',
      fix: 'Check `username` and `password` of the connector, and the host that the user is allowed to come from.',
    },
    zh: {
      sentence: 'MySQL 拒绝了该用户的登录。',
      fix: '请检查连接器的 username 与 password，以及该用户允许的来源主机。',
    },
  },
  {
    codes: ['1049', '1044'],
    en: {
      sentence: 'There is no such database, or the user may not use it.',
      fix: 'Check `database` of the connector and the rights of its user.',
    },
    zh: { sentence: '数据库不存在，或用户无权使用。', fix: '请检查连接器的 database 及用户权限。' },
  },
  {
    codes: ['1146'],
    en: {
      sentence: 'There is no such table.',
      fix: 'Create it, or correct its name in `sql` of the action; then send the failed deliveries again.',
    },
    zh: { sentence: '表不存在。', fix: '请创建该表，或修正动作 sql 中的表名，然后重发失败的投递。' },
  },
  {
    codes: ['1054', '1136'],
    en: {
      sentence: 'The columns of the statement are not those of the table.',
      fix: 'Compare `sql` of the action with the table.',
    },
    zh: { sentence: '语句中的列与表不一致。', fix: '请对照表结构检查动作的 sql。' },
  },
  {
    codes: ['1064', '1149'],
    en: {
      sentence: 'The statement cannot be read.',
      fix: 'Try `sql` of the action with values in place of ${…}.',
    },
    zh: { sentence: 'SQL 语法错误。', fix: '请将动作 sql 中的 ${…} 换成具体值试运行。' },
  },
  {
    codes: ['1142', '1143', '1227'],
    en: {
      sentence: 'The user may not write there.',
      fix: 'GRANT the right on the table to the user of the connector.',
    },
    zh: { sentence: '该用户没有写入权限。', fix: '请用 GRANT 授予连接器用户对该表的权限。' },
  },
  {
    codes: ['1062'],
    en: {
      sentence: 'A row with this key is there already.',
      fix: 'If that is fine, write INSERT IGNORE, or add ON DUPLICATE KEY UPDATE.',
    },
    zh: {
      sentence: '主键或唯一键重复。',
      fix: '若可忽略，请使用 INSERT IGNORE 或 ON DUPLICATE KEY UPDATE。',
    },
  },
  {
    codes: ['1048', '1364'],
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
    codes: ['1292', '1366', '1264', '1265', '1406', '3140'],
    en: {
      sentence: 'A value does not fit the type of its column.',
      fix: 'Have the rule convert it, or change the column; milliseconds become a time by FROM_UNIXTIME(${timestamp}/1000).',
    },
    zh: {
      sentence: '某个值与列的类型不符。',
      fix: '请在规则中转换它，或修改列类型；毫秒时间戳请写成 FROM_UNIXTIME(${timestamp}/1000)。',
    },
  },
  {
    codes: ['1452', '3819', '4025'],
    en: {
      sentence: 'A constraint of the table refuses this row.',
      fix: 'Look at the constraint that the answer names.',
    },
    zh: { sentence: '表的约束拒绝了该行。', fix: '请查看回复中提到的约束。' },
  },
  {
    codes: ['1040', '1203', '1226'],
    en: {
      sentence: 'MySQL has no connection left.',
      fix: 'Lower `pool_size` of the connector, or raise max_connections; it is sent again until then.',
    },
    zh: {
      sentence: 'MySQL 连接数已满。',
      fix: '请调小连接器的 pool_size，或调大 max_connections；期间会自动重发。',
    },
  },
  {
    codes: ['1290', '1792', '1836'],
    en: {
      sentence: 'This MySQL is read-only: a replica, or a failover on its way.',
      fix: 'Let `server` of the connector lead to the primary; it is sent again until then.',
    },
    zh: { sentence: '该 MySQL 只读（从库或正在切换）。', fix: '请将 server 指向主库；期间会自动重发。' },
  },
  {
    codes: ['1021', '1114', '1037', '1041'],
    en: {
      sentence: 'The disk or memory of MySQL is full.',
      fix: 'Make room there; it is sent again until then.',
    },
    zh: { sentence: 'MySQL 磁盘或内存已满。', fix: '请清理空间；期间会自动重发。' },
  },
  {
    codes: ['1205', '1213', '1053', '1317', '1927', '3024', '1969'],
    en: { sentence: 'MySQL could not do it at this moment.', fix: 'Nothing to do: it is sent again.' },
    zh: { sentence: 'MySQL 暂时无法处理。', fix: '无需处理，会自动重发。' },
  },
];
