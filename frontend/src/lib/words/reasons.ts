import type { DeliveryRecord } from '#lib/protocol.ts';

type Reason = DeliveryRecord['reasons'][number];

/** Why somebody was told, or was not, or not yet. */
export const REASONS: Record<Reason, string> = {
	wanted: 'your settings say so',
	urgent: 'it was urgent, and you allow that in your quiet hours',
	folding: 'it waits a moment for more of the same',
	quiet_hours: 'it waits for the end of your quiet hours',
	throttled: 'you heard of this a moment ago, so it waits',
	looking: 'you were looking at Callboard',
	switched_off: 'you switched this off',
	unconfirmed: 'your e-mail address is not confirmed',
	no_device: 'no browser of yours takes notifications',
	muted: 'you muted this conversation',
	blocked: 'you two are not in contact any more',
	read_meanwhile: 'you had seen it already',
	over: 'it was over by then',
	gone: 'the account was closed',
	folded: 'newer news of the same went out instead',
	refused: 'it could not be delivered'
};

export const STATES: Record<DeliveryRecord['state'], string> = {
	waiting: 'Waits',
	sending: 'On its way',
	sent: 'Sent',
	skipped: 'Not sent',
	dead: 'Failed'
};

export const CHANNELS: Record<DeliveryRecord['channel'], string> = {
	email: 'E-mail',
	push: 'On your devices'
};
