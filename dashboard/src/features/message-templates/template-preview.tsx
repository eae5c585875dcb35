import { Alert, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ChatBubble } from '../../shared/ui/chat-bubble.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import type { TemplatePlace, TemplatePreview } from './template-queries.ts';
import styles from './templates.module.css';
import { templateTexts } from './templates.texts.ts';

interface TemplatePreviewViewProps {
  readonly place: TemplatePlace;
  readonly query: UseQueryResult<TemplatePreview>;
  /** It is said at the field. */
  readonly hasMistake: boolean;
}

/** The message in its chat, and how much of what the vendor takes it uses. */
export function TemplatePreviewView({ place, query, hasMistake }: TemplatePreviewViewProps) {
  const texts = useTexts(templateTexts);
  const { data, error } = query;
  const [kind = ''] = place.channel.split(':', 1);
  if (!data) return error && !hasMistake ? <ProblemView problem={error} /> : null;
  return (
    <>
      {error && !hasMistake && <ProblemView problem={error} />}
      {data.failure !== null && (
        <Alert color="yellow" variant="light" role="status">
          {texts.failed} {data.failure}
        </Alert>
      )}
      <div style={{ opacity: hasMistake ? 0.5 : 1 }}>
        <ChatBubble kind={kind === 'default' ? 'preview' : kind} request={data.body} message={data.message} />
      </div>
      {data.size && <SizeMeter size={data.size} />}
    </>
  );
}

function SizeMeter({ size }: { size: NonNullable<TemplatePreview['size']> }) {
  const texts = useTexts(templateTexts);
  const formats = useFormats();
  const { used, limit, unit, bytes, cut } = size;
  const whole = texts.wholeBody(formats.bytes(bytes));
  if (used === null || limit === null) {
    return (
      <Text size="xs" c="dimmed">
        {whole}
      </Text>
    );
  }
  const share = Math.min(1, used / limit);
  return (
    <div>
      <div className={styles.meter} data-full={cut || share > 0.9 || undefined} aria-hidden="true">
        <div style={{ inlineSize: `${share * 100}%` }} />
      </div>
      <Text size="xs" c={cut ? 'var(--tocsin-warning)' : 'dimmed'} role="status">
        {texts.size(formats.number(used), formats.number(limit))} {texts.units[unit]} · {whole}
        {cut && ` · ${texts.cut}`}
      </Text>
    </div>
  );
}
