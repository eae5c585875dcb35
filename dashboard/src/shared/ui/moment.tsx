import { Tooltip, UnstyledButton } from '@mantine/core';
import { useCopy } from '../clipboard/clipboard.ts';
import { formatsOf, useFormats } from '../format/format.ts';
import { useSaidNow } from '../format/now.ts';
import { useLanguage } from '../texts/texts.ts';

interface MomentProps {
  /** RFC 3339, or Unix milliseconds. */
  readonly at: string | number;
  readonly precision?: 'second' | 'millisecond';
}

/** A moment: how long ago, up to an hour, then the time. Hovering says it in full and in UTC; a click copies it. */
export function Moment({ at, precision }: MomentProps) {
  const formats = useFormats();
  const language = useLanguage();
  const clipboard = useCopy();
  const said = useSaidNow((now) => (precision ? formats.time(at, precision) : formats.ago(at, now)));
  const iso = new Date(at).toISOString();
  const full = `${formats.time(at, 'millisecond')} · UTC ${formatsOf(language, 'UTC').time(at)} · ${Date.parse(iso)}`;
  return (
    <Tooltip label={clipboard.copied ? iso : full}>
      <UnstyledButton component="time" dateTime={iso} fz="inherit" onClick={() => clipboard.copy(iso)}>
        {said}
      </UnstyledButton>
    </Tooltip>
  );
}
