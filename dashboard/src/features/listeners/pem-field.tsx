import { Button, FileButton, Group, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import { listenerTexts } from './listeners.texts.ts';

interface PemFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly error?: ReactNode;
  readonly isSecret?: boolean;
}

/** A PEM text: pasted, or read from a file. */
export function PemField({ label, value, onChange, error, isSecret = false }: PemFieldProps) {
  const texts = useTexts(listenerTexts);
  return (
    <Textarea
      size="xs"
      label={
        <Group gap="xs" component="span" display="inline-flex">
          {label}
        </Group>
      }
      value={value}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      autosize
      minRows={3}
      maxRows={8}
      spellCheck={false}
      autoComplete="off"
      placeholder={isSecret ? '-----BEGIN PRIVATE KEY-----' : '-----BEGIN CERTIFICATE-----'}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
      inputContainer={(input) => (
        <>
          {input}
          <FileButton
            accept=".pem,.crt,.cer,.key,.txt"
            onChange={(file) => file && void file.text().then(onChange)}
          >
            {(props) => (
              <Button
                {...props}
                size="compact-xs"
                variant="default"
                mt={4}
                aria-label={`${texts.chooseFile}: ${label}`}
              >
                {texts.chooseFile}
              </Button>
            )}
          </FileButton>
        </>
      )}
    />
  );
}
