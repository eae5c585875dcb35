import { Alert, Code, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ConnectorVerdict } from '../../../../src/api/contract.ts';
import { Problem } from '../../shared/api/problem.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { CodeWords } from '../../shared/ui/code-words.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { connectorTexts } from './connectors.texts.ts';
import { StateMark } from './state-mark.tsx';

/** What a refusal of a test tells besides its sentence. */
interface Refusal {
  readonly message_zh?: string;
  readonly fix?: string;
  readonly fix_zh?: string;
  readonly status?: number;
  readonly vendor_code?: string | null;
  readonly body?: string;
  readonly cause?: string;
  readonly retry_after_ms?: number;
}

export type TestOutcome =
  | { readonly verdict: ConnectorVerdict | undefined; readonly problem?: undefined }
  | { readonly verdict?: undefined; readonly problem: Error };

/**
 * What the other side said to a test: in words, with its own code and text, and what to do.
 * @param fix a button that does it
 */
export function VerdictView({ outcome, fix }: { outcome: TestOutcome; fix?: ReactNode }) {
  const texts = useTexts(connectorTexts);
  const formats = useFormats();
  const { verdict, problem } = outcome;
  if (problem) return <RefusalView problem={problem} fix={fix} />;
  const time = formats.duration(verdict?.duration_ms ?? 0);
  const code = verdict?.vendor_code ?? (verdict?.status === undefined ? '' : `HTTP ${verdict.status}`);
  return (
    <div role="status" aria-live="polite">
      <StateMark tone="good">
        {verdict?.result === 'delivered' ? texts.testDelivered(code, time) : texts.testReachable(time)}
      </StateMark>
    </div>
  );
}

/** Its codes are those of RFC 3463: 5.1.1. */
function isOfMail({ vendor_code: code }: Refusal): boolean {
  return /^[245]\.\d{1,3}\.\d{1,3}$/.test(code ?? '');
}

function RefusalView({ problem, fix }: { problem: Error; fix: ReactNode }) {
  const texts = useTexts(connectorTexts);
  const formats = useFormats();
  const language = useLanguage();
  if (!(problem instanceof Problem) || problem.code !== 'TEST_FAILED')
    return <ProblemView problem={problem} />;
  const refusal = (problem.body ?? {}) as Refusal;
  const todo = language === 'zh' ? refusal.fix_zh : refusal.fix;
  const said = (language === 'zh' && refusal.message_zh) || problem.message;
  const sentence = todo !== undefined && said.endsWith(todo) ? said.slice(0, -todo.length).trimEnd() : said;
  const codes = [
    refusal.vendor_code && `${texts.answer} ${refusal.vendor_code}`,
    refusal.status !== undefined && `${isOfMail(refusal) ? 'SMTP' : 'HTTP'} ${refusal.status}`,
    refusal.retry_after_ms !== undefined && texts.retryAt(formats.time(Date.now() + refusal.retry_after_ms)),
  ].filter(Boolean);
  return (
    <Alert color="red" variant="light" role="alert" p="sm">
      <Stack gap={6}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <CodeWords text={sentence} />
        </Text>
        {todo && (
          <Text size="sm">
            <Text span fw={600}>
              {texts.fixIt}
              {language === 'zh' ? '：' : ': '}
            </Text>
            <CodeWords text={todo} />
          </Text>
        )}
        {codes.length > 0 && (
          <Text size="xs" c="dimmed">
            {codes.join(' · ')}
          </Text>
        )}
        {refusal.body && (
          <Code
            block
            fz="xs"
            mah={120}
            style={{ overflow: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
            tabIndex={0}
          >
            {refusal.body}
          </Code>
        )}
        {fix}
      </Stack>
    </Alert>
  );
}
