import { quoted } from '../../shared/code/curl-text.ts';
import type { ConnectAddress } from './listener-addresses.ts';

/** The same first message, with what people have at hand. */
export function snippetsFor(
  { host, port, url, type }: ConnectAddress,
  clientId = 'hello-1',
): readonly { name: string; text: string }[] {
  const id = /^[\w-]+$/.test(clientId) ? clientId : quoted(clientId);
  const isTls = type === 'ssl' || type === 'wss';
  const isWebSocket = type === 'ws' || type === 'wss';
  const node = `import mqtt from 'mqtt';

const client = mqtt.connect('${url}', { clientId: ${/^[\w-]+$/.test(clientId) ? `'${clientId}'` : JSON.stringify(clientId)} });
client.on('connect', () => client.publish('hello', 'world'));`;
  const mqttx = `mqttx pub -h ${host} -p ${port}${isWebSocket ? ' -l ' : ''}${isWebSocket ? type : ''}${type === 'ssl' ? ' -l mqtts' : ''} -i ${id} -t hello -m world`;
  return [
    ...(isWebSocket
      ? []
      : [
          {
            name: 'mosquitto_pub',
            text: `mosquitto_pub -h ${host} -p ${port}${isTls ? ' --tls-use-os-certs' : ''} -i ${id} -t hello -m world`,
          },
        ]),
    { name: 'MQTTX', text: mqttx },
    { name: 'Node', text: node },
  ];
}
