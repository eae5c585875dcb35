/** Of the connectors, what the floors above the deliveries may see: who is behind an address that somebody pasted. */
export { type RecognizedUrl, recognizeUrl } from './channels/channel-urls.ts';
