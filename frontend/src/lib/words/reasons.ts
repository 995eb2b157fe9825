import { m } from '#catalogue';
import type { DeliveryRecord } from '#lib/protocol.ts';

type Reason = DeliveryRecord['reasons'][number];

/** Why somebody was told, or was not, or not yet. */
export const REASONS: Record<Reason, () => string> = {
	wanted: m.notices_r_wanted,
	urgent: m.notices_r_urgent,
	folding: m.notices_r_folding,
	quiet_hours: m.notices_r_quiet_hours,
	throttled: m.notices_r_throttled,
	looking: m.notices_r_looking,
	switched_off: m.notices_r_switched_off,
	unconfirmed: m.notices_r_unconfirmed,
	no_device: m.notices_r_no_device,
	muted: m.notices_r_muted,
	blocked: m.notices_r_blocked,
	read_meanwhile: m.notices_r_read_meanwhile,
	over: m.notices_r_over,
	gone: m.notices_r_gone,
	folded: m.notices_r_folded,
	refused: m.notices_r_refused
};

export const STATES: Record<DeliveryRecord['state'], () => string> = {
	waiting: m.notices_s_waiting,
	sending: m.notices_s_sending,
	sent: m.notices_s_sent,
	skipped: m.notices_s_skipped,
	dead: m.notices_s_dead
};

export const CHANNELS: Record<DeliveryRecord['channel'], () => string> = {
	email: m.notices_email,
	push: m.notices_on_your_devices
};
