import { Code } from '@mantine/core';
import { Fragment } from 'react';

/** A sentence in which names of settings stand between backticks, as the API writes them. */
export function CodeWords({ text }: { text: string }) {
  return text.split('`').map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a part is known by its place
    <Fragment key={index}>{index % 2 === 1 ? <Code fz="inherit">{part}</Code> : part}</Fragment>
  ));
}
