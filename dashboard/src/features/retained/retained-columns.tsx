import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Retained } from '../../../../src/api/contract.ts';
import type { Formats } from '../../shared/format/format.ts';
import type { DataColumn } from '../../shared/table/table-column.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import type { retainedTexts } from './retained.texts.ts';

export type RetainedTexts = (typeof retainedTexts)['en'];

export function retainedColumns(texts: RetainedTexts, formats: Formats): readonly DataColumn<Retained>[] {
  return [
    {
      id: 'topic',
      header: texts.topic,
      cell: ({ topic }) => <DeviceText text={topic} />,
      value: ({ topic }) => topic,
      width: 300,
      grows: true,
      isSortable: true,
      onPhone: true,
    },
    {
      id: 'payload_size',
      header: texts.size,
      cell: ({ payload_size }) => formats.bytes(payload_size),
      value: ({ payload_size }) => payload_size,
      width: 90,
      isNumber: true,
      isSortable: true,
    },
    {
      id: 'publish_at',
      header: texts.age,
      cell: ({ publish_at }) => <Moment at={publish_at} />,
      value: ({ publish_at }) => publish_at,
      width: 130,
      isSortable: true,
      onPhone: true,
    },
    {
      id: 'from_clientid',
      header: texts.publisher,
      cell: ({ from_clientid }) => (
        <Anchor
          component={Link}
          to="/clients/detail"
          search={{ id: from_clientid } as never}
          inherit
          tabIndex={-1}
        >
          <DeviceText text={from_clientid} longest={60} />
        </Anchor>
      ),
      value: ({ from_clientid }) => from_clientid,
      width: 180,
      isSortable: true,
    },
    {
      id: 'from_username',
      header: texts.user,
      cell: ({ from_username }) => from_username !== null && <DeviceText text={from_username} longest={60} />,
      value: ({ from_username }) => from_username,
      width: 120,
      isHidden: true,
    },
    {
      id: 'qos',
      header: 'QoS',
      cell: ({ qos }) => qos,
      value: ({ qos }) => qos,
      width: 60,
      isNumber: true,
      isSortable: true,
    },
  ];
}
