import { Tabs } from '@mantine/core';
import { useEffect, useState } from 'react';
import { MqttClientTool } from '../../features/mqtt-client/mqtt-client.tsx';
import { SimulatedDevices } from '../../features/simulations/simulated-devices.tsx';
import { useStore } from '../../shared/store/store.ts';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { openedTool } from '../../shared/tools/opened-tools.ts';

const catalogue = defineTexts(
  { client: 'MQTT client', devices: 'Simulated devices' },
  { client: 'MQTT 调试', devices: '模拟设备' },
);

/** What the tools drawer holds. */
export function Tools() {
  const texts = useTexts(catalogue);
  const opened = useStore(openedTool);
  const [tab, setTab] = useState<string | null>('client');
  // Whoever opens the drawer says which of them is wanted.
  useEffect(() => {
    if (opened) setTab(opened);
  }, [opened]);
  return (
    <Tabs value={tab} onChange={setTab}>
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
