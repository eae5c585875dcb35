/** `npm run demo`: the story plays by itself. Exit code 0 when all three chats heard the bell, 1 otherwise. */
import { connectAsync } from 'mqtt';
import { startBrokerProcess, temporaryDirectory } from './broker-process.ts';
import { chatBubble } from './chat-bubble.ts';
import { configureOfflineAlert } from './configure.ts';
import { GroupChat } from './group-chat.ts';
import { BOTS, OFFLINE_RULE } from './offline-alert.ts';

const PATIENCE = 5_000;
const CLIENT_ID = 'pump-7';

const chats = BOTS.map((bot) => new GroupChat(bot));
const broker = await startBrokerProcess(temporaryDirectory());
try {
  const tcp = broker.ready.listeners.tcp;
  if (!tcp) throw new Error('the broker has no TCP listener');
  console.log(`1. Tocsin listens: MQTT on port ${tcp.port}, API on port ${broker.ready.dashboard.port}.`);

  await configureOfflineAlert(broker.api, await Promise.all(chats.map((chat) => chat.open())));
  console.log(`2. One rule, three actions:\n\n   ${OFFLINE_RULE.sql}\n`);

  const client = await connectAsync({
    port: tcp.port,
    clientId: CLIENT_ID,
    username: 'workshop',
    protocolVersion: 5,
    reconnectPeriod: 0,
  });
  console.log(`3. The device ${CLIENT_ID} is connected. An operator kicks it:\n`);

  const kickedAt = performance.now();
  await broker.api.must('DELETE', `/clients/${CLIENT_ID}`);
  const messages = await Promise.all(chats.map((chat) => chat.message(PATIENCE)));
  await client.endAsync(true);

  chats.forEach(({ bot }, index) => {
    const message = messages[index];
    if (!message) console.log(`✗ ${bot.title}: no message within ${PATIENCE / 1000} s\n`);
    else
      console.log(
        `${chatBubble(bot.title, message.text, `${(message.arrivedAt - kickedAt).toFixed(1)} ms after the kick`)}\n`,
      );
  });
  process.exitCode = messages.every(Boolean) ? 0 : 1;
} finally {
  for (const chat of chats) chat.close();
  await broker.stop();
}
