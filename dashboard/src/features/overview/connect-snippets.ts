import type { ConnectAddress } from './listener-addresses.ts';

/** The same first message, with what people have at hand. */
export function snippetsFor({
  host,
  port,
  url,
  type,
}: ConnectAddress): readonly { name: string; text: string }[] {
  const isTls = type === 'ssl' || type === 'wss';
  const isWebSocket = type === 'ws' || type === 'wss';
  const node = `import mqtt from 'mqtt';

const client = mqtt.connect('${url}', { clientId: 'hello-1' });
client.on('connect', () => client.publish('hello', 'world'));`;
  const mqttx = `mqttx pub -h ${host} -p ${port}${isWebSocket ? ' -l ' : ''}${isWebSocket ? type : ''}${type === 'ssl' ? ' -l mqtts' : ''} -i hello-1 -t hello -m world`;
  return [
    ...(isWebSocket
      ? []
      : [
          {
            name: 'mosquitto_pub',
            text: `mosquitto_pub -h ${host} -p ${port}${isTls ? ' --tls-use-os-certs' : ''} -i hello-1 -t hello -m world`,
          },
        ]),
    { name: 'MQTTX', text: mqttx },
    { name: 'Node', text: node },
  ];
}
