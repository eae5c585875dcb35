import type { VendorError } from './vendor-error.ts';

/** The first word of an error reply (redis.io). */
export const redisErrors: readonly VendorError[] = [
  {
    codes: ['NOAUTH', 'WRONGPASS'],
    en: {
      sentence: 'Redis does not let this connector in.',
      fix: 'Check `username` and `password` of the connector.',
    },
    zh: { sentence: 'Redis 拒绝了该连接器的登录。', fix: '请检查连接器的 username 与 password。' },
  },
  {
    codes: ['NOPERM'],
    en: {
      sentence: 'The user may not run this command, or not on this key.',
      fix: 'Give the user the right in the ACL of Redis.',
    },
    zh: { sentence: '该用户无权执行此命令或访问此键。', fix: '请在 Redis 的 ACL 中授予权限。' },
  },
  {
    codes: ['WRONGTYPE'],
    en: {
      sentence: 'The key holds another kind of value than the command is for.',
      fix: 'Use another key, or the command for that kind, in `command_template` of the action.',
    },
    zh: {
      sentence: '该键的数据类型与命令不符。',
      fix: '请在动作的 command_template 中改用其他键或相应的命令。',
    },
  },
  {
    codes: ['OOM'],
    en: {
      sentence: 'Redis has no memory left for new data.',
      fix: 'Raise `maxmemory` of Redis, or let it evict keys; it is sent again until then.',
    },
    zh: { sentence: 'Redis 内存已满。', fix: '请调大 Redis 的 maxmemory 或启用淘汰策略；期间会自动重发。' },
  },
  {
    codes: [
      'READONLY',
      'MASTERDOWN',
      'NOREPLICAS',
      'MOVED',
      'ASK',
      'TRYAGAIN',
      'CLUSTERDOWN',
      'LOADING',
      'BUSY',
    ],
    en: {
      sentence:
        'This server cannot take it at present: it is a replica, it is loading, or the cluster is changing.',
      fix: 'Nothing to do: it is sent again. If it stays so, let the connector point to the master, or set `redis_type`.',
    },
    zh: {
      sentence: '该服务器暂时无法写入：它是副本、正在加载，或集群正在切换。',
      fix: '会自动重发；若持续出现，请将连接器指向主节点，或设置 redis_type。',
    },
  },
  {
    codes: ['MISCONF'],
    en: {
      sentence: 'Redis cannot write its snapshot to disk, and takes no changes until it can.',
      fix: 'Look at the disk and the log of Redis.',
    },
    zh: { sentence: 'Redis 无法将快照写入磁盘，因此拒绝写入。', fix: '请检查 Redis 的磁盘与日志。' },
  },
  {
    codes: ['CROSSSLOT'],
    en: {
      sentence: 'The keys of the command lie on several nodes of the cluster.',
      fix: 'Use one key, or keys with the same part in braces: {device}:a {device}:b.',
    },
    zh: {
      sentence: '命令中的键分布在集群的不同节点。',
      fix: '请只用一个键，或使用相同的哈希标签：{device}:a {device}:b。',
    },
  },
  {
    codes: ['ERR'],
    says: /unknown (sub)?command|wrong number of arguments|syntax error/i,
    en: {
      sentence: 'This is no command of this Redis, or it has other arguments.',
      fix: 'Check `command_template` of the action; each argument is an element of its own.',
    },
    zh: {
      sentence: '该命令不存在或参数不正确。',
      fix: '请检查动作的 command_template，每个参数应是单独的元素。',
    },
  },
];
