import { defineTexts } from '../../shared/texts/texts.ts';

const subscriptionsOf = (count: number, text: string) =>
  `${text} ${count === 1 ? 'subscription' : 'subscriptions'}`;
const clientsOf = (count: number, text: string) => `${text} ${count === 1 ? 'client' : 'clients'}`;

export const subscriptionTexts = defineTexts(
  {
    title: 'Subscriptions',
    client: 'Client',
    topic: 'Topic filter',
    options: 'Options',
    openClient: 'Open client',
    showAlike: 'Who else has this filter',
    copyTopic: 'Copy topic filter',
    search: 'Search subscriptions',
    placeholder: 'Topic filter or client id, or qos: group: is: …',
    found: subscriptionsOf,
    nothing: 'No client has subscribed.',
    nothingMatches: 'No subscription matches.',
    unsubscribe: 'Unsubscribe',
    unsubscribeMany: 'Unsubscribe …',
    unsubscribed: (topic: string) => `Unsubscribed ${topic}`,
    unsubscribedMany: (count: number, text: string) => `Ended ${subscriptionsOf(count, text)}`,
    allMatching: (text: string) => `All ${text} that match`,
    ask: (count: number, text: string) => `End ${subscriptionsOf(count, text)}?`,
    counting: 'Counting …',
    effect: (count: number, text: string, clients: number, clientText: string) =>
      `Will end ${subscriptionsOf(count, text)} of ${clientsOf(clients, clientText)}. They get nothing on these topics until they subscribe again.`,
    note: 'The clients stay connected and are not told: MQTT has no packet for that.',
    copyTopics: 'Copy filters',
    copied: (count: string) => `${count} copied`,
    meanings: {
      topic: 'filter begins with; in quotes exactly',
      client: 'client id begins with',
      qos: 'quality of service',
      group: 'shared: name of the group',
      sub: 'this filter, or what gets this topic',
    },
  },
  {
    title: '订阅',
    client: '客户端',
    topic: '主题过滤器',
    options: '选项',
    openClient: '打开客户端',
    showAlike: '还有谁订阅了此过滤器',
    copyTopic: '复制主题过滤器',
    search: '搜索订阅',
    placeholder: '主题过滤器或客户端 ID，或 qos: group: is: …',
    found: (_count: number, text: string) => `${text} 个订阅`,
    nothing: '还没有客户端订阅。',
    nothingMatches: '没有匹配的订阅。',
    unsubscribe: '取消订阅',
    unsubscribeMany: '取消订阅……',
    unsubscribed: (topic: string) => `已取消订阅 ${topic}`,
    unsubscribedMany: (_count: number, text: string) => `已取消 ${text} 个订阅`,
    allMatching: (text: string) => `全部 ${text} 个匹配项`,
    ask: (_count: number, text: string) => `取消 ${text} 个订阅？`,
    counting: '正在计数……',
    effect: (_count: number, text: string, _clients: number, clientText: string) =>
      `将取消 ${clientText} 个客户端的 ${text} 个订阅。重新订阅之前，它们不再收到这些主题的消息。`,
    note: '客户端保持连接，且不会得到通知：MQTT 没有相应的报文。',
    copyTopics: '复制过滤器',
    copied: (count: string) => `已复制 ${count} 个`,
    meanings: {
      topic: '过滤器以此开头；加引号为完全匹配',
      client: '客户端 ID 以此开头',
      qos: '服务质量',
      group: '共享订阅的组名',
      sub: '此过滤器，或会收到此主题',
    },
  },
);
