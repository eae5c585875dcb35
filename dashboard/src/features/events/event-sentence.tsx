import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { type EventPart, eventSentence, type HappenedEvent } from '../../../../src/texts/event-words.ts';
import { useLanguage } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';

/** Characters of a name within a sentence; the whole stands on the page of the client. */
const LONGEST = 64;

/** What happened, in words; the client is a link, unless the whole line is one. */
export function EventSentence({ event, isPlain = false }: { event: HappenedEvent; isPlain?: boolean }) {
  const language = useLanguage();
  return (
    <span>
      {eventSentence(event, language).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence do not move
        <Fragment key={index}>{typeof part === 'string' ? part : nameOf(part, isPlain)}</Fragment>
      ))}
    </span>
  );
}

function nameOf({ device, what }: Exclude<EventPart, string>, isPlain: boolean) {
  const name = <DeviceText text={device} longest={LONGEST} />;
  if (what !== 'client' || isPlain) return name;
  return (
    <Anchor component={Link} to="/clients/detail" search={{ id: device } as never} inherit>
      {name}
    </Anchor>
  );
}
