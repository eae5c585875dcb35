import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { CertificateCheck } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { DaysLeft } from './days-left.tsx';
import { listenerTexts } from './listeners.texts.ts';
import { checkCertificate } from './listeners.ts';

interface ChainCheckProps {
  readonly certificate: string;
  readonly privateKey: string;
  readonly password: string;
}

/** What a chain is made of and what is wrong with it, before it is used. */
export function ChainCheck({ certificate, privateKey, password }: ChainCheckProps) {
  const texts = useTexts(listenerTexts);
  const [result, setResult] = useState<CertificateCheck>();
  const [problem, setProblem] = useState<Error>();
  const [isBusy, setBusy] = useState(false);

  function check(): void {
    setBusy(true);
    setProblem(undefined);
    checkCertificate({
      certificate,
      ...(privateKey.trim() !== '' && { private_key: privateKey }),
      ...(password !== '' && { password }),
    })
      .then(setResult, setProblem)
      .finally(() => setBusy(false));
  }

  return (
    <Stack gap="xs" aria-live="polite">
      <div>
        <Button variant="default" onClick={check} loading={isBusy} disabled={certificate.trim() === ''}>
          {texts.check}
        </Button>
      </div>
      {problem && <ProblemView problem={problem} />}
      {result && (
        <Alert variant="light" color={result.problems.length > 0 ? 'red' : 'teal'} title={texts.checked}>
          {result.problems.length > 0 ? (
            <List size="sm">
              {result.problems.map((name) => (
                <List.Item key={name}>{texts.problems[name]}</List.Item>
              ))}
            </List>
          ) : (
            <Text size="sm">
              {texts.fine}{' '}
              {result.publicly_trusted
                ? texts.publicNote
                : result.self_signed && result.certificates.length === 1
                  ? texts.selfSignedNote
                  : texts.privateNote}
            </Text>
          )}
          {result.certificates.map((one) => (
            <Text key={one.fingerprint} size="xs" mt={4} component="div">
              <DeviceText text={one.subject} /> ← <DeviceText text={one.issuer} /> ·{' '}
              <DaysLeft days={one.days_left} />
            </Text>
          ))}
        </Alert>
      )}
    </Stack>
  );
}
