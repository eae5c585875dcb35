import type { ChannelView, Notice, Notices, SettledNotice } from '../../../delivery/door.ts';

export type { ChannelView, Notice, SettledNotice };

/** What delivery does for alerts. */
export type ChannelPort = Pick<Notices, 'events' | 'find' | 'inbox' | 'list' | 'room' | 'send' | 'waiting'>;
