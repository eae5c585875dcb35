/**
 * What the settings mean, in Chinese, by the English text of their `.describe()`: who changes that is told by
 * `npm run docs` to change this as well.
 */
export const settingTextsZh: Readonly<Record<string, string>> = {
  'Files of objects (connectors, actions, rules, silences, users …): patterns such as rules/*.yaml, from the folder of the configuration file; a folder stands for all below it. Read at the start and at each change':
    '对象（连接器、动作、规则、静默、用户等）的文件：如 rules/*.yaml 的模式，相对于配置文件所在的目录；目录代表其下的全部文件。启动时以及每次更改时读取',
  'Name of this node, as events and the API show it': '本节点的名称，显示在事件和 API 中',
  'Directory of the database; created when it does not exist': '数据库所在的目录；不存在时自动创建',
  'On what MQTT connections over plain TCP run. auto: bare handles of Node.js, cheaper in CPU and memory, if they pass their test at the start; stream: its sockets':
    '普通 TCP 上的 MQTT 连接使用什么。auto：若启动时通过自检，使用 Node.js 的底层句柄，CPU 和内存开销更小；stream：使用 Node.js 的套接字',
  'The least serious level that is logged': '记录日志的最低级别',
  'human: lines for people; json: one JSON object per line; auto: human on a terminal, else json':
    'human：供人阅读的行；json：每行一个 JSON 对象；auto：在终端上为 human，否则为 json',
  'Whether it is written down who changed what through the API': '是否记录谁通过 API 更改了什么（审计日志）',
  'Records that are kept and can be looked at; the oldest go first': '保留并可查看的记录数；最早的先被删除',
  'How long records can be looked at': '记录可以查看多久',
  'Whether calls that programs make all the time are left out: publish, subscribe, kick in bulk':
    '是否省略程序频繁进行的调用：发布、订阅、批量踢下线',
  'normal: survives a killed process; full: also a power cut, at the price of a disk sync per commit':
    'normal：进程被杀不丢失；full：断电也不丢失，代价是每次提交同步一次磁盘',
  'Whether MQTT over TCP is offered': '是否提供基于 TCP 的 MQTT',
  'Address to listen on': '监听的地址',
  'Port to listen on; 0 takes a free one': '监听的端口；0 表示任意空闲端口',
  'Clients connected to this listener at a time': '同时连接到此监听器的客户端数',
  'New connections; those above it are closed unread': '新建连接的速率；超出的连接不读取内容直接关闭',
  'Messages that each client may publish': '每个客户端发布消息的速率',
  'Bytes that each client may publish': '每个客户端发布字节的速率',
  'Whether clients are asked who they are; quick_deny_anonymous refuses one without a user name at once':
    '是否对客户端进行认证；quick_deny_anonymous 立即拒绝没有用户名的客户端',
  'Who may open a connection, by its address: the first that matches; the last is allow all or deny all':
    '按地址决定谁可以建立连接：以第一条匹配的为准；最后一条为 allow all 或 deny all',
  'Whether MQTT over TCP comes through a proxy that sends a PROXY header, version 1 or 2':
    '基于 TCP 的 MQTT 是否经由发送 PROXY 头（版本 1 或 2）的代理',
  'How long that header may take': '等待该 PROXY 头的最长时间',
  'Whether small packets leave at once (TCP_NODELAY)': '小报文是否立即发出（TCP_NODELAY）',
  'Connections that wait until they are accepted': '等待被接受的连接数',
  'TCP keep-alive; the system sets all but the first figure': 'TCP 保活；除第一个数字外由操作系统决定',
  'Whether MQTT over TLS is offered; without this setting, as soon as it has a certificate':
    '是否提供基于 TLS 的 MQTT；未设置时，有证书即提供',
  'Whether MQTT over TLS comes through a proxy that sends a PROXY header, version 1 or 2':
    '基于 TLS 的 MQTT 是否经由发送 PROXY 头（版本 1 或 2）的代理',
  'Certificate, and those between it and its root': '证书，以及它与根证书之间的中间证书',
  'Its key': '证书的私钥',
  'Password of the key': '私钥的密码',
  'Authorities that sign the certificates of clients': '签发客户端证书的 CA',
  'Revoked certificates: a list of each authority of the chain': '吊销列表：证书链上每个 CA 各一份',
  'verify_peer: clients are asked for a certificate, and one that is not trusted is refused':
    'verify_peer：要求客户端出示证书，不受信任的证书被拒绝',
  'Whether clients without a certificate are refused': '是否拒绝没有证书的客户端',
  "Certificates between a client's and its root": '客户端证书与其根证书之间的证书数',
  'Versions of TLS': 'TLS 的版本',
  "Ciphers by OpenSSL's names; none stands for the defaults of Node.js":
    '加密套件，使用 OpenSSL 的名称；空列表表示 Node.js 的默认值',
  'Whether the order of the ciphers here decides': '是否以此处加密套件的顺序为准',
  'Whether a client that comes back shakes hands in short': '客户端重连时是否可以复用会话，缩短握手',
  'How long the handshake may take': '握手的最长时间',
  'Certificates more, each for a server_name: server_name, certfile, keyfile, password':
    '更多证书，每个对应一个 server_name：server_name、certfile、keyfile、password',
  'Whether MQTT over WebSocket is offered': '是否提供基于 WebSocket 的 MQTT',
  'Whether MQTT over WebSocket comes through a proxy that sends a PROXY header, version 1 or 2':
    '基于 WebSocket 的 MQTT 是否经由发送 PROXY 头（版本 1 或 2）的代理',
  'Path of the WebSocket': 'WebSocket 的路径',
  'Whether clients must name a sub-protocol': '客户端是否必须指明子协议',
  'Sub-protocols, the preferred one first': '子协议，首选的在前',
  'Whether pages in browsers may connect only when they come from check_origins':
    '浏览器中的页面是否只有来自 check_origins 时才能连接',
  'Origins of pages, with commas between them': '页面的来源（Origin），以逗号分隔',
  'Whether clients that send no Origin may connect then': '此时未发送 Origin 的客户端是否可以连接',
  'When a connection on which nothing moves is closed': '没有任何数据的连接多久后关闭',
  'Largest WebSocket message; never more than the largest packet and 64 KB':
    '最大的 WebSocket 消息；绝不超过最大报文加 64 KB',
  'Whether MQTT over secure WebSocket is offered; without this setting, as soon as it has a certificate':
    '是否提供基于 WebSocket（TLS）的 MQTT；未设置时，有证书即提供',
  'Whether MQTT over secure WebSocket comes through a proxy that sends a PROXY header, version 1 or 2':
    '基于 WebSocket（TLS）的 MQTT 是否经由发送 PROXY 头（版本 1 或 2）的代理',
  'Listeners more: each with type, name, bind and the settings above':
    '更多监听器：每个包含 type、name、bind 以及上述设置',
  'Address of the dashboard and the API': '控制台与 API 的地址',
  'Port of the dashboard and the API; 0 takes a free one': '控制台与 API 的端口；0 表示任意空闲端口',
  'Where the dashboard and the API are reached without TLS, in the place of dashboard.host and dashboard.port; 0 is nowhere':
    '控制台与 API 不经 TLS 时的监听地址，代替 dashboard.host 与 dashboard.port；0 表示不监听',
  'Where they are reached over TLS; 0 is nowhere. Without this setting, on 18084 of dashboard.host as soon as there is a certificate':
    '控制台与 API 经 TLS 时的监听地址；0 表示不监听。未设置时，一旦有证书即监听 dashboard.host 的 18084 端口',
  'The first administrator, made at a start that finds no user': '第一个管理员，启动时没有任何用户则创建',
  'Password of the first administrator; without it the start prints a link for setting one':
    '第一个管理员的密码；未设置时，启动会打印一个用于设置密码的链接',
  'Path below which a reverse proxy shows the dashboard, if the proxy does not take it away':
    '反向代理提供控制台的路径前缀（代理不去除该前缀时设置）',
  'Whether people may sign in by a provider of OpenID Connect': '是否可以通过 OpenID Connect 身份提供方登录',
  'The provider, as it calls itself in its description': '身份提供方，即其发现文档中的 issuer',
  'What the provider knows the dashboard by': '控制台在身份提供方登记的客户端标识',
  'Secret of that client; ${env:NAME} and ${file:/path} are read. Without one, PKCE alone protects':
    '该客户端的密钥；可以是 ${env:NAME} 或 ${file:/path}。没有密钥时仅由 PKCE 保护',
  'What the provider is asked to tell': '向身份提供方请求的范围（scope）',
  'The claim that names the user, as ${claim}; without it the e-mail address, or else the subject':
    '作为用户名的声明，写作 ${claim}；未设置时为邮箱地址，再否则为 subject',
  'The claim that gives the role: a text or a list, also inside of others as ${realm_access.roles}':
    '决定角色的声明：文本或列表，也可位于其他声明内部，如 ${realm_access.roles}',
  'Which value of that claim makes which role ({value, role}); the highest counts, at each sign-in anew':
    '该声明的哪个值对应哪个角色（{value, role}）；以最高的为准，每次登录时重新判断',
  'Role of who has none of these; none: is not let in': '没有上述任何值的人的角色；none：不允许登录',
  'Where browsers see the dashboard; the provider must allow /api/v5/sso/oidc/callback below it':
    '浏览器访问控制台的地址；身份提供方须允许其下的 /api/v5/sso/oidc/callback',
  'PEM file of the authorities that the certificate of the provider is of':
    '签发身份提供方证书的 CA 的 PEM 文件',
  'How long a login lasts': '一次登录的有效时间',
  'File with lines key:secret or key:secret:role, loaded at every start':
    '每行为 key:secret 或 key:secret:role 的文件，每次启动时读取',
  'Largest packet that is accepted': '接受的最大报文',
  'Longest client id, in bytes': '客户端 ID 的最大字节数',
  'Longest user name, in bytes; a JSON Web Token as user name needs more':
    '用户名的最大字节数；以 JWT 作为用户名时需要更大',
  'Longest password, in bytes': '密码的最大字节数',
  'What of the certificate of a TLS client is its user name, see access.md':
    '以 TLS 客户端证书的哪一部分作为用户名，见 access.md',
  'What of the certificate of a TLS client is its client id': '以 TLS 客户端证书的哪一部分作为客户端 ID',
  'Levels of a topic name or filter': '主题名或主题过滤器的层级数',
  'Longest topic name or filter, in bytes of UTF-8': '主题名或主题过滤器的最大 UTF-8 字节数',
  'User properties of a packet': '一个报文的用户属性个数',
  'User properties of a packet together, with their lengths': '一个报文的用户属性的总大小，含长度字段',
  'Highest QoS of a publish': '发布的最高 QoS',
  'Topic aliases of a client, and as many to a client that takes them; 0 switches them off':
    '一个客户端的主题别名数，对接受别名的客户端也使用同样多；0 表示停用',
  'Prefix for response topics, told to MQTT 5 clients that ask for it; empty for none':
    '响应主题的前缀，告知提出请求的 MQTT 5 客户端；为空表示没有',
  'Whether clients may publish retained messages': '客户端是否可以发布保留消息',
  'Whether filters may contain + and #': '主题过滤器是否可以包含 + 和 #',
  'Whether $share/group/filter may be subscribed to': '是否可以使用共享订阅 $share/group/filter',
  'Who of a group gets a message: random; round_robin: in turn; sticky: always the same; hash_clientid, hash_topic: by publisher or topic':
    '组内由谁收到消息：random：随机；round_robin：轮流；sticky：始终同一个；hash_clientid、hash_topic：按发布者或主题',
  'Groups with a strategy of their own: a list of { group, strategy }':
    '单独设置策略的组：{ group, strategy } 的列表',
  'Subscriptions of a session': '一个会话的订阅数',
  'Subscriptions of all sessions together': '所有会话的订阅总数',
  'QoS 1 and 2 messages under way to a client at a time, in at most 1 MB of payload':
    '同时发往一个客户端、尚未确认的 QoS 1 和 2 消息数，消息内容最多 1 MB',
  'QoS 2 messages of a client that wait for their PUBREL at a time':
    '一个客户端同时等待 PUBREL 的 QoS 2 消息数',
  'When a QoS 2 message whose PUBREL never came is forgotten':
    '始终没有收到 PUBREL 的 QoS 2 消息多久后被丢弃',
  'Messages that wait for a client that is away or busy': '为离线或繁忙的客户端排队的消息数',
  'Payloads and properties of the messages that wait for a client':
    '为一个客户端排队的消息的内容与属性的总大小',
  'What a full queue drops: its oldest message of the lowest priority, or the one that comes (refuse)':
    '队列已满时丢弃什么：最低优先级中最早的消息，或新到的消息（refuse）',
  'Which of the messages that wait go first, by topic name: 255 before 1':
    '排队的消息中哪些先发送，按主题名：255 先于 1',
  'Whether topics without a priority come after all others, or before them':
    '没有设置优先级的主题排在其他主题之后还是之前',
  'Whether QoS 0 messages wait as well': 'QoS 0 消息是否也排队',
  'Unsent output above which publishers wait for a client, a second at most, before QoS 0 messages for it are dropped (a quarter of it while its connection takes no more), and nothing more is read from it':
    '一个客户端的未发送数据超过此值时，发布者最多等待它一秒，之后丢弃发给它的 QoS 0 消息（其连接不再接收数据时为此值的四分之一），并且不再读取它发来的数据',
  'A client that takes nothing of its unsent output for so long is disconnected (slow_consumer)':
    '客户端持续这么久不接收任何未发送数据时被断开（slow_consumer）',
  'Messages that each client may publish; faster ones are not read from for a while, and nothing is lost':
    '每个客户端发布消息的速率；超过时暂停读取该客户端，不会丢失任何内容',
  'Bytes of the messages that each client may publish; the same holds':
    '每个客户端发布消息的字节速率；处理方式相同',
  'Clients connected at a time, over all listeners; others are refused with reason code 0x97':
    '所有监听器同时连接的客户端总数；其余以原因码 0x97 拒绝',
  'Connects, over all listeners; others are refused with reason code 0x9F':
    '所有监听器的连接速率；其余以原因码 0x9F 拒绝',
  'Connections of one address at a time; others are closed at once': '同一地址同时的连接数；其余立即关闭',
  'Connections that have not sent their CONNECT; past that the one that was silent longest is closed. As many may wait for the answer to it; others get reason code 0x89':
    '尚未发送 CONNECT 的连接数；超出时关闭沉默最久的连接。等待 CONNECT 应答的连接数上限相同；其余以原因码 0x89 拒绝',
  'How long a connection may take to send its CONNECT, with PROXY header, TLS and WebSocket before it':
    '连接建立后发送 CONNECT 的最长时间，含此前的 PROXY 头、TLS 与 WebSocket 握手',
  'Keep-alive in seconds, imposed on MQTT 5 clients instead of their own':
    '以秒为单位的心跳时间，强制 MQTT 5 客户端以此代替自己的值',
  'A client is gone after this many keep-alive periods of silence': '客户端沉默多少倍心跳时间后视为离线',
  'How long the session of an MQTT 3 client with clean session 0 outlives its connection':
    'clean session 为 0 的 MQTT 3 客户端断开后会话保留多久',
  'Longest session expiry that an MQTT 5 client gets': 'MQTT 5 客户端可获得的最长会话过期时间',
  'Whether retained messages are kept': '是否保存保留消息',
  'Largest payload that is kept': '可保存的最大消息内容',
  'Retained messages that are kept; 0 for as many as max_retained_bytes takes':
    '保留消息的最大条数；0 表示仅受 max_retained_bytes 限制',
  'Memory of all retained messages together, with their topics and properties':
    '所有保留消息（含主题与属性）占用的内存总量',
  'When a retained message without an expiry of its own goes; 0s for never':
    '自身没有过期时间的保留消息多久后删除；0s 表示不删除',
  'Whether an empty message, which removes the retained one, goes to nobody':
    '用于清除保留消息的空消息是否不再转发给订阅者',
  'Whether a message to $delayed/{seconds}/{topic} waits': '发往 $delayed/{秒}/{主题} 的消息是否延迟发布',
  'Messages that wait at a time; 0 for as many as 256 MB take':
    '同时等待的延迟消息数；0 表示仅受 256 MB 限制',
  'Rules that turn topics of clients into others: a list of { action, source_topic, re, dest_topic }, see mqtt.md':
    '主题重写规则：{ action, source_topic, re, dest_topic } 的列表，见 mqtt.md',
  'What every client is subscribed to when it connects: a list of { topic, qos, nl, rap, rh }, see mqtt.md':
    '每个客户端连接时自动订阅的主题：{ topic, qos, nl, rap, rh } 的列表，见 mqtt.md',
  'How often version, statistics and counters are published below $SYS/brokers':
    '在 $SYS/brokers 下发布版本、统计与计数的间隔',
  'How often uptime and time are published there': '在那里发布运行时间与当前时间的间隔',
  'Whether clients that connect are told': '是否发布客户端上线的系统消息',
  'Whether clients that go are told': '是否发布客户端离线的系统消息',
  'Whether new subscriptions are told': '是否发布新订阅的系统消息',
  'Whether subscriptions that go are told': '是否发布取消订阅的系统消息',
  'Alarms that are over and can still be looked at': '已结束而仍可查看的系统告警数',
  'How long they can be': '已结束的系统告警可以查看多久',
  'Whether new connections are refused, then the loudest publishers paused, under overload':
    '过载时是否先拒绝新连接，再暂停发布最多的客户端',
  'By how much the event loop may come late, on average over half a second, three times in a row':
    '事件循环允许的延迟：半秒内的平均值，连续三次超过即为过载',
  'The part of the memory from which on there is overload': '内存使用达到多大比例时视为过载',
  'The memory; without it what the container may use, else what the machine has':
    '内存总量；未设置时为容器的限额，否则为机器的内存',
  'Whether there is an alarm about each client with much unsent output':
    '是否为每个未发送数据过多的客户端产生系统告警',
  'How long the client must have kept up before its alarm ends': '客户端恢复正常多久后该告警结束',
  'Who may connect without a user name: clients on this machine (loopback), everybody, or nobody':
    '谁可以不带用户名连接：本机的客户端（loopback）、所有客户端，或都不可以',
  'Older name of `authorization.deny_action`; `disconnect` here still counts':
    '`authorization.deny_action` 的旧名称；此处的 `disconnect` 仍然有效',
  'Who checks clients, one after the other: see access.md': '依次由谁认证客户端：见 access.md',
  'Whether a client id without a session that connects too often is banned for a while':
    '是否暂时封禁连接过于频繁、且没有会话的客户端 ID',
  'How long connects are counted together': '连接次数的统计时段',
  'Connects of a client id within the window that are still in order': '时段内同一客户端 ID 允许的连接次数',
  'How long such a client id is banned': '封禁多久',
  'What counts when no rule matches': '没有规则匹配时的判定',
  'What becomes of a client that publishes or subscribes where it must not':
    '客户端进行不被允许的发布或订阅时如何处理',
  'Whether verdicts on a client are remembered while it is connected': '是否在连接期间缓存对客户端的判定',
  'Topics of one client whose verdicts are remembered': '一个客户端缓存判定的主题数',
  'How long a verdict is remembered': '判定缓存多久',
  'Topic filters whose verdicts are not remembered': '不缓存判定的主题过滤器',
  'Where rules come from, the first one that knows decides: file, built_in_database, http; see access.md':
    '授权规则的来源，以第一个有相应规则的为准：file、built_in_database、http；见 access.md',
  'Whether events are recorded, and clients remembered that are gone': '是否记录事件，并记住已离开的客户端',
  'How long events can be looked at': '事件可以查看多久',
  'What they may take on the disk; beyond it the oldest go': '事件最多占用多少磁盘；超出时删除最早的',
  'Which events: a list of names; client.check_authz_complete.deny is those of client.check_authz_complete that deny':
    '记录哪些事件：名称的列表；client.check_authz_complete.deny 指 client.check_authz_complete 中被拒绝的那些',
  'Topic filters: messages that match one of them are recorded, each as message.publish':
    '主题过滤器：匹配其中之一的消息都会记录，每条为一个 message.publish',
  'Messages a second, on average, that are recorded because a rule looks at them, up to 50 times as many at once; 0 for none':
    '因规则处理而记录的消息：平均每秒的条数，一次最多 50 倍；0 表示不记录',
  'Folder of rules that lie in YAML files, with all below it, read at the start and at each change; a file that is wrong refuses the start, and later changes nothing':
    '存放 YAML 规则文件的目录（含子目录），启动时和每次更改时读取；文件有误时拒绝启动，运行中则不做任何更改',
  'Whether a word in double quotes is always a name; else a comparison takes it as text when nothing is named so':
    '双引号中的词是否总是名称；否则，没有该名称时在比较中视为文本',
  'Folder of schemas that lie in files, read at the start: x.json is the JSON Schema x, x.avsc Avro, x.proto Protobuf':
    '存放 Schema 文件的目录，启动时读取：x.json 为 JSON Schema x，x.avsc 为 Avro，x.proto 为 Protobuf',
  'Where a collector takes OTLP over HTTP; without a path, /v1/traces is added':
    '采集器接收 OTLP（HTTP）的地址；没有路径时加上 /v1/traces',
  'Header authorization of these requests, such as Bearer and a token':
    '这些请求的 authorization 请求头，如 Bearer 加令牌',
  'Whether spans are sent of events, of the rules that hear them and of the deliveries that follow':
    '是否发送事件、处理它的规则及其后投递的 span',
  'Part of the traces that begin here: 0.1 for a tenth': '在此开始的追踪的采样比例：0.1 为十分之一',
  'Whether the user property traceparent of a PUBLISH (MQTT 5) names the trace, and says whether it is sampled':
    'PUBLISH（MQTT 5）的用户属性 traceparent 是否决定所属的追踪以及是否采样',
  'Spans that wait to be sent; further ones are dropped and counted': '等待发送的 span 数；超出的丢弃并计数',
  'Time between two requests': '两次请求之间的间隔',
  'How long a request may take': '一次请求的最长时间',
  'How long a delivery is tried, for actions that do not say it themselves':
    '动作自身未设置时，一次投递尝试多久',
  'How long finished deliveries can be looked at': '已结束的投递可以查看多久',
  'Finished deliveries that can be looked at; the oldest go first': '可以查看的已结束投递数；最早的先被删除',
  'Bytes of the requests of finished deliveries together': '已结束投递的请求内容的总大小',
  'Where no request may go, for all connectors: addresses, networks such as 10.0.0.0/8, hosts such as corp.example with all below them; link-local and cloud metadata addresses are refused in any case':
    '所有连接器的请求不得去往的地方：地址、网段（如 10.0.0.0/8）、主机及其下的全部（如 corp.example）；链路本地地址与云元数据地址在任何情况下都被拒绝',
  'Folders in which connectors of type file may write, with all below them; `files/` of the data directory is always allowed':
    'file 类型的连接器可以写入的目录（含子目录）；数据目录中的 `files/` 总是允许',
  'How long clients may take to come back after a start before any of them counts as away; until then nothing is said of them':
    '启动后给客户端多少时间重新连接，此后仍未连接的才视为离线；在此之前不发出任何离线通知',
  'How long resolved alerts can be looked at': '已恢复的告警可以查看多久',
  'Resolved alerts that can be looked at; the oldest go first': '可以查看的已恢复告警数；最早的先被删除',
  'Alerts that are not resolved, at a time; what is raised beyond is refused, with an alarm':
    '同时未恢复的告警数；超出的被拒绝，并产生系统告警',
};
