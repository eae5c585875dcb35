import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ClientConnection } from '../../../../../src/api/contract.ts';
import { useFormats } from '../../../shared/format/format.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { DeviceText } from '../../../shared/ui/device-text.tsx';
import { Moment } from '../../../shared/ui/moment.tsx';
import { detailTexts } from './detail.texts.ts';

/** Days before the end of a certificate from which on it is worth a colour. */
const SOON = 30;
const VERY_SOON = 7;

const PAIRS = 'User-Property-Pairs';

type Fact = readonly [name: string, value: ReactNode];

/** How it is encrypted, by which certificate it came, and what its CONNECT asked for. */
export function useConnectionFacts(connection: ClientConnection | null | undefined): readonly Fact[] {
  const texts = useTexts(detailTexts);
  const { fields } = texts;
  if (!connection) return [];
  const { tls, certificate, conn_props: given } = connection;
  const properties = Object.entries(given).filter(([name]) => name !== PAIRS);
  const pairs = (given[PAIRS] ?? []) as readonly { readonly key: string; readonly value: string }[];
  return [
    ['TLS', tls ? `${tls.version} · ${tls.cipher}` : texts.plain],
    [
      fields.certificate,
      certificate && <DeviceText key="c" text={certificate.common_name ?? certificate.subject} />,
    ],
    [fields.issuer, certificate?.issuer && <DeviceText key="i" text={certificate.issuer} />],
    [
      fields.ends,
      certificate?.not_after && (
        <CertificateEnd key="e" at={certificate.not_after} daysLeft={certificate.days_left ?? 0} />
      ),
    ],
    ...properties.map(([name, value]): Fact => [name, <DeviceText key={name} text={String(value)} />]),
    [
      'User-Property',
      pairs.length > 0 &&
        pairs.map(({ key, value }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same pair may stand there twice
          <div key={index}>
            <DeviceText text={key} longest={60} /> = <DeviceText text={value} longest={120} />
          </div>
        )),
    ],
  ];
}

/** Amber below 30 days, red below 7, in words besides the colour. */
function CertificateEnd({ at, daysLeft }: { at: string; daysLeft: number }) {
  const { certificateEnds } = useTexts(detailTexts);
  const formats = useFormats();
  const colour =
    daysLeft < VERY_SOON ? 'var(--tocsin-critical)' : daysLeft < SOON ? 'var(--tocsin-warning)' : undefined;
  return (
    <Text span inherit {...(colour && { c: colour, fw: 600 })}>
      {daysLeft < VERY_SOON ? '▲ ' : daysLeft < SOON ? '◆ ' : ''}
      <Moment at={at} /> · {certificateEnds(daysLeft, formats.number(Math.abs(daysLeft)))}
    </Text>
  );
}
