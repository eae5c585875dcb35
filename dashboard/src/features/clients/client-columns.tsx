import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ClientRow } from '../../../../src/api/contract.ts';
import { reasonText } from '../../../../src/texts/reason-words.ts';
import { useFormats } from '../../shared/format/format.ts';
import type { DataColumn } from '../../shared/table/table-column.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { ClientState, shownState } from './client-state.tsx';
import { clientTexts } from './clients.texts.ts';

/** Of MQTT, by the number in CONNECT. */
export function protocolName(version: number | null): string {
  if (version === null) return '';
  return { 3: '3.1', 4: '3.1.1', 5: '5.0' }[version] ?? String(version);
}

export function useClientColumns(): readonly DataColumn<ClientRow>[] {
  const texts = useTexts(clientTexts);
  const language = useLanguage();
  const formats = useFormats();
  return useMemo(() => {
    const { columns } = texts;
    const number = (
      id: 'subscriptions_cnt' | 'mqueue_len' | 'inflight_cnt' | 'flaps_24h',
      width: number,
    ) => ({
      id,
      header: columns[id],
      cell: (row: ClientRow) => (row[id] === 0 ? '' : formats.number(row[id])),
      value: (row: ClientRow) => row[id],
      width,
      isNumber: true,
      isSortable: true,
    });
    return [
      {
        id: 'state',
        header: columns.state,
        cell: (row) => <ClientState client={row} />,
        value: shownState,
        width: 84,
        isSortable: true,
        onPhone: true,
      },
      {
        id: 'clientid',
        header: columns.clientid,
        cell: ({ clientid }) => (
          <Anchor component={Link} to="/clients/detail" search={{ id: clientid } as never} inherit>
            <DeviceText text={clientid} longest={100} />
          </Anchor>
        ),
        value: ({ clientid }) => clientid,
        width: 138,
        grows: true,
        isSortable: true,
        onPhone: true,
      },
      {
        id: 'username',
        header: columns.username,
        cell: ({ username }) => username !== null && <DeviceText text={username} longest={60} />,
        value: ({ username }) => username,
        width: 96,
        isSortable: true,
      },
      {
        id: 'ip_address',
        header: columns.ip_address,
        cell: ({ ip_address }) => ip_address !== null && <DeviceText text={ip_address} />,
        value: ({ ip_address }) => ip_address,
        width: 100,
        isSortable: true,
      },
      {
        id: 'listener',
        header: columns.listener,
        cell: ({ listener, proto_ver }) =>
          listener === null ? '' : `${listener} · ${protocolName(proto_ver)}`,
        value: ({ listener }) => listener,
        width: 118,
        isSortable: true,
      },
      number('subscriptions_cnt', 60),
      number('mqueue_len', 66),
      {
        id: 'last_seen_at',
        header: columns.last_seen_at,
        cell: ({ state, last_seen_at }) =>
          state === 'online' ? texts.now : last_seen_at !== null && <Moment at={last_seen_at} />,
        value: ({ last_seen_at }) => last_seen_at,
        width: 92,
        isSortable: true,
      },
      {
        id: 'reason',
        header: columns.reason,
        cell: ({ reason }) => (reason === null ? '' : reasonText(reason, language)),
        value: ({ reason }) => reason,
        width: 122,
        grows: true,
        isSortable: true,
      },
      number('flaps_24h', 84),
      {
        id: 'proto_ver',
        header: columns.proto_ver,
        cell: ({ proto_ver }) => protocolName(proto_ver),
        value: ({ proto_ver }) => protocolName(proto_ver),
        width: 90,
        isSortable: true,
        isHidden: true,
      },
      {
        id: 'connected_at',
        header: columns.connected_at,
        cell: ({ connected_at }) => connected_at && <Moment at={connected_at} />,
        value: ({ connected_at }) => connected_at,
        width: 120,
        isSortable: true,
        isHidden: true,
      },
      { ...number('inflight_cnt', 90), isSortable: false, isHidden: true },
    ] satisfies readonly DataColumn<ClientRow>[];
  }, [texts, language, formats]);
}
