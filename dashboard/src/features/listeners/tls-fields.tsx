import { PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core';
import type { FieldError } from '../../shared/forms/form-dialog.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { ChainCheck } from './chain-check.tsx';
import type { ClientCertificates, ListenerDraft, TlsSource } from './listener-draft.ts';
import { listenerTexts } from './listeners.texts.ts';
import { PemField } from './pem-field.tsx';

interface TlsFieldsProps {
  readonly draft: ListenerDraft;
  readonly canKeep: boolean;
  readonly onChange: (change: Partial<ListenerDraft>) => void;
  readonly error: FieldError;
}

/** Where the certificate comes from, and whether clients need one. */
export function TlsFields({ draft, canKeep, onChange, error }: TlsFieldsProps) {
  const texts = useTexts(listenerTexts);
  const sources: readonly TlsSource[] = [
    ...(canKeep ? (['keep'] as const) : []),
    'paste',
    'selfSigned',
    'paths',
  ];
  const wrong = error('ssl_options') ?? error('names');
  return (
    <Stack gap="sm">
      <Select
        label={texts.tls}
        data={sources.map((value) => ({ value, label: texts[value] }))}
        value={draft.tlsSource}
        allowDeselect={false}
        error={draft.tlsSource === 'paste' || draft.tlsSource === 'selfSigned' ? undefined : wrong}
        onChange={(value) => value && onChange({ tlsSource: value as TlsSource })}
      />
      {draft.tlsSource === 'keep' && (
        <Text size="xs" c="dimmed" className="device-text">
          {draft.certPath}
        </Text>
      )}
      {draft.tlsSource === 'paste' && (
        <>
          <PemField
            label={texts.certificate}
            value={draft.certificate}
            error={wrong}
            onChange={(certificate) => onChange({ certificate })}
          />
          <PemField label={texts.key} value={draft.key} isSecret onChange={(key) => onChange({ key })} />
          <KeyPassword draft={draft} onChange={onChange} />
          <ChainCheck certificate={draft.certificate} privateKey={draft.key} password={draft.keyPassword} />
        </>
      )}
      {draft.tlsSource === 'paths' && (
        <>
          <TextInput
            label={texts.certPath}
            placeholder="/etc/tocsin/server.pem"
            value={draft.certPath}
            onChange={({ currentTarget }) => onChange({ certPath: currentTarget.value })}
          />
          <TextInput
            label={texts.keyPath}
            placeholder="/etc/tocsin/server-key.pem"
            value={draft.keyPath}
            onChange={({ currentTarget }) => onChange({ keyPath: currentTarget.value })}
          />
          <KeyPassword draft={draft} onChange={onChange} />
        </>
      )}
      {draft.tlsSource === 'selfSigned' && (
        <>
          <TextInput
            label={texts.names}
            description={texts.namesHelp}
            value={draft.names}
            error={wrong}
            onChange={({ currentTarget }) => onChange({ names: currentTarget.value })}
          />
          <Text size="xs" c="dimmed">
            {texts.madeHere}
          </Text>
        </>
      )}
      <Select
        label={texts.clientCerts}
        data={[
          { value: 'no', label: texts.noClientCerts },
          { value: 'want', label: texts.wantClientCerts },
          { value: 'need', label: texts.needClientCerts },
        ]}
        value={draft.clientCertificates}
        allowDeselect={false}
        onChange={(value) => value && onChange({ clientCertificates: value as ClientCertificates })}
      />
      {draft.clientCertificates !== 'no' && (
        <PemField
          label={texts.authority}
          value={draft.authority}
          onChange={(authority) => onChange({ authority })}
        />
      )}
    </Stack>
  );
}

function KeyPassword({ draft, onChange }: Pick<TlsFieldsProps, 'draft' | 'onChange'>) {
  const texts = useTexts(listenerTexts);
  return (
    <PasswordInput
      label={texts.keyPassword}
      autoComplete="off"
      value={draft.keyPassword}
      onChange={({ currentTarget }) => onChange({ keyPassword: currentTarget.value })}
    />
  );
}
