/** What the settings mean, by what the API says in English: a sentence that changes there is missing here, and a test tells. */
export const settingHelpZh: Readonly<Record<string, string>> = {
  'https://oapi.dingtalk.com/robot/send?access_token=…, the whole address of the robot.':
    'https://oapi.dingtalk.com/robot/send?access_token=…，机器人的完整 Webhook 地址。',
  'SEC…, when the robot checks signatures.': 'SEC…，机器人启用加签时填写。',
  'One of the keywords of the bot: it is added to every message that does not contain it.':
    '机器人设置的关键词之一：不含它的消息会自动加上。',
  'A request without a complete answer after it is repeated.': '超过此时间没有完整应答的请求会重试。',
  'http(s)://[user:password@]host:port of a proxy that requests go through.':
    '请求经过的代理：http(s)://[用户:密码@]主机:端口。',
  'Connections, and so requests at a time.': '连接数，也就是同时进行的请求数。',
  'An idle connection is closed after it.': '空闲超过此时间的连接会关闭。',
  'An https URL uses TLS in any case.': 'https 地址总是使用 TLS。',
  'PEM text, or the path of a file that holds it.': 'PEM 文本，或保存它的文件路径。',
  'Of the key.': '私钥的密码。',
  'The name to ask for and to expect, `auto` for that of the URL, `disable` to accept any name.':
    '要请求和校验的名称；`auto` 取 URL 中的名称，`disable` 接受任何名称。',
  'Sent with every request.': '随每个请求发送。',
  'Lower than the vendor allows; a higher figure has no effect.': '低于厂商的限制；更高的值不起作用。',
  'More bots of the same group: each has a limit of its own, and the messages are shared out.':
    '同一个群的其他机器人：各有各的限额，消息会分摊发送。',
  'How long a request that creates or changes the connector waits for its first connection.':
    '创建或修改连接器时，请求等待首次连接的最长时间。',
  'Of what Tocsin itself says there.': 'Tocsin 自己的文字所用的语言。',
  'Of the times that Tocsin itself writes there; `local` is that of the server.':
    'Tocsin 自己写出的时间所用的时区；`local` 为服务器的时区。',
  'Whom messages about alerts that are open call by name, in the words of the channel: always, or per severity.':
    '未恢复的告警消息提醒谁看，按渠道自己的写法：始终提醒，或按级别。',
  'The name of a connector of the same type.': '同类型连接器的名称。',
  'Where requests wait: on the disk they survive a crash, in memory they cost less.':
    '请求在哪里等待：磁盘可经受崩溃，内存开销更小。',
  'What is done when a delivery finally failed: with the same row, and once.':
    '一次投递最终失败后做什么：用同一行数据，只做一次。',
  'How long a request is repeated before it is given up. A day, where EMQX has 45s: an alert survives an outage.':
    '一个请求最长重试多久后放弃。默认一天（EMQX 为 45s）：告警能经受故障。',
  'A request that failed so many times is given up. Unlimited when absent; waiting for a limit is no failure.':
    '失败这么多次的请求会放弃。不填则不限；因限流等待不算失败。',
  'What may wait on disk for this action; the oldest request gives way.':
    '此动作最多可以在磁盘上排队的大小；超出时丢弃最早的请求。',
  'Template of one line.': '一行文字的模板。',
  'Template of plain text.': '纯文本模板。',
  "Template in the channel's own markup; values are escaped in it. Instead of `text`.":
    '以渠道自己的标记语言书写的模板，其中的值会转义。用来代替 `text`。',
  'Templates of whom to call by name, in the words of the channel, or `all`.':
    '提醒谁看的模板，按渠道自己的写法，或 `all`。',
  'critical, error, warning or info, or a template of one; the colour, and PagerDuty’s severity.':
    'critical、error、warning 或 info，或其模板：颜色，以及 PagerDuty 的级别。',
  'trigger, acknowledge or resolve, or a template of one: what it means for the alert of `key`.':
    'trigger、acknowledge 或 resolve，或其模板：对 `key` 所指的告警意味着什么。',
  'Template that names the alert: PagerDuty’s `dedup_key`, the thread of mails. Those of one key are sent in order.':
    '指明告警的模板：PagerDuty 的 `dedup_key`、邮件会话。同一个键的消息按顺序发送。',
  'Templates of names and values that are shown below the text, in this order.':
    '显示在正文下方的名称和值的模板，按此顺序。',
  'Templates of labels and addresses.': '文字和地址的模板。',
  'https://discord.com/api/webhooks/…, the whole address of the webhook; `?thread_id=` for a thread.':
    'https://discord.com/api/webhooks/…，完整的 Webhook 地址；`?thread_id=` 指定子区。',
  'host:port; without a port 465, 587 or 25 by `tls`.': '主机:端口；不写端口时按 `tls` 取 465、587 或 25。',
  '`tls` from the first byte (port 465), `starttls` (587): never in clear, also when the server offers nothing; `none`: in clear.':
    '`tls` 从第一个字节起加密（端口 465）；`starttls`（587）：即使服务器不支持也绝不明文发送；`none`：明文。',
  'With `auth: xoauth2` the access token.': '`auth: xoauth2` 时为访问令牌。',
  'Sends the password although `tls` is `none`: everybody on the way can read it.':
    '即使 `tls` 为 `none` 也发送密码：途中的任何人都能看到。',
  'Where bounces go; `from` when absent.': '退信的去处；不填则为 `from`。',
  'How the server is greeted; the name of this machine when absent.':
    '向服务器问候时的名称；不填则为本机名。',
  'Added to every mail.': '添加到每封邮件。',
  'Mails; the server may have limits of its own.': '按邮件数；服务器可能另有限制。',
  'http(s)://[user:password@]host:port of a proxy that takes CONNECT.':
    '支持 CONNECT 的代理：http(s)://[用户:密码@]主机:端口。',
  'Connections, and so mails at a time.': '连接数，也就是同时发送的邮件数。',
  'https://open.feishu.cn/open-apis/bot/v2/hook/…, or the same of open.larksuite.com: the whole address of the bot.':
    'https://open.feishu.cn/open-apis/bot/v2/hook/… 或 open.larksuite.com 的同类地址：机器人的完整 Webhook 地址。',
  'When the bot verifies signatures.': '机器人启用签名校验时填写。',
  'A folder below `files/` of the data directory, or the absolute path of one that `delivery.file_folders` of the configuration lets in.':
    '数据目录的 `files/` 下的文件夹，或配置项 `delivery.file_folders` 允许的绝对路径。',
  'After it a new file is begun.': '达到此大小后开始新文件。',
  'Files of one name that are kept, the one that is written included; the oldest is deleted.':
    '同名文件保留的个数，包括正在写的；最早的会删除。',
  'A file holds the records of one such stretch of time, `1d` of a day (UTC).':
    '一个文件保存这样一段时间的记录，`1d` 为一天（UTC）。',
  'How many requests it takes; what is more waits. Unlimited when absent.':
    '最多接受多少请求，超出的排队等待。不填则不限。',
  'How many requests go together at most.': '一次最多合并发送多少个请求。',
  'How long the first request of a batch waits for more.': '一批中的第一个请求最多等待多久。',
  'Template of the path below the directory of the connector.': '连接器目录下的路径模板。',
  'Template of one line; the whole row as JSON when it is absent.': '一行的模板；不填则为整行数据的 JSON。',
  'http(s)://host[:port][/base]': 'http(s)://主机[:端口][/路径]',
  'Sent with every request, where the action has none of the same name.':
    '随每个请求发送；动作有同名请求头时以动作为准。',
  'Template, appended to the URL of the connector.': '模板，接在连接器的 URL 之后。',
  'Templates in names and values; replace those of the connector.': '名称和值中可用模板；覆盖连接器的设置。',
  'Template; the whole row as JSON when it is absent.': '模板；不填则为整行数据的 JSON。',
  'host:port, with https:// before it or `ssl.enable` for TLS.':
    '主机:端口；前面加 https:// 或启用 `ssl.enable` 则使用 TLS。',
  'Line protocol with placeholders, a point a line: `measurement,tag=${a} field=${b},count=${c}i ${timestamp}`.':
    '带占位符的行协议，每行一个点：`measurement,tag=${a} field=${b},count=${c}i ${timestamp}`。',
  'Of the timestamps.': '时间戳的精度。',
  'Brokers to ask first for the others: host:port,host:port. The cluster names the rest.':
    '首先询问的 Broker：主机:端口,主机:端口。其余由集群告知。',
  'How long a broker may take to answer any request.': 'Broker 应答任何请求的最长时间。',
  'How long a topic that was not there is not asked for again.': '不存在的主题在此时间内不再询问。',
  'Template. The topic has to exist.': '模板。主题必须已存在。',
  'Template; without a value there is no key.': '模板；没有值则没有键。',
  'Template of Unix milliseconds; the time of sending when it yields none.':
    'Unix 毫秒的模板；没有值时为发送时间。',
  '`key_dispatch`: the same key, the same partition, as the producers of Java choose it.':
    '`key_dispatch`：相同的键进入相同的分区，与 Java 生产者的选择一致。',
  'Who must have stored a record before it is delivered; with `none` nobody answers.':
    '谁存下记录才算送达；`none` 则没有应答。',
  'One placeholder; its members, or a list of {key, value}, become headers.':
    '一个占位符；它的成员，或 {key, value} 的列表，成为消息头。',
  '`json` writes texts with their quotes.': '`json` 会把文本连同引号写入。',
  'Of one request; a batch that is larger goes in several.': '一个请求的大小；更大的批次分几次发送。',
  'host:port of the other broker.': '对端 Broker 的主机:端口。',
  'v4 is MQTT 3.1.1. With v5 refusals have reasons, and messages that go in a circle are noticed.':
    'v4 即 MQTT 3.1.1。v5 的拒绝带有原因，并能发现循环的消息。',
  'Client ids are prefix:connector:node:number; they stay the same over restarts.':
    '客户端 ID 为 前缀:连接器:节点:序号，重启后不变。',
  'With false the other broker keeps what sources miss while they are not connected.':
    '设为 false 时，源未连接期间的消息由对端保留。',
  'Says that it is a bridge, so that retained messages keep their flag, where the other broker knows that.':
    '声明自己是桥接，使保留消息保持标志（如果对端支持）。',
  'Messages that may wait for their acknowledgement on one connection.': '一个连接上可以等待确认的消息数。',
  'Connections for what is sent. A topic always takes the same one, so that its order stays.':
    '用于发送的连接数。同一主题总走同一连接，顺序不变。',
  'Template of the topic at the other broker.': '对端主题的模板。',
  'Or a placeholder.': '也可以是占位符。',
  'Template; the whole row as JSON when it is absent. One placeholder hands bytes on as they are.':
    '模板；不填则为整行数据的 JSON。只有一个占位符时原样转发字节。',
  'host:port; 3306 when there is no port.': '主机:端口；不写端口则为 3306。',
  'Connections, and so batches at a time. 1 keeps the order of all rows.':
    '连接数，也就是同时进行的批次。1 可保持所有行的顺序。',
  'One statement; each ${placeholder} of it is a parameter of a prepared statement. Values never become part of the text.':
    '一条语句；其中每个 ${占位符} 都是预处理语句的参数，值不会成为语句文本。',
  'A value that the row lacks is NULL; else the text `undefined`.':
    '行中缺少的值写为 NULL；否则写文本 `undefined`。',
  'host:port,host:port. Others that the cluster names are not used.':
    '主机:端口,主机:端口。不使用集群告知的其他节点。',
  'Seed of a user, beginning with SU.': '用户的种子，以 SU 开头。',
  'Template.': '模板。',
  'Template; the whole row as JSON when it is empty.': '模板；为空则为整行数据的 JSON。',
  'Templates of values.': '值的模板。',
  'Wait for the acknowledgement of a stream, which drops repeats.': '等待流的确认；流会去重。',
  'Integration key of a service, or of an orchestration: Events API v2.':
    '服务或编排的集成密钥：Events API v2。',
  'For accounts in the EU: https://events.eu.pagerduty.com/v2/enqueue.':
    '欧盟账户：https://events.eu.pagerduty.com/v2/enqueue。',
  "Template. PagerDuty's word for `title`.": '模板。PagerDuty 对 `title` 的叫法。',
  'Template. Where it is wrong; `node` of the row, else `clientid`, when absent.':
    '模板。出问题的位置；不填则取行中的 `node`，否则取 `clientid`。',
  'Template. `clientid` of the row when absent.': '模板。不填则取行中的 `clientid`。',
  'Template. A group of components, such as a plant.': '模板。一组组件，例如一个工厂。',
  'Template. What kind of event it is; `event` of the row when absent.':
    '模板。事件的类别；不填则取行中的 `event`。',
  'Template. JSON, or a text; the row when absent.': '模板。JSON 或文本；不填则为整行数据。',
  'Template. The name under which `client_url` is shown.': '模板。显示 `client_url` 时用的名称。',
  'Template. Where to look for more.': '模板。到哪里看更多。',
  'host:port; 5432 when there is no port.': '主机:端口；不写端口则为 5432。',
  'For poolers such as PgBouncer that hand each transaction another connection: the server reads the statement anew for each batch. Values are parameters all the same.':
    '用于 PgBouncer 等每个事务换连接的连接池：服务器每批重新解析语句。值仍然是参数。',
  'Shows also what would go to this channel: its body, cut and escaped by its rules.':
    '同时显示会发给这种渠道的内容：按其规则截断和转义的请求体。',
  'Host, or host:port.': '主机，或主机:端口。',
  'Until the connection stands.': '建立连接的最长时间。',
  'Template; empty for the exchange that leads to queues by their names.':
    '模板；为空则用按队列名路由的默认交换机。',
  'A message that no queue takes is refused, and not delivered into nothing.':
    '没有队列接收的消息会被拒绝，而不是丢失。',
  'Templates of [{key, value}].': '[{key, value}] 的模板。',
  'Templates of [{key, value}]; keys are content_type, content_encoding, correlation_id, reply_to, expiration, type, app_id.':
    '[{key, value}] 的模板；key 可为 content_type、content_encoding、correlation_id、reply_to、expiration、type、app_id。',
  'host:port, of `single`.': '主机:端口，用于 `single`。',
  'host:port,host:port of the sentinels, or of some nodes of the cluster.':
    '哨兵的 主机:端口,主机:端口，或集群的部分节点。',
  'The name that the sentinels know the master by.': '哨兵所知的主节点名称。',
  'A cluster has only 0.': '集群只有 0。',
  'The same settings, where EMQX has them.': '同样的设置，EMQX 放在这里。',
  'The command and its arguments, each a template of its own. A list that map_to_redis_hset_args() made becomes several.':
    '命令及其参数，各自是一个模板。map_to_redis_hset_args() 生成的列表会展开成多个参数。',
  'https://hooks.slack.com/services/…, the whole address of the webhook.':
    'https://hooks.slack.com/services/…，完整的 Webhook 地址。',
  'The address of the workflow "Post to a channel when a webhook request is received".':
    '工作流“收到 webhook 请求时发布到频道”的地址。',
  'Of another Bot API server. The whole URL of `sendMessage`, with token and `chat_id`, is read as well.':
    '其他 Bot API 服务器的地址。也可以填带有令牌和 `chat_id` 的完整 `sendMessage` 地址。',
  'Of the bot, from @BotFather.': '机器人的令牌，由 @BotFather 提供。',
  'Of the chat; groups have negative ids. `@name` for public groups and channels.':
    '会话 ID；群组为负数。公开群组和频道可写 `@名称`。',
  'Of the topic in a group with topics.': '群组中话题的 ID。',
  'Where requests go, with its query.': '请求发往的地址，包括查询参数。',
  'Signs each request: `whsec_…` of the Standard Webhooks specification, or any other text. Several with blanks between them while one is being replaced.':
    '为每个请求签名：Standard Webhooks 规范的 `whsec_…`，或任意文本。更换期间可用空格隔开写多个。',
  'Where the signature goes: `webhook-signature`, `X-Hub-Signature-256` or `X-Grafana-Alerting-Signature`.':
    '签名放在哪个请求头：`webhook-signature`、`X-Hub-Signature-256` 或 `X-Grafana-Alerting-Signature`。',
  'With `grafana`: the header of the time, which is then signed with the body.':
    '用于 `grafana`：时间所在的请求头，与请求体一起签名。',
  "`type`, `timestamp` and `data`; what Alertmanager's webhook sends, version 4; or a CloudEvent 1.0, as one JSON document or with its attributes in headers.":
    '`type`、`timestamp` 和 `data`；Alertmanager 第 4 版 webhook 的内容；或 CloudEvent 1.0，整体为一个 JSON 文档，或属性放在请求头。',
  'Template. The whole body, instead of the payload: sent and signed as it is filled in.':
    '模板。整个请求体，代替默认内容：按填充后的内容发送和签名。',
  'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…, the whole address of the robot.':
    'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…，机器人的完整 Webhook 地址。',
};
