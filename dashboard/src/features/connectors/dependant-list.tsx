import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { connectorTexts } from './connectors.texts.ts';
import type { Dependant } from './dependants.ts';

/** Who uses it, each with the way there; of many the first. */
export function DependantList({ dependants, most = 3 }: { dependants: readonly Dependant[]; most?: number }) {
  const texts = useTexts(connectorTexts);
  const formats = useFormats();
  if (dependants.length === 0) {
    return (
      <Text span inherit c="dimmed">
        {texts.nobody}
      </Text>
    );
  }
  return (
    <span style={{ overflowWrap: 'anywhere' }}>
      {dependants.slice(0, most).map((dependant, index) => (
        <Fragment key={`${dependant.kind} ${dependant.id}`}>
          {index > 0 && ' · '}
          <DependantLink dependant={dependant} />
        </Fragment>
      ))}
      {dependants.length > most && ` ${texts.noneOfMany(formats.number(dependants.length - most))}`}
    </span>
  );
}

export function DependantLink({ dependant: { kind, id, name } }: { dependant: Dependant }) {
  const texts = useTexts(connectorTexts);
  if (kind === 'rule') {
    return (
      <Anchor component={Link} to="/rules/edit" search={{ id } as never} inherit>
        <bdi>{name}</bdi>
      </Anchor>
    );
  }
  if (kind === 'monitor') {
    return (
      <Anchor component={Link} to="/alerts/monitors" search={{ id } as never} inherit>
        {name}
      </Anchor>
    );
  }
  return <span>{kind === 'settings' ? texts.alertSettings : `${texts.kinds[kind]} ${name}`}</span>;
}
