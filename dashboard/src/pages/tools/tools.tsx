import { Tabs } from '@mantine/core';
import { MqttClientTool } from '../../features/mqtt-client/mqtt-client.tsx';
import { SimulatedDevices } from '../../features/simulations/simulated-devices.tsx';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';

const catalogue = defineTexts(
  { client: 'MQTT client', devices: 'Simulated devices' },
  { client: 'MQTT 调试', devices: '模拟设备' },
);

/** What the tools drawer holds. */
export function Tools() {
  const texts = useTexts(catalogue);
  return (
    <Tabs defaultValue="client">
      <Tabs.List mb="md">
        <Tabs.Tab value="client">{texts.client}</Tabs.Tab>
        <Tabs.Tab value="devices">{texts.devices}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="client">
        <MqttClientTool />
      </Tabs.Panel>
      <Tabs.Panel value="devices">
        <SimulatedDevices />
      </Tabs.Panel>
    </Tabs>
  );
}
