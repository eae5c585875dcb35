/** What stands in the place of a secret in every answer; sent back, it means "as it was". */
export const MASK = '******';

/** Query parameters by which WeCom, DingTalk, Feishu, Power Automate and others let in. */
const PARAMETER_NAMES =
  'access_?token|api[-_]?key|app_?key|key|password|pwd|routing_?key|secret|sig|sign|signature|token|x-amz-signature';

/** A parameter with its value, in a path or URL. */
export const SECRET_PARAMETERS = new RegExp(`([?&](?:${PARAMETER_NAMES})=)([^&#]*)`, 'gi');

/** Where the path itself lets in: Feishu, Slack (webhooks and workflows), Telegram, Discord, the Teams of old. */
const SEGMENTS =
  '/bot/v2/hook/|/services/\\w+/\\w+/|/(?:workflows|triggers)/T\\w+/(?:\\w+/)?\\w+/|/bot\\d+:|/api(?:/v\\d+)?/webhooks/\\d+/|/webhookb2/[^/\\s]+/IncomingWebhook/';

export const SECRET_SEGMENTS = new RegExp(`(${SEGMENTS})([^/?#]+)`, 'gi');

/** `user:password@` of a URL, or a token alone. */
export const SECRET_USER_INFO = /^([a-z][a-z0-9+.-]*:\/\/(?:[^/?#@:]*:)?)([^/?#@]+)(?=@)/i;

/** A signed link of a message about alerts: whoever has it may acknowledge and silence. In a form its slashes are encoded. */
const SIGNED_LINK = /((?:\/|%2F)a(?:\/|%2F))[\w-]{48}(?![\w-])/gi;

/** The same secrets inside of sentences, where blanks and quotation marks end them. */
const IN_TEXT: readonly RegExp[] = [
  new RegExp(`([?&](?:${PARAMETER_NAMES})=)([^&#\\s"'<>\\\\)]+)`, 'gi'),
  new RegExp(`(${SEGMENTS})([^/?#\\s"'<>\\\\)]+)`, 'gi'),
  /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#@:\s"']{0,200}:)([^/?#@\s"']+)(?=@)/gi,
  /(\b(?:bearer|basic)\s+)(?=[a-z_~-]*[\d=+/.])([\w+/.~=-]{8,})/gi,
  SIGNED_LINK,
];

/** A quick look whether it may hold any: most texts do not. */
const SUSPICIOUS = /[?&/:][\w.-]+[=/:@]|bearer|basic/i;

/** A text for people with what looks like a token in it masked: reasons, answers of vendors, lines of the log. */
export function maskTokensIn(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return IN_TEXT.reduce((masked, pattern) => masked.replace(pattern, `$1${MASK}`), text);
}

/** A text with the links of messages about alerts masked, and nothing else. */
export function maskLinksIn(text: string): string {
  return text.replace(SIGNED_LINK, `$1${MASK}`);
}
