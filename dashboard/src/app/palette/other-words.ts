/** What other brokers and other people call what is on a page, by the name of its place or its text: it is found by these words too. */
export const OTHER_WORDS: Readonly<Record<string, string>> = {
  clients: 'connections devices 连接 设备 banned blacklist 黑名单',
  alerts: 'alarms 报警 警报',
  monitors: 'alarms thresholds 阈值 系统告警',
  rules: 'integration data integration rule engine SQL 数据集成 规则引擎',
  connectors: 'integration data bridge webhook HTTP server database 数据集成 数据桥接 数据库',
  notify: 'webhook robot bot contact 机器人 联络点',
  deliveries: 'sent messages log 发送记录',
  traces: 'log trace 日志追踪 抓包',
  listeners: 'ports TLS SSL 端口 监听器',
  access: 'authentication authorization ACL 访问控制 权限',
  users: 'passwords tokens 密码 API key',
  backup: 'export restore EMQX 导出 恢复 迁移',
  metrics: 'Prometheus Grafana',
  system: 'node version license doctor 节点 版本',
};
