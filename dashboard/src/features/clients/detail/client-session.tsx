import { Text } from '@mantine/core';
import type { Client, ClientConnection } from '../../../../../src/api/contract.ts';
import { useFormats } from '../../../shared/format/format.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { DeviceText } from '../../../shared/ui/device-text.tsx';
import { Moment } from '../../../shared/ui/moment.tsx';
import { Section } from '../../../shared/ui/section.tsx';
import { protocolName } from '../client-columns.tsx';
import { useConnectionFacts } from './connection-facts.tsx';
import { detailTexts } from './detail.texts.ts';
import { FactsList } from './facts-list.tsx';

/** Seconds that stand for ever. */
const FOREVER = 0xffff_ffff;

interface ClientSessionProps {
  readonly client: Client;
  /** Null where there is none. */
  readonly connection: ClientConnection | null | undefined;
}

/** What the broker knows of a client that has a session. */
export function ClientSession({ client, connection }: ClientSessionProps) {
  const texts = useTexts(detailTexts);
  const formats = useFormats();
  const { fields } = texts;
  const { number } = formats;
  const more = useConnectionFacts(connection);
  const seconds = (value: number) => formats.duration(value * 1000);
  const yes = (value: boolean) => (value ? texts.yes : texts.no);
  const attributes = Object.entries(client.client_attrs);
  return (
    <>
      <Section title={texts.connection}>
        <FactsList
          facts={[
            [fields.address, <DeviceText key="a" text={`${client.ip_address}:${client.port}`} />],
            [fields.listener, client.listener],
            [fields.protocol, `${client.proto_name} ${protocolName(client.proto_ver)}`],
            [fields.user, client.username && <DeviceText text={client.username} />],
            [fields.since, <Moment key="s" at={client.connected_at} />],
            [fields.until, client.disconnected_at && <Moment at={client.disconnected_at} />],
            [fields.keepalive, client.keepalive === 0 ? fields.never : seconds(client.keepalive)],
            [fields.clean, yes(client.clean_start)],
            [fields.bridge, client.is_bridge ? texts.yes : undefined],
            ...more,
          ]}
        />
      </Section>
      <Section title={texts.session}>
        <FactsList
          facts={[
            [fields.begun, <Moment key="b" at={client.created_at} />],
            [
              fields.expiry,
              client.expiry_interval === 0
                ? fields.atOnce
                : client.expiry_interval >= FOREVER
                  ? fields.never
                  : seconds(client.expiry_interval),
            ],
            [fields.queue, fields.of(number(client.mqueue_len), number(client.mqueue_max))],
            [fields.inflight, fields.of(number(client.inflight_cnt), number(client.inflight_max))],
            [fields.awaiting, client.awaiting_rel_cnt > 0 ? number(client.awaiting_rel_cnt) : undefined],
            [fields.dropped, client.mqueue_dropped > 0 ? number(client.mqueue_dropped) : undefined],
          ]}
        />
      </Section>
      <Section title={texts.counters}>
        <FactsList
          facts={[
            [fields.received, fields.messages(number(client.recv_msg), formats.bytes(client.recv_oct))],
            [fields.sent, fields.messages(number(client.send_msg), formats.bytes(client.send_oct))],
          ]}
        />
      </Section>
      {attributes.length > 0 && (
        <Section title={texts.attributes}>
          <FactsList
            facts={attributes.map(([name, value]) => [name, <DeviceText key={name} text={value} />])}
          />
        </Section>
      )}
    </>
  );
}

export function NoSession() {
  return <Text c="dimmed">{useTexts(detailTexts).noSession}</Text>;
}
