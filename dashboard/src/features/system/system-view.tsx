import { Button, Table, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { StateMark } from '../../shared/ui/state-mark.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { type Check, checksOf } from './checks.ts';
import { systemTexts } from './system.texts.ts';
import { rotateLinks, type SystemNow, useSurroundings, useSystem } from './system.ts';

/** What this node runs on, and how it does. */
export function SystemView() {
  const system = useSystem();
  return (
    <QueryView query={system} rows={10}>
      {(now) => (
        <>
          <Checks system={now} />
          <Facts system={now} />
          <Stores system={now} />
        </>
      )}
    </QueryView>
  );
}

function Checks({ system }: { system: SystemNow }) {
  const texts = useTexts(systemTexts);
  const surroundings = useSurroundings();
  return (
    <Section title={texts.checks} about={texts.checksAbout}>
      <QueryView query={surroundings}>
        {(data) => (
          <PlainTable label={texts.checks} head={[texts.check, texts.result, '']} minWidth={320}>
            {checksOf(system, data).map((check) => (
              <Table.Tr key={check.name}>
                <Table.Td>{texts[check.name]}</Table.Td>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  <StateMark tone={check.tone}>
                    {check.tone === 'bad'
                      ? texts.wrong
                      : check.tone === 'warning'
                        ? texts.look
                        : check.tone === 'off'
                          ? '–'
                          : texts.fine}
                  </StateMark>
                </Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  <CheckSentence check={check} />
                </Table.Td>
              </Table.Tr>
            ))}
          </PlainTable>
        )}
      </QueryView>
    </Section>
  );
}

function CheckSentence({ check }: { check: Check }) {
  const texts = useTexts(systemTexts);
  const formats = useFormats();
  const isGood = check.tone === 'good' || check.tone === 'off';
  switch (check.name) {
    case 'ports':
      return check.failed.length > 0
        ? texts.portsWrong(check.failed.join(', '))
        : texts.portsFine(check.open);
    case 'disk': {
      const text = texts.free(formats.bytes(check.free), formats.bytes(check.total));
      return isGood ? texts.diskFine(text) : texts.diskLow(text);
    }
    case 'clock':
      return isGood ? texts.clockFine : texts.clockOff(formats.duration(check.difference));
    case 'certificates':
      if (!check.first) return texts.certificatesNone;
      return isGood
        ? texts.certificatesFine(check.first.days)
        : texts.certificatesSoon(check.first.name, check.first.days);
    case 'outbound':
      if (check.failed.length > 0) return texts.outboundWrong(check.failed.join(', '));
      return check.reached === 0 ? texts.outboundNone : texts.outboundFine(check.reached);
    case 'files': {
      const text = texts.usedOf(formats.number(check.open), formats.number(check.maximum));
      return isGood ? texts.filesFine(text) : texts.filesLow(text);
    }
    case 'loop': {
      const text = formats.duration(check.delay);
      return isGood ? texts.loopFine(text) : texts.loopLate(text);
    }
  }
}

function Facts({ system }: { system: SystemNow }) {
  const texts = useTexts(systemTexts);
  const formats = useFormats();
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

function Stores({ system }: { system: SystemNow }) {
  const texts = useTexts(systemTexts);
  const formats = useFormats();
  return (
    <Section title={texts.stores} about={texts.storesAbout}>
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
