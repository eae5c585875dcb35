import { Button, Table, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { System } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { Retention } from './retention.tsx';
import { settingOf } from './retention-projection.ts';
import { systemTexts } from './system.texts.ts';
import { rotateLinks, useSettings, useSystem } from './system.ts';

/** What this node runs on, and how it does. */
export function SystemView() {
  const system = useSystem();
  return (
    <QueryView query={system} rows={10}>
      {(now) => (
        <>
          <Facts system={now} />
          <Stores system={now} />
          <Retention system={now} />
        </>
      )}
    </QueryView>
  );
}

function Facts({ system }: { system: System }) {
  const texts = useTexts(systemTexts);
  const formats = useFormats();
  const { data: settings = [] } = useSettings(useMay('administrator'));
  const logLevel = settingOf(settings, 'log.level');
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      texts.node,
      <span key="node" className="device-text">
        {system.node}
      </span>,
    ],
    [texts.version, system.version],
    [texts.runtime, system.runtime],
    [texts.platform, `${system.platform} · ${texts.cpus(system.cpus)}`],
    [texts.process, String(system.pid)],
    [texts.uptime, formats.duration(system.uptime)],
    [texts.started, formats.time(system.started_at)],
    [texts.time, `${formats.time(system.time)} · ${system.time_zone}`],
    [texts.load, system.load.map((load) => formats.number(load, 2)).join(' · ')],
    [texts.memory, formats.bytes(system.memory.process)],
    [texts.machine, texts.usedOf(formats.bytes(system.memory.used), formats.bytes(system.memory.total))],
    [texts.loop, formats.duration(system.event_loop_delay)],
    ...(logLevel ? [[texts.logLevel, `${String(logLevel.value)} · ${texts[logLevel.origin]}`] as const] : []),
    [
      texts.files,
      system.files.open === null
        ? '–'
        : system.files.maximum === null
          ? formats.number(system.files.open)
          : texts.usedOf(formats.number(system.files.open), formats.number(system.files.maximum)),
    ],
    [
      texts.directory,
      <span key="directory" className="device-text">
        {system.data_directory}
      </span>,
    ],
    [
      texts.disk,
      system.disk
        ? texts.free(formats.bytes(system.disk.free), formats.bytes(system.disk.total))
        : texts.inMemory,
    ],
  ];
  return (
    <Section title={texts.facts}>
      <PlainTable label={texts.facts} head={[texts.facts, texts.value]} minWidth={280}>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Td c="dimmed">{name}</Table.Td>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </PlainTable>
    </Section>
  );
}

function Stores({ system }: { system: System }) {
  const texts = useTexts(systemTexts);
  const formats = useFormats();
  return (
    <Section title={texts.stores}>
      <PlainTable
        label={texts.stores}
        head={[texts.store, texts.size, texts.most, texts.holds, texts.oldest]}
        minWidth={520}
      >
        {system.stores.map((store) => (
          <Table.Tr key={store.name}>
            <Table.Td>{texts[store.name]}</Table.Td>
            <Table.Td>{formats.bytes(store.size)}</Table.Td>
            <Table.Td>{store.maximum === null ? '–' : formats.bytes(store.maximum)}</Table.Td>
            <Table.Td>{store.holds === null ? '–' : texts.records(formats.number(store.holds))}</Table.Td>
            <Table.Td>{store.oldest === null ? '–' : <Moment at={store.oldest} />}</Table.Td>
          </Table.Tr>
        ))}
      </PlainTable>
    </Section>
  );
}

/** Signing the links of messages with a new key. */
export function LinkRotation() {
  const texts = useTexts(systemTexts);
  const [isAsking, setAsking] = useState(false);
  return (
    <Section
      title={texts.alerts}
      about={texts.alertsAbout}
      actions={
        <ForRole role="administrator">
          <Button variant="default" onClick={() => setAsking(true)}>
            {texts.rotate}
          </Button>
        </ForRole>
      }
    >
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={texts.rotateTitle}
        action={texts.rotate}
        onConfirm={async () => {
          await rotateLinks();
          showDone(texts.rotated);
        }}
      >
        <Text>{texts.rotateEffect}</Text>
      </ConfirmDialog>
    </Section>
  );
}
